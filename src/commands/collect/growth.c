#include "commands/collect/growth.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/quantity.h"
#include "model/tag.h"

static int64_t bytes_of(const struct pool_row *row)
{
    uint64_t sum = 0;

    for (int c = PAGED_BYTES; c <= NONPAGED_BYTES; c++)
        if (row->known >> c & 1)
            sum += (uint64_t)row->value[c];
    return (int64_t)sum;
}

void growth_watch(struct growth *g, const struct snapshot *snapshot)
{
    g->most = 0;
    for (size_t i = 0; i < snapshot->count; i++) {
        size_t known = g->tags.count, tag = map_intern(&g->tags, snapshot_text_of(snapshot, snapshot->rows[i].tag));
        int64_t bytes = bytes_of(&snapshot->rows[i].values);

        ARRAY_RESERVE(g->first, g->capacity, tag + 1);
        if (tag == known)
            g->first[tag] = bytes;
        if (bytes - g->first[tag] > g->most) {
            g->most = bytes - g->first[tag];
            g->top = tag;
        }
    }
}

void growth_free(struct growth *g)
{
    map_free(&g->tags);
    free(g->first);
    *g = (struct growth){0};
}

void growth_add_sentence(const struct growth *g, struct buffer *b)
{
    if (g->most <= 0)
        return;
    buffer_add_string(b, ", most grown: ");
    tag_add_shown(b, map_name(&g->tags, g->top));
    buffer_add_char(b, ' ');
    quantity_add(b, (double)g->most, (struct quantity){.is_bytes = true, .is_signed = true});
}
