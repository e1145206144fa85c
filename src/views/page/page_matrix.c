/* page_matrix.c - which tags the correlation matrix of the page covers, and its cells as signed bytes. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "views/page/pack.h"
#include "views/page/page_internal.h"

#define UNDEFINED (-128) // r of a cell

struct mover {
    size_t index; // in report->cluster
    double movement;
};

static int by_movement(const void *a, const void *b)
{
    const struct mover *x = a, *y = b;

    if (x->movement != y->movement)
        return x->movement > y->movement ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

static size_t tag_at(const struct report_page *page, size_t index)
{
    size_t tag = page->report->everything.tags[page->report->cluster[index]];

    return tag == SIZE_MAX ? store_tags(page->store) : tag;
}

/* The larger of growth and peak, both relative to the first value. TOTAL always stays. */
static double movement_of(const struct report_page *page, size_t index)
{
    size_t tag = tag_at(page, index);
    const struct tag_stats *s = &page->entries.stats[page->report->metric][tag];

    if (tag == store_tags(page->store))
        return INFINITY;
    return s->seen ? fmax(fabs((double)(s->last - s->first)), (double)(s->peak - s->first)) : 0;
}

void page_choose_matrix(struct report_page *page)
{
    size_t all = page->report->cluster_count, count = all < page->level.in_matrix ? all : page->level.in_matrix;
    struct mover *movers = memory_new(all, sizeof *movers);
    bool *chosen = memory_new(all, sizeof *chosen);

    assert(page->entries.stats[page->report->metric]); // set by page_add_series
    for (size_t i = 0; i < all; i++)
        movers[i] = (struct mover){i, movement_of(page, i)};
    qsort(movers, all, sizeof *movers, by_movement);
    for (size_t i = 0; i < count; i++)
        chosen[movers[i].index] = true;
    free(page->order);
    page->order = memory_new(count, sizeof *page->order);
    page->order_count = 0;
    for (size_t i = 0; i < all; i++)
        if (chosen[i])
            page->order[page->order_count++] = i;
    free(chosen);
    free(movers);
}

void page_add_matrix(struct buffer *b, const struct report_page *page)
{
    const struct report_matrix *m = &page->report->everything;
    size_t n = page->order_count;
    signed char *row = memory_new(n, 1);
    struct buffer bytes = {0};

    assert(page->level.steps > 0 && page->level.steps <= 127); // cells are signed bytes
    for (size_t i = 0; i < n; i++) {
        const double *r = m->r + page->report->cluster[page->order[i]] * m->count;

        for (size_t j = i + 1; j < n; j++) {
            double value = r[page->report->cluster[page->order[j]]];

            row[j] = (signed char)(isnan(value) ? UNDEFINED : lround(value * page->level.steps));
        }
        if (i + 1 < n)
            buffer_add(&bytes, row + i + 1, n - i - 1);
    }
    pack_add_block(b, "matrix", &bytes);
    buffer_free(&bytes);
    free(row);
}
