/* zip.c - the directory of a zip archive, which is at its end.
 *
 *     heading, member | heading, member | ... | entry | entry | ... | end of directory
 *
 * Nothing that the archive says is trusted: offsets and lengths are checked against the file, entries are read as long
 * as there are some, and members that lie over others, with which a small archive unpacks to any size, are left out.
 * Facts: PKWARE's APPNOTE.TXT, version 6.3.10.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "packed/packed_internal.h"
#include "packed/zip_entry.h"
#include "packed/zip_name.h"

#define END_BYTES 22
#define END_COMMENT_MAX 65535
#define END64_BYTES 56
#define LOCATOR_BYTES 20
#define HEADING_BYTES 30
#define DIRECTORY_BYTES_MAX ((uint64_t)64 << 20) // half a million members

/* Where the directory is, as the end of it says. */
struct directory {
    uint64_t at, length; // in the file
    uint64_t shift;      // bytes before the archive, such as a program that unpacks it
    uint64_t parts;      // number of the last part
};

static bool read_at(struct os_file *handle, uint64_t offset, void *to, size_t length)
{
    size_t got = 1, done = 0;

    while (done < length && got) {
        if (!os_read_at(handle, "", offset + done, (char *)to + done, length - done, &got, NULL))
            return false;
        done += got;
    }
    return done == length;
}

static bool has_mark(const unsigned char *bytes, const char *mark)
{
    return memcmp(bytes, mark, 4) == 0;
}

/* The last end mark of which the comment fits in the file. */
static bool find_end(struct os_file *handle, uint64_t length, unsigned char end[END_BYTES], uint64_t *at)
{
    size_t tail = length < END_BYTES + END_COMMENT_MAX ? (size_t)length : END_BYTES + END_COMMENT_MAX;
    unsigned char *bytes = memory_new(tail + 1, 1);
    bool found = false;

    if (tail >= END_BYTES && read_at(handle, length - tail, bytes, tail))
        for (size_t i = tail - END_BYTES + 1; i-- > 0 && !found;) {
            found = has_mark(bytes + i, "PK\5\6") && zip_u16(bytes + i + 20) <= tail - END_BYTES - i;
            if (found) {
                memcpy(end, bytes + i, END_BYTES);
                *at = length - tail + i;
            }
        }
    free(bytes);
    return found;
}

/* The end mark of large archives, before the usual one. */
static bool find_end64(struct os_file *handle, uint64_t end, unsigned char end64[END64_BYTES], uint64_t *at)
{
    unsigned char locator[LOCATOR_BYTES];

    if (end < LOCATOR_BYTES + END64_BYTES || !read_at(handle, end - LOCATOR_BYTES, locator, LOCATOR_BYTES) ||
        !has_mark(locator, "PK\6\7"))
        return false;
    *at = zip_u64(locator + 8);
    if (*at <= end - LOCATOR_BYTES - END64_BYTES && read_at(handle, *at, end64, END64_BYTES) &&
        has_mark(end64, "PK\6\6"))
        return true;
    *at = end - LOCATOR_BYTES - END64_BYTES; // something was put before the archive
    return read_at(handle, *at, end64, END64_BYTES) && has_mark(end64, "PK\6\6");
}

static bool find_directory(struct os_file *handle, uint64_t length, struct directory *d)
{
    unsigned char end[END_BYTES], end64[END64_BYTES];
    uint64_t at, offset;

    if (!find_end(handle, length, end, &at))
        return false;
    *d = (struct directory){.length = zip_u32(end + 12), .parts = zip_u16(end + 4)};
    offset = zip_u32(end + 16);
    if (find_end64(handle, at, end64, &at)) {
        d->length = zip_u64(end64 + 40);
        d->parts = zip_u32(end64 + 16);
        offset = zip_u64(end64 + 48);
    }
    if (d->length > at || offset > at - d->length)
        return false;
    d->at = at - d->length;
    d->shift = d->at - offset;
    return true;
}

/* --- members --- */

static const char *method_name(unsigned method)
{
    static const struct {
        unsigned number;
        const char *name;
    } methods[] = {{1, "Shrink"},     {6, "Implode"}, {9, "Deflate64"}, {12, "bzip2"}, {14, "LZMA"},
                   {93, "Zstandard"}, {95, "xz"},     {98, "PPMd"},     {99, "AES"}};

    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (methods[i].number == method)
            return methods[i].name;
    return "an unknown method";
}

static void add_member(struct packed_file *file, const struct directory *d, const struct zip_entry *e)
{
    struct buffer name = {0};
    struct packed_member *m;
    uint64_t offset = e->offset + d->shift;

    buffer_add_string(&name, file->path);
    zip_name_add(&name, e->name, e->is_utf8);
    m = packed_add(file, buffer_take(&name));
    m->is_zip = true;
    m->is_deflated = e->method == ZIP_DEFLATED;
    m->check = e->check;
    m->offset = offset;
    m->length = e->length;
    m->size = e->size;
    m->has = e->has;
    m->time_us = e->time_us;
    if (e->is_encrypted)
        packed_set_fault(m, "encrypted: unpack the archive with its password, and use the directory");
    else if (e->method != ZIP_STORED && e->method != ZIP_DEFLATED)
        packed_set_fault(m, "packed with %s, which is not supported: unpack the archive, and use the directory",
                         method_name(e->method));
    else if (offset < e->offset || offset > d->at || m->length > d->at - offset)
        packed_set_fault(m, "not in the archive, which is damaged or cut off: get it again");
}

static void add_fault(struct packed_file *file, const char *why)
{
    packed_set_fault(packed_add(file, memory_copy(file->path, strlen(file->path))), "%s", why);
}

/* Of members at the same offset the first one counts. */
static int by_offset(const void *a, const void *b)
{
    const struct packed_member *x = *(struct packed_member *const *)a, *y = *(struct packed_member *const *)b;

    return x->offset != y->offset ? (x->offset < y->offset ? -1 : 1) : (x > y) - (x < y);
}

/* Gives members that begin before another one ends a fault. */
static void check_overlaps(struct packed_file *file)
{
    struct packed_member **sorted = memory_new(file->count, sizeof *sorted);
    uint64_t end = 0;

    for (size_t i = 0; i < file->count; i++)
        sorted[i] = &file->members[i];
    qsort(sorted, file->count, sizeof(struct packed_member *), by_offset);
    for (size_t i = 0; i < file->count; i++) {
        struct packed_member *m = sorted[i];

        if (m->fault)
            continue;
        if (m->offset < end)
            packed_set_fault(m, "lies over another member: the archive is damaged, or made to unpack without end");
        else
            end = m->offset + HEADING_BYTES + m->length;
    }
    free(sorted);
}

static void add_entries(struct packed_file *file, const struct directory *d, struct text bytes)
{
    struct zip_entry entry;

    while (zip_entry_next(&bytes, &entry))
        if (!zip_name_is_directory(entry.name) && !zip_name_is_hidden(entry.name))
            add_member(file, d, &entry);
    if (file->count)
        check_overlaps(file);
    if (bytes.length)
        add_fault(file, "the directory of this archive is damaged: the members after the damage are left out");
    else if (file->count == 0)
        add_fault(file, "no file in this archive");
}

void zip_list(struct packed_file *file, struct os_file *handle, uint64_t length)
{
    struct directory d;
    char *bytes;

    if (!find_directory(handle, length, &d)) {
        add_fault(file, "the directory of this archive, which is at its end, is missing or damaged: get it again");
        return;
    }
    if (d.parts) {
        add_fault(file, "a part of an archive in several parts: unpack it, and use the directory");
        return;
    }
    if (d.length > DIRECTORY_BYTES_MAX) {
        add_fault(file, "too many members: unpack the archive, and use the directory");
        return;
    }
    bytes = memory_new((size_t)d.length + 1, 1);
    if (read_at(handle, d.at, bytes, (size_t)d.length))
        add_entries(file, &d, (struct text){bytes, (size_t)d.length});
    else
        add_fault(file, "its directory cannot be read");
    free(bytes);
}
