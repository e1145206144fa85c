/* varint.h - whole numbers in as few bytes as they need: seven bits a byte, lowest first, the top bit says "more".
 *
 * Differences are written zig-zag (0, -1, 1, -2 ... as 0, 1, 2, 3 ...), so that small ones of either sign are short.
 */
#ifndef BASE_VARINT_H
#define BASE_VARINT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

#define VARINT_BYTES_MAX 10

void varint_add(struct buffer *b, uint64_t value);
void varint_add_signed(struct buffer *b, int64_t value);

/* Bytes being read; `failed` once a number did not end in time, and every number after it is 0. */
struct varint_reader {
    const unsigned char *at, *end; // borrowed
    bool failed;
};

/* Of several bytes: for varint_read. */
uint64_t varint_read_long(struct varint_reader *reader);

/* Most numbers are one byte. */
static inline uint64_t varint_read(struct varint_reader *reader)
{
    return reader->at < reader->end && *reader->at < 0x80 && !reader->failed ? *reader->at++ : varint_read_long(reader);
}

static inline int64_t varint_read_signed(struct varint_reader *reader)
{
    uint64_t value = varint_read(reader);

    return (int64_t)(value >> 1 ^ (0 - (value & 1)));
}

/* The next `length` bytes, or an empty text and `failed` when there are not so many. */
struct text varint_read_bytes(struct varint_reader *reader, uint64_t length);

#endif
