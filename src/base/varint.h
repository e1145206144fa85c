/* varint.h - integers of variable length: seven bits a byte, lowest first, the top bit set in all but the last
 * (LEB128).
 *
 * Signed numbers, such as deltas, are zig-zag encoded (0, -1, 1, -2 ... as 0, 1, 2, 3 ...), so that small ones are
 * short.
 */
#ifndef BASE_VARINT_H
#define BASE_VARINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

#define VARINT_BYTES_MAX 10

void varint_add(struct buffer *b, uint64_t value);
void varint_add_signed(struct buffer *b, int64_t value);

/* `failed` is set at the first number that is truncated or too large; it and all that follow read as 0. */
struct varint_reader {
    const unsigned char *pos, *end; // borrowed
    bool failed;
};

/* For varint_read: a number of several bytes. */
uint64_t varint_read_long(struct varint_reader *reader);

/* Inline, because most numbers are one byte. */
static inline uint64_t varint_read(struct varint_reader *reader)
{
    return reader->pos < reader->end && *reader->pos < 0x80 && !reader->failed ? *reader->pos++
                                                                               : varint_read_long(reader);
}

static inline int64_t varint_read_signed(struct varint_reader *reader)
{
    uint64_t value = varint_read(reader);

    return (int64_t)(value >> 1 ^ (0 - (value & 1)));
}

/* The next `length` bytes, borrowed; an empty text and `failed` when there are fewer. */
struct text varint_read_bytes(struct varint_reader *reader, uint64_t length);

#endif
