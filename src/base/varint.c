#include "base/varint.h"

#include <assert.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/require.h"

void varint_add(struct buffer *b, uint64_t value)
{
    require(b->length <= b->capacity);
    if (b->capacity - b->length < VARINT_BYTES_MAX)
        ARRAY_RESERVE(b->bytes, b->capacity, b->length + VARINT_BYTES_MAX);
    while (value >= 0x80) {
        b->bytes[b->length++] = (char)(value | 0x80);
        value >>= 7;
    }
    b->bytes[b->length++] = (char)value;
}

void varint_add_signed(struct buffer *b, int64_t value)
{
    varint_add(b, (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0));
}

uint64_t varint_read_long(struct varint_reader *r)
{
    uint64_t value = 0;

    assert(r->pos <= r->end);
    for (unsigned shift = 0; shift < 64 && r->pos < r->end && !r->failed; shift += 7) {
        unsigned char byte = *r->pos++;

        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
    r->failed = true;
    return 0;
}

struct text varint_read_bytes(struct varint_reader *r, uint64_t length)
{
    struct text bytes = {(const char *)r->pos, (size_t)length};

    require(r->pos <= r->end);
    if (r->failed || length > (uint64_t)(r->end - r->pos)) {
        r->failed = true;
        return (struct text){"", 0};
    }
    r->pos += length;
    return bytes;
}
