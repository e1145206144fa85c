#include "views/svg/raster.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/memory.h"

static void put32(unsigned char *to, uint32_t value)
{
    to[0] = (unsigned char)(value >> 24);
    to[1] = (unsigned char)(value >> 16);
    to[2] = (unsigned char)(value >> 8);
    to[3] = (unsigned char)value;
}

static void add_chunk(struct buffer *out, const char *kind, const void *data, size_t length)
{
    unsigned char number[4];
    uLong check = crc32(crc32(0, (const Bytef *)kind, 4), data, (uInt)length);

    put32(number, (uint32_t)length);
    buffer_add(out, number, 4);
    buffer_add(out, kind, 4);
    buffer_add(out, data, length);
    put32(number, (uint32_t)check);
    buffer_add(out, number, 4);
}

/* Each line of a PNG begins with its filter: 0, none. */
static unsigned char *filtered(const struct raster *r, size_t *length)
{
    size_t line = (size_t)r->width + 1;
    unsigned char *lines = memory_new(r->height, line);

    for (size_t y = 0; y < r->height; y++)
        memcpy(lines + y * line + 1, r->pixels + y * r->width, r->width);
    *length = line * r->height;
    return lines;
}

void raster_add_png(struct buffer *out, const struct raster *raster)
{
    static const unsigned char signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    unsigned char head[13] = {[8] = 8, [9] = 3}; // 8 bits, indexed
    size_t length;
    unsigned char *lines = filtered(raster, &length), *packed;
    uLongf packed_length = compressBound((uLong)length);

    packed = memory_new(packed_length, 1);
    compress2(packed, &packed_length, lines, (uLong)length, 6); // cannot fail: compressBound is enough
    put32(head, raster->width);
    put32(head + 4, raster->height);
    buffer_add(out, signature, sizeof signature);
    add_chunk(out, "IHDR", head, sizeof head);
    add_chunk(out, "PLTE", raster->palette, 256 * 3);
    add_chunk(out, "IDAT", packed, packed_length);
    add_chunk(out, "IEND", "", 0);
    free(packed);
    free(lines);
}
