#include "views/page/pack.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/memory.h"
#include "base/varint.h"

enum series_kind { SERIES_UNKNOWN, SERIES_CONSTANT, SERIES_ALIKE, SERIES_VALUES };

/* Every value is offset + step x k. */
struct grid {
    int64_t offset;
    uint64_t step;
    size_t known;
    bool varies;
};

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

static uint64_t distance(int64_t a, int64_t b)
{
    return a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;
}

static void grid_add(struct grid *grid, int64_t value)
{
    uint64_t difference;

    if (grid->known++ == 0)
        grid->offset = value;
    difference = distance(value, grid->offset);
    if (difference == 0)
        return;
    grid->varies = true;
    if (grid->step == 0 || difference % grid->step)
        grid->step = common_divisor(difference, grid->step);
}

static struct grid grid_of(struct pack_series s)
{
    struct grid grid = {0};

    for (size_t i = 0; i < s.count; i++)
        if (s.least[i] != PACK_GAP) {
            grid_add(&grid, s.least[i]);
            if (s.greatest && s.greatest[i] != s.least[i])
                grid_add(&grid, s.greatest[i]);
        }
    if (grid.step == 0)
        grid.step = 1;
    return grid;
}

static void add_values(struct buffer *b, struct pack_series s, struct grid grid)
{
    int64_t last = 0;

    assert(grid.known && grid.step);
    varint_add(b, grid.step);
    varint_add_signed(b, grid.offset);
    for (size_t i = 0; i < s.count; i++) {
        int64_t k;

        if (s.least[i] == PACK_GAP) {
            varint_add(b, 0);
            continue;
        }
        k = (s.least[i] - grid.offset) / (int64_t)grid.step;
        varint_add(b, 1 + (k >= last ? (uint64_t)(k - last) * 2 : (uint64_t)(last - k) * 2 - 1));
        last = k;
    }
    for (size_t i = 0; s.greatest && i < s.count; i++)
        if (s.least[i] != PACK_GAP)
            varint_add(b, distance(s.greatest[i], s.least[i]) / grid.step);
}

static bool is_like(struct pack_series s, const struct pack_series *like)
{
    return like && memcmp(s.least, like->least, s.count * sizeof *s.least) == 0 &&
           (!s.greatest || memcmp(s.greatest, like->greatest, s.count * sizeof *s.greatest) == 0);
}

void pack_add_series(struct pack_parts *parts, struct pack_series s, const struct pack_series *like)
{
    struct grid grid = grid_of(s);
    struct buffer *b = &parts->series;
    size_t before = b->length;

    if (grid.known == 0) {
        buffer_add_char(b, SERIES_UNKNOWN);
    } else if (!grid.varies && grid.known == s.count) {
        buffer_add_char(b, SERIES_CONSTANT);
        varint_add_signed(b, grid.offset);
    } else if (is_like(s, like)) {
        buffer_add_char(b, SERIES_ALIKE);
    } else {
        buffer_add_char(b, SERIES_VALUES);
        add_values(b, s, grid);
    }
    varint_add(&parts->lengths, b->length - before);
}

void pack_end_parts(struct pack_parts *parts, struct buffer *b)
{
    buffer_add_text(b, buffer_text(&parts->lengths));
    buffer_add_text(b, buffer_text(&parts->series));
    buffer_free(&parts->lengths);
    buffer_free(&parts->series);
}

void pack_add_deflated(struct buffer *b, const void *bytes, size_t length)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)bytes, .avail_in = (uInt)length};
    unsigned char *packed;

    /* Level 6 would make a page 1/60 smaller and writing it 1/10 slower. */
    if (deflateInit2(&z, 4, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        abort(); // fails only when out of memory
    packed = memory_new(deflateBound(&z, (uLong)length), 1);
    z.next_out = packed;
    z.avail_out = (uInt)deflateBound(&z, (uLong)length);
    deflate(&z, Z_FINISH); // cannot fail: deflateBound is enough
    buffer_add_base64(b, packed, z.total_out);
    deflateEnd(&z);
    free(packed);
}

void pack_add_block(struct buffer *b, const char *name, const struct buffer *bytes)
{
    buffer_printf(b, "<script type=\"text/plain\" id=\"block-%s\">", name);
    pack_add_deflated(b, bytes->bytes ? bytes->bytes : "", bytes->length);
    buffer_add_string(b, "</script>\n");
}
