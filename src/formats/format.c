#include "formats/format.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "formats/format_internal.h"
#include "formats/nearest.h"
#include "os/files.h"
#include "store/store_snapshot.h"

#define HEAD_BYTES ((size_t)1 << 20) // read to tell text from binary

static void extend(struct format_extent *e, int64_t time_us, const char *path)
{
    if (e->count == 0 || time_us < e->first_us) {
        e->first_us = time_us;
        e->first_path = path;
    }
    if (e->count == 0 || time_us > e->last_us) {
        e->last_us = time_us;
        e->last_path = path;
    }
    e->count++;
}

bool format_give(struct format_target *target, struct snapshot *snapshot, struct error *err)
{
    assert(target->store || target->on_snapshot);
    if (!target->store && snapshot->basis != TIME_UNKNOWN)
        extend(&target->extent, snapshot->utc_us, target->path);
    if (target->store)
        store_add_snapshot(target->store, snapshot);
    else
        target->has_stopped = !target->on_snapshot(target->context, snapshot, err);
    return !target->has_stopped;
}

struct bytes_place format_place(const struct format_input *input)
{
    return (struct bytes_place){
        .path = input->path, .member = input->member, .allows_large = input->allows_large, .warnings = input->warnings};
}

bool format_file_time(const struct format_input *input, int64_t *out_us, bool *is_local)
{
    const struct packed_member *m = input->member;

    *is_local = m && m->has == PACKED_TIME_LOCAL;
    if (!m)
        return os_file_time(input->path, out_us);
    if (m->has != PACKED_TIME_NONE)
        *out_us = m->time_us;
    else if (m->is_zip || m->file->is_open || !os_file_time(m->file->path, out_us))
        return false;
    return true;
}

/* A pipe cannot give its bytes again. */
static bool can_repeat(struct bytes_place place)
{
    return place.member || os_path_kind(place.path) == OS_FILE;
}

/* The name of the content: without .gz. */
static struct text name_of(struct bytes_place place)
{
    struct text name = text_of(place.path), ending = text_of(".gz");

    if (place.member && text_ends_with_nocase(name, ending))
        name.length -= ending.length;
    return name;
}

/* Reads the first bytes. *ok: false if a packed file cannot be unpacked. */
static size_t read_first(struct bytes_place place, char *bytes, size_t buffer, bool *ok)
{
    struct bytes file;
    size_t got = 0, length = 0;

    *ok = true;
    place.warnings = NULL;
    if (!can_repeat(place))
        return 0;
    *ok = bytes_open(&file, place, NULL);
    if (!*ok)
        return 0;
    while (length < buffer && (*ok = bytes_read(&file, bytes + length, buffer - length, &got, NULL)) && got)
        length += got;
    bytes_close(&file);
    return length;
}

/* A file that was not listed as a packed one. */
static bool refuse_packed(struct text head, const char *path, struct error *err)
{
    const char *name;

    switch (packed_kind_of(head, &name)) {
    case PACKED_GZIP:
    case PACKED_ZIP:
        return error_set(err, "%s: packed with %s: name this file itself, or use --all-files", path, name);
    case PACKED_OTHER:
        return error_set(err, "%s: packed with %s, which is not supported: unpack it first", path, name);
    default:
        return true;
    }
}

/* Finds the binary format, or none: NULL. The name has priority: it is right even if the first bytes are damaged. */
static bool bytes_format(struct bytes_place place, const struct format **out, struct error *err)
{
    char bytes[FORMAT_BYTES];
    bool ok;
    struct text head = {bytes, read_first(place, bytes, sizeof bytes, &ok)};

    *out = detect_bytes(head);
    for (size_t i = 0; i < FORMATS; i++)
        if (formats[i]->ending && text_ends_with(name_of(place), text_of(formats[i]->ending)))
            *out = formats[i];
    return place.member || refuse_packed(head, place.path, err);
}

/* An empty file, or one named .csv, is read as CSV: the messages of that reader are the most helpful. Nothing after its
 * first window is searched. */
static bool is_presumed_csv(struct bytes_place place, struct text head)
{
    return head.length == 0 || text_ends_with_nocase(name_of(place), text_of(".csv"));
}

static struct text window_of(const struct reader *r)
{
    return (struct text){r->pos, (size_t)(r->end - r->pos)};
}

/* Moves the window forward, to the beginning of its last line. False: the end of the file, or of the text in it. */
static bool next_window(struct reader *r)
{
    struct text window = window_of(r);
    const char *line = r->end;

    if (r->is_at_end || window.length == 0 || memchr(window.data, 0, window.length))
        return false;
    while (line > r->pos && line[-1] != '\n' && line[-1] != '\r')
        line--;
    r->pos = line > r->pos ? line : r->end;
    return reader_fill(r, NULL);
}

/* Searches the rest of the file: a debugger log holds much before the output that is looked for. Moves the reader. */
static const struct format *detect_later(struct reader *r)
{
    const struct format *format = NULL;

    while (!format && next_window(r))
        format = detect_in_text(window_of(r));
    return format;
}

/* One format reads a file; content in another format is ignored with a warning. */
static void warn_other_formats(const struct format_input *input, const struct format *format)
{
    unsigned others = format->detect_line ? detect_all_in_text(window_of(input->reader), format) : 0;

    for (size_t i = 0; i < FORMATS; i++)
        if (others >> i & 1 && formats[i] != format)
            warnings_add(input->warnings, WARNING_FILE,
                         "%s: read as %s; content in the format \"%s\" is ignored: save it as a separate file",
                         input->path, format->name, formats[i]->name);
}

/* Detects the format of a text; *out is NULL if it is none. The reader is at its beginning again afterwards. False: it
 * cannot be read again. */
static bool text_format(const struct format_input *input, bool is_csv, const struct format **out, struct error *err)
{
    struct reader *r = input->reader;

    *out = detect_text(window_of(r));
    if (!*out && !is_csv && !r->is_at_end && can_repeat(format_place(input))) {
        *out = detect_later(r);
        if (!reader_rewind(r, err))
            return false;
    }
    if (*out)
        warn_other_formats(input, *out);
    return true;
}

static enum format_result read_text(struct format_input *input, struct format_target *target, struct error *err)
{
    struct reader *r = input->reader;
    bool is_csv = is_presumed_csv(format_place(input), window_of(r));
    const struct format *format;

    if (!text_format(input, is_csv, &format, err))
        return FORMAT_FAILED;
    if (!format && !is_csv) {
        nearest_error(input->path, window_of(r), err);
        return FORMAT_UNKNOWN;
    }
    if ((format ? format : &format_csv)->read(input, target, err))
        return FORMAT_READ;
    return format ? FORMAT_FAILED : FORMAT_UNKNOWN;
}

enum format_result format_read(struct format_input *input, struct reader *reader, struct format_target *target,
                               struct error *err)
{
    const struct format *format;
    enum format_result result;

    target->path = input->path;
    if (!bytes_format(format_place(input), &format, err))
        return FORMAT_FAILED;
    if (format) {
        if (target->store)
            store_source(target->store, input->path);
        return format->read(input, target, err) ? FORMAT_READ : FORMAT_FAILED;
    }
    if (!reader_open(reader, format_place(input), err))
        return FORMAT_FAILED;
    if (target->store)
        store_source(target->store, input->path);
    input->reader = reader;
    result = read_text(input, target, err);
    reader_close(reader);
    return result;
}

static bool text_is_detected(struct bytes_place place)
{
    struct reader reader = {0};
    bool knows;

    place.warnings = NULL;
    if (!reader_open(&reader, place, NULL)) {
        reader_free(&reader);
        return place.member != NULL;
    }
    knows = detect_text(window_of(&reader)) || (!is_presumed_csv(place, window_of(&reader)) && detect_later(&reader));
    reader_close(&reader);
    reader_free(&reader);
    return knows;
}

/* Detects 8-bit text in a file with zeros. */
static bool bytes_are_detected(const char *path, struct text bytes)
{
    struct reader reader = {0};
    bool knows = reader_open_memory(&reader, path, bytes.data, bytes.length, NULL) && detect_text(window_of(&reader));

    reader_close(&reader);
    reader_free(&reader);
    return knows;
}

/* A zero byte in 8-bit text: a binary file, or a log in which a crash left zeros. */
static bool is_binary(struct text bytes)
{
    size_t bom;

    return memchr(bytes.data, 0, bytes.length) && unicode_guess(bytes.data, bytes.length, &bom) == ENCODING_UTF8;
}

bool format_knows(struct bytes_place place)
{
    char *buffer = memory_new(HEAD_BYTES, 1);
    bool ok;
    struct text bytes = {buffer, read_first(place, buffer, HEAD_BYTES, &ok)};
    struct text head = {buffer, bytes.length < FORMAT_BYTES ? bytes.length : FORMAT_BYTES};
    bool knows = (place.member && !ok) || (bytes.length && detect_bytes(head));

    if (bytes.length && !knows)
        knows = is_binary(bytes) ? bytes_are_detected(place.path, bytes) : text_is_detected(place);
    free(buffer);
    return knows;
}
