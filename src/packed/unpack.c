#include "packed/unpack.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "packed/inflate.h"
#include "packed/zip_entry.h"

#define HEADING_BYTES 30 // of a zip member, before its name
#define LAYERS_MAX 3

/* A layer pulls from the one below it; the lowest from the file. */
struct layer {
    struct unpack *unpack;
    size_t number;
    struct inflate inflate;
};

struct unpack {
    const struct packed_member *member; // borrowed
    bool allows_large;
    struct os_file file;
    uint64_t at, end; // in the file: what is not read yet
    struct layer layers[LAYERS_MAX];
    size_t count;
    unsigned faults;                // of the extent: enum inflate_fault
    char head[INFLATE_FIRST_BYTES]; // of the content, read to tell its kind
    size_t head_length, head_pos;
    uint64_t given; // bytes of content
};

/* --- layers --- */

static bool read_file(struct unpack *u, void *to, size_t capacity, size_t *got, struct error *err)
{
    uint64_t remaining = u->end - u->at;
    size_t wanted = remaining < capacity ? (size_t)remaining : capacity;

    *got = 0;
    if (wanted && !os_read_at(&u->file, u->member->file->path, u->at, to, wanted, got, err))
        return false;
    if (wanted && *got == 0) { // shorter than when it was listed
        u->faults |= INFLATE_CUT;
        u->end = u->at;
    }
    u->at += *got;
    return true;
}

/* Reads what `count` layers give. */
static bool read_layers(struct unpack *u, size_t count, void *to, size_t capacity, size_t *got, struct error *err)
{
    return count ? inflate_read(&u->layers[count - 1].inflate, to, capacity, got, err)
                 : read_file(u, to, capacity, got, err);
}

static bool pull(void *context, void *to, size_t capacity, size_t *got, struct error *err)
{
    struct layer *layer = context;

    return read_layers(layer->unpack, layer->number, to, capacity, got, err);
}

/* Its packed data begins with the bytes of `head`, already read. */
static bool add_layer(struct unpack *u, bool is_gzip, struct error *err)
{
    struct layer *layer = &u->layers[u->count];
    size_t length = u->head_length;

    *layer = (struct layer){.unpack = u, .number = u->count};
    layer->inflate = (struct inflate){
        .pull = pull, .context = layer, .is_gzip = is_gzip, .has_wanted = !is_gzip, .wanted_check = u->member->check};
    u->head_length = 0;
    u->count++;
    return inflate_open(&layer->inflate, u->head, length, err);
}

static bool read_head(struct unpack *u, struct error *err)
{
    size_t got = 1;

    while (got && u->head_length < sizeof u->head) {
        if (!read_layers(u, u->count, u->head + u->head_length, sizeof u->head - u->head_length, &got, err))
            return false;
        u->head_length += got;
    }
    return true;
}

/* Takes off gzip, and says so if another archive is inside. */
static bool look_inside(struct unpack *u, struct error *err)
{
    const char *name = u->member->name, *kind = "";

    for (;;) {
        struct text head = {u->head, 0};

        if (!read_head(u, err))
            return false;
        head.length = u->head_length;
        switch (packed_kind_of(head, &kind)) {
        case PACKED_GZIP:
            if (u->count == LAYERS_MAX)
                return error_set(err, "%s: packed too many times: unpack it first", name);
            if (!add_layer(u, true, err))
                return false;
            continue;
        case PACKED_ZIP:
            return error_set(err, "%s: a zip archive inside a packed file: unpack that first", name);
        case PACKED_TAR:
            return error_set(err, "%s: a tar archive: unpack it, and use its directory with --all-files", name);
        case PACKED_OTHER:
            return error_set(err, "%s: packed with %s, which is not supported: unpack it first", name, kind);
        case PACKED_NONE:
            return true;
        }
    }
}

/* --- limits --- */

static bool too_large(const struct unpack *u, uint64_t size, struct error *err)
{
    const char *name = u->member->name;

    if (size > UNPACK_BYTES_MAX)
        return error_set(err, "%s: unpacks to more than 4 GB: if it should, use " UNPACK_OPTION, name);
    return error_set(
        err, "%s: unpacks to more than %d times its %llu bytes, as no log does: if it should, use " UNPACK_OPTION, name,
        UNPACK_TIMES_MAX, (unsigned long long)u->member->length);
}

static bool is_allowed(const struct unpack *u, uint64_t size)
{
    uint64_t length = u->member->length;

    if (u->allows_large)
        return true;
    return size <= UNPACK_BYTES_MAX &&
           (length > UNPACK_BYTES_MAX / UNPACK_TIMES_MAX || size <= length * UNPACK_TIMES_MAX);
}

/* --- members --- */

static bool open_file(struct unpack *u, struct error *err)
{
    const struct packed_file *file = u->member->file;

    u->file = file->handle;
    return file->is_open || os_open(&u->file, file->path, err);
}

/* Moves to the packed data, which follows a heading whose length only the heading says. */
static bool skip_heading(struct unpack *u, struct error *err)
{
    const struct packed_member *m = u->member;
    unsigned char heading[HEADING_BYTES];
    size_t got = 0;

    if (!os_read_at(&u->file, m->file->path, m->offset, heading, sizeof heading, &got, err))
        return false;
    if (got < sizeof heading || memcmp(heading, "PK\3\4", 4) != 0)
        return error_set(err, "%s: not where the archive says: it is damaged or cut off: get it again", m->name);
    u->at = m->offset + HEADING_BYTES + zip_u16(heading + 26) + zip_u16(heading + 28);
    u->end = u->at + m->length;
    return true;
}

static bool start(struct unpack *u, struct error *err)
{
    const struct packed_member *m = u->member;

    if (m->fault)
        return error_set(err, "%s", m->fault);
    if (m->is_zip && !is_allowed(u, m->size))
        return too_large(u, m->size, err);
    if (!open_file(u, err))
        return false;
    u->end = m->length;
    if (m->is_zip && !skip_heading(u, err))
        return false;
    if (m->is_deflated && !add_layer(u, false, err))
        return false;
    return look_inside(u, err);
}

struct unpack *unpack_open(const struct packed_member *member, bool allows_large, struct error *err)
{
    struct unpack *u = memory_new(1, sizeof *u);

    u->member = member;
    u->allows_large = allows_large;
    u->file.handle = -1;
    if (start(u, err))
        return u;
    unpack_close(u);
    return NULL;
}

bool unpack_read(struct unpack *u, void *to, size_t capacity, size_t *got, struct error *err)
{
    size_t remaining = u->head_length - u->head_pos;

    *got = remaining < capacity ? remaining : capacity;
    memcpy(to, u->head + u->head_pos, *got);
    u->head_pos += *got;
    if (*got == 0 && !read_layers(u, u->count, to, capacity, got, err))
        return false;
    u->given += *got;
    return u->count == 0 || is_allowed(u, u->given) || too_large(u, u->given, err);
}

bool unpack_check(const struct unpack *u, struct warnings *warnings)
{
    static const struct {
        unsigned fault;
        const char *text;
    } faults[] = {
        {INFLATE_CUT, "cut off: what could be unpacked before the end is used"},
        {INFLATE_DAMAGED, "the packed data is damaged: what could be unpacked before the damage is used"},
        {INFLATE_CHECKSUM, "the checksum is not that of the content: it was damaged, and is used as it is"},
        {INFLATE_FOLLOWED, "what follows the packed data is not gzip data and is left out"},
    };
    unsigned found = u->faults;

    for (size_t i = 0; i < u->count; i++)
        found |= u->layers[i].inflate.faults;
    for (size_t i = 0; warnings && i < sizeof faults / sizeof *faults; i++)
        if (found & faults[i].fault)
            warnings_add(warnings, WARNING_FILE, "%s: %s", u->member->name, faults[i].text);
    return found == 0;
}

void unpack_close(struct unpack *u)
{
    if (!u)
        return;
    for (size_t i = 0; i < u->count; i++)
        inflate_close(&u->layers[i].inflate);
    if (!u->member->file->is_open)
        os_close(&u->file);
    free(u);
}
