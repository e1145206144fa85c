#include "packed/inflate.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/require.h"

#define IN_BYTES ((size_t)1 << 16)
#define RAW_WINDOW (-MAX_WBITS) // deflate data without a heading of zlib's
#define MARK_1 0x1F
#define MARK_2 0x8B

/* Bits of the fourth byte of gzip data. */
enum { GZIP_HEAD_CHECK = 2, GZIP_EXTRA = 4, GZIP_NAME = 8, GZIP_COMMENT = 16 };

bool inflate_open(struct inflate *f, const void *first, size_t length, struct error *err)
{
    require(length <= INFLATE_FIRST_BYTES);
    if (inflateInit2(&f->z, RAW_WINDOW) != Z_OK)
        return error_set(err, "not enough memory to unpack");
    f->in = memory_new(IN_BYTES, 1);
    if (length)
        memcpy(f->in, first, length);
    f->z.next_in = f->in;
    f->z.avail_in = (uInt)length;
    f->state = f->is_gzip ? INFLATE_HEAD : INFLATE_BODY;
    return true;
}

void inflate_close(struct inflate *f)
{
    if (f->in)
        inflateEnd(&f->z);
    free(f->in);
    f->in = NULL;
}

/* Makes a packed byte available. False: there is none, or pull failed. */
static bool refill(struct inflate *f, struct error *err)
{
    size_t got = 0;

    if (f->z.avail_in)
        return true;
    f->has_failed = !f->pull(f->context, f->in, IN_BYTES, &got, err);
    f->z.next_in = f->in;
    f->z.avail_in = f->has_failed ? 0 : (uInt)got;
    return f->z.avail_in > 0;
}

/* The next packed byte; -1: there is none, or pull failed. */
static int next_byte(struct inflate *f, struct error *err)
{
    if (!refill(f, err))
        return -1;
    f->z.avail_in--;
    return *f->z.next_in++;
}

static bool skip(struct inflate *f, unsigned count, struct error *err)
{
    while (count && next_byte(f, err) >= 0)
        count--;
    return count == 0;
}

static bool skip_string(struct inflate *f, struct error *err)
{
    int byte;

    while ((byte = next_byte(f, err)) > 0)
        ;
    return byte == 0;
}

/* Little-endian. */
static bool read_number(struct inflate *f, int bytes, uint32_t *out, struct error *err)
{
    *out = 0;
    for (int i = 0; i < bytes; i++) {
        int byte = next_byte(f, err);

        if (byte < 0)
            return false;
        *out |= (uint32_t)byte << 8 * i;
    }
    return true;
}

static void end_with(struct inflate *f, unsigned fault)
{
    f->state = INFLATE_END;
    f->faults |= f->has_failed ? 0 : fault;
}

/* What the heading of a piece says is not needed, its length is. */
static bool skip_head(struct inflate *f, unsigned flags, struct error *err)
{
    uint32_t length;

    if (!skip(f, 6, err)) // time, kind of packing, system
        return false;
    if (flags & GZIP_EXTRA && !(read_number(f, 2, &length, err) && skip(f, length, err)))
        return false;
    if (flags & GZIP_NAME && !skip_string(f, err))
        return false;
    if (flags & GZIP_COMMENT && !skip_string(f, err))
        return false;
    return !(flags & GZIP_HEAD_CHECK) || skip(f, 2, err);
}

/* The heading of the next piece, if there is one. Tapes and disks fill up with zeros: these are not told. */
static void start_piece(struct inflate *f, struct error *err)
{
    int byte = next_byte(f, err), second, method, flags;

    while (f->is_later && byte == 0)
        byte = next_byte(f, err);
    if (byte < 0) {
        end_with(f, f->is_later ? 0 : INFLATE_CUT);
        return;
    }
    second = byte == MARK_1 ? next_byte(f, err) : 0;
    method = second == MARK_2 ? next_byte(f, err) : 0;
    flags = method == Z_DEFLATED ? next_byte(f, err) : 0;
    if (second < 0 || method < 0 || flags < 0) {
        end_with(f, INFLATE_CUT);
    } else if (method != Z_DEFLATED) {
        end_with(f, f->is_later ? INFLATE_FOLLOWED : INFLATE_DAMAGED);
    } else if (!skip_head(f, (unsigned)flags, err)) {
        end_with(f, INFLATE_CUT);
    } else {
        inflateReset(&f->z);
        f->check = f->size = 0;
        f->state = INFLATE_BODY;
    }
}

/* Compares with the checksum and size that were packed. */
static void end_piece(struct inflate *f, struct error *err)
{
    uint32_t check, size;

    if (!f->is_gzip) {
        end_with(f, f->has_wanted && f->check != f->wanted_check ? INFLATE_CHECKSUM : 0);
        return;
    }
    if (!read_number(f, 4, &check, err) || !read_number(f, 4, &size, err)) {
        end_with(f, INFLATE_CUT);
        return;
    }
    if (check != f->check || size != f->size)
        f->faults |= INFLATE_CHECKSUM;
    f->is_later = true;
    f->state = INFLATE_HEAD;
}

static void unpack_some(struct inflate *f, void *to, size_t capacity, size_t *got, struct error *err)
{
    uInt most = capacity < UINT_MAX ? (uInt)capacity : UINT_MAX;
    bool has_input = refill(f, err); // without it, zlib may still have output that did not fit the last time
    int result;

    if (f->has_failed) {
        end_with(f, 0);
        return;
    }
    f->z.next_out = to;
    f->z.avail_out = most;
    result = inflate(&f->z, Z_NO_FLUSH);
    *got = most - f->z.avail_out;
    f->check = (uint32_t)crc32(f->check, to, (uInt)*got);
    f->size += (uint32_t)*got;
    if (result == Z_STREAM_END)
        end_piece(f, err);
    else if (result != Z_OK && result != Z_BUF_ERROR)
        end_with(f, INFLATE_DAMAGED);
    else if (!has_input && *got == 0)
        end_with(f, INFLATE_CUT);
}

bool inflate_read(struct inflate *f, void *to, size_t capacity, size_t *got, struct error *err)
{
    *got = 0;
    while (*got == 0 && f->state != INFLATE_END && capacity) {
        if (f->state == INFLATE_HEAD)
            start_piece(f, err);
        else
            unpack_some(f, to, capacity, got, err);
    }
    return !f->has_failed;
}
