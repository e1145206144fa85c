/* zip_helper.h - zip archives and gzip files made byte by byte, honest or not, as open packed files.
 *
 *     struct zip_made zip = {0};
 *     zip_add(&zip, (struct zip_member){.name = "a.log", .content = TEXT("...")});
 *     struct packed_file *file = zip_open(&zip, "t.zip");
 */
#ifndef UNIT_ZIP_HELPER_H
#define UNIT_ZIP_HELPER_H

#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "helper.h"
#include "packed/bytes.h"

/* All zero but the name and the content: stored, and everything said of it is right. */
struct zip_member {
    const char *name;
    struct text content;
    bool deflated;
    unsigned flags, method; // method 0: as `deflated` says
    uint32_t lying_size;    // in place of the size, check and offset; 0: the right one
    uint32_t lying_check;
    uint32_t lying_offset;
    uint32_t lying_length;
    struct text extra; // of the entry in the directory
    unsigned dos_date, dos_time;
};

struct zip_made {
    struct buffer bytes, directory;
    unsigned count;
};

static inline void put(struct buffer *b, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buffer_add_char(b, (char)(i < 8 ? value >> 8 * i : 0));
}

static inline struct buffer deflated(struct text content, int window)
{
    struct buffer b = {0};
    z_stream z = {0};

    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    b.capacity = deflateBound(&z, content.length) + 64;
    b.bytes = malloc(b.capacity);
    z.next_in = (Bytef *)(uintptr_t)content.data;
    z.avail_in = (uInt)content.length;
    z.next_out = (Bytef *)b.bytes;
    z.avail_out = (uInt)b.capacity;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    b.length = z.total_out;
    deflateEnd(&z);
    return b;
}

/* gzip data as the program gzip makes it. */
static inline struct buffer gzipped(struct text content)
{
    return deflated(content, 15 + 16);
}

static inline void zip_add(struct zip_made *zip, struct zip_member m)
{
    struct buffer packed = m.deflated ? deflated(m.content, -15) : (struct buffer){0};
    struct text data = m.deflated ? buffer_text(&packed) : m.content;
    uint32_t check = (uint32_t)crc32(0, (const Bytef *)m.content.data, (uInt)m.content.length);
    unsigned method = m.method ? m.method : m.deflated ? 8 : 0;
    size_t offset = zip->bytes.length, common = zip->directory.length;

    check = m.lying_check ? m.lying_check : check;
    buffer_add_string(&zip->directory, "PK\1\2");
    put(&zip->directory, 20, 2);
    common = zip->directory.length;
    put(&zip->directory, 20, 2);
    put(&zip->directory, m.flags, 2);
    put(&zip->directory, method, 2);
    put(&zip->directory, m.dos_time, 2);
    put(&zip->directory, m.dos_date, 2);
    put(&zip->directory, check, 4);
    put(&zip->directory, m.lying_length ? m.lying_length : data.length, 4);
    put(&zip->directory, m.lying_size ? m.lying_size : m.content.length, 4);
    put(&zip->directory, strlen(m.name), 2);
    put(&zip->bytes, 0x04034B50, 4);
    buffer_add(&zip->bytes, zip->directory.bytes + common, zip->directory.length - common);
    put(&zip->bytes, 0, 2);
    put(&zip->directory, m.extra.length, 2);
    put(&zip->directory, 0, 2 + 2 + 2 + 4);
    put(&zip->directory, m.lying_offset ? m.lying_offset : offset, 4);
    buffer_add_string(&zip->directory, m.name);
    buffer_add_text(&zip->directory, m.extra);
    buffer_add_string(&zip->bytes, m.name);
    buffer_add_text(&zip->bytes, data);
    buffer_free(&packed);
    zip->count++;
}

/* The directory and its end. */
static inline void zip_finish(struct zip_made *zip)
{
    size_t at = zip->bytes.length;

    buffer_add_text(&zip->bytes, buffer_text(&zip->directory));
    buffer_add_string(&zip->bytes, "PK\5\6");
    put(&zip->bytes, 0, 4);
    put(&zip->bytes, zip->count, 2);
    put(&zip->bytes, zip->count, 2);
    put(&zip->bytes, zip->directory.length, 4);
    put(&zip->bytes, at, 4);
    put(&zip->bytes, 0, 2);
    buffer_free(&zip->directory);
}

/* The bytes as an open file, which is removed at once. */
static inline struct packed_file *open_bytes(const char *name, struct text bytes)
{
    char path[] = "/tmp/poolmonviz_packed.XXXXXX";
    int handle = mkstemp(path);

    assert_true(handle >= 0);
    unlink(path);
    assert_int_equal(write(handle, bytes.data, bytes.length), (ssize_t)bytes.length);
    return packed_open_handle(name, (struct os_file){handle});
}

static inline struct packed_file *zip_open(struct zip_made *zip, const char *name)
{
    struct packed_file *file;

    zip_finish(zip);
    file = open_bytes(name, buffer_text(&zip->bytes));
    buffer_free(&zip->bytes);
    return file;
}

/* Reads a member in pieces of `step` bytes. False: err. */
static inline bool read_member(const struct packed_member *m, size_t step, bool allows_large, struct buffer *to,
                               struct warnings *warnings, struct error *err)
{
    struct bytes_place place = {.path = m->name, .member = m, .allows_large = allows_large, .warnings = warnings};
    struct bytes bytes;
    char *piece = malloc(step);
    size_t got = 1;
    bool ok = bytes_open(&bytes, place, err);

    while (ok && got) {
        ok = bytes_read(&bytes, piece, step, &got, err);
        if (ok && to)
            buffer_add(to, piece, got);
    }
    bytes_close(&bytes);
    free(piece);
    return ok;
}

#endif
