/* page_entries.c - the tags of the page, in order of growth, and their columns of statistics.
 *
 *     entry   0 TOTAL   1 MmSt   2 NtFs ...      tags: index in the store; of: the entry of a tag of the store
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/buckets.h"
#include "base/memory.h"
#include "base/varint.h"
#include "model/tag.h"
#include "views/page/pack.h"
#include "views/page/page_internal.h"

struct candidate {
    struct text name;
    size_t tag;
    bool seen;
    amount growth;
};

static int by_growth(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->seen != y->seen)
        return x->seen ? -1 : 1;
    if (x->growth != y->growth)
        return x->growth > y->growth ? -1 : 1;
    return text_compare(x->name, y->name);
}

void page_entries_make(struct page_entries *e, const struct store *store, const struct tag_stats *stats)
{
    size_t tags = store_tags(store), count = 0;
    struct candidate *candidates = memory_new(tags, sizeof *candidates);

    for (size_t tag = 0; tag < tags; tag++) {
        const struct tag_stats *s = &stats[tag];

        if (store_has(store, tag) && !text_equal(store_tag_name(store, tag), text_of(TAG_TOTAL)))
            candidates[count++] =
                (struct candidate){store_tag_name(store, tag), tag, s->seen != 0, s->seen ? s->last - s->first : 0};
    }
    qsort(candidates, count, sizeof *candidates, by_growth);
    e->count = count + 1;
    e->tags = memory_new(e->count, sizeof *e->tags);
    e->of = memory_new(tags + 1, sizeof *e->of);
    for (size_t tag = 0; tag < tags; tag++)
        e->of[tag] = SIZE_MAX;
    e->tags[0] = tags;
    for (size_t i = 0; i < count; i++) {
        e->tags[i + 1] = candidates[i].tag;
        e->of[candidates[i].tag] = i + 1;
    }
    free(candidates);
}

void page_entries_free(struct page_entries *e)
{
    free(e->tags);
    free(e->of);
    for (int m = 0; m < METRICS; m++) {
        free(e->stats[m]);
        free(e->totals[m]);
    }
}

struct text page_entry_name(const struct report_page *page, size_t entry)
{
    assert(entry < page->entries.count);
    return entry == 0 ? text_of(TAG_TOTAL) : store_tag_name(page->store, page->entries.tags[entry]);
}

static int64_t in_thousandths(double mean)
{
    double value = isnan(mean) ? 0 : round(mean * 1000);

    return value >= 9e18    ? INT64_C(9000000000000000000)
           : value <= -9e18 ? -INT64_C(9000000000000000000)
                            : (int64_t)value;
}

static int64_t column_of(const struct tag_stats *s, int column)
{
    switch (column) {
    case 0:
        return (int64_t)s->seen;
    case 1:
        return (int64_t)s->first_at;
    case 2:
        return (int64_t)s->last_at;
    case 3:
        return bucket_value(s->first);
    case 4:
        return bucket_value(s->last);
    case 5:
        return bucket_value(s->peak);
    case 6:
        return in_thousandths(stats_mean(s));
    default:
        return bucket_value(s->fallen);
    }
}

void page_add_stats(struct buffer *b, const struct report_page *page)
{
    const struct page_entries *e = &page->entries;

    for (int m = 0; m < METRICS; m++) {
        struct buffer bytes = {0}, name = {0};

        if (!e->stats[m])
            continue;
        for (int column = 0; column < 8; column++)
            for (size_t i = 0; i < e->count; i++) {
                const struct tag_stats *s = &e->stats[m][e->tags[i]];
                int64_t value = s->seen ? column_of(s, column) : 0;

                if (column < 3)
                    varint_add(&bytes, (uint64_t)value);
                else
                    varint_add_signed(&bytes, value);
            }
        buffer_printf(&name, "stats-%s%c", metric_name((enum metric)m), '\0');
        pack_add_block(b, name.bytes, &bytes);
        buffer_free(&bytes);
        buffer_free(&name);
    }
}
