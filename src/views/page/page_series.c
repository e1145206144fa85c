/* page_series.c - the blocks of series: every tag over buckets, selected tags over moments, and the times.
 *
 *     series-TYPE-N    entries 64 N to 64 N + 63 of one metric, over buckets
 *     detail-E         entry E at every moment, all metrics
 *     times            UTC of every moment, and the offset of local time
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/buckets.h"
#include "base/calendar.h"
#include "base/memory.h"
#include "base/varint.h"
#include "views/page/pack.h"
#include "views/page/page_internal.h"

#define BLOCK 64 // series in a block, which are decoded together

const enum metric page_types[METRICS] = {TOTAL_USED_BYTES, TOTAL_DIFF,       NONPAGED_USED_BYTES,
                                         NONPAGED_DIFF,    PAGED_USED_BYTES, PAGED_DIFF};

static enum metric total_of_kind(enum metric metric)
{
    return metric_of(POOL_BOTH, metric_is_bytes(metric));
}

bool page_is_first(const struct report_page *page, enum metric metric)
{
    return metric == total_of_kind(metric) || metric_pool(metric) == metric_pool(page->report->metric);
}

static struct pack_series series_at(const struct buckets *b, size_t series)
{
    return (struct pack_series){b->least + series * b->count, b->is_exact ? NULL : b->greatest + series * b->count,
                                b->count};
}

static void add_blocks(struct buffer *b, const struct report_page *page, enum metric metric,
                       const struct buckets *buckets, const struct buckets *like)
{
    const struct page_entries *e = &page->entries;

    for (size_t first = 0; first < e->count; first += BLOCK) {
        struct buffer bytes = {0}, name = {0};
        struct pack_parts parts = {0};

        for (size_t i = first; i < first + BLOCK && i < e->count; i++) {
            struct pack_series same = like ? series_at(like, e->tags[i]) : (struct pack_series){0};

            pack_add_series(&parts, series_at(buckets, e->tags[i]), like ? &same : NULL);
        }
        pack_end_parts(&parts, &bytes);
        buffer_printf(&name, "series-%s-%zu%c", metric_name(metric), first / BLOCK, '\0');
        pack_add_block(b, name.bytes, &bytes);
        buffer_free(&bytes);
        buffer_free(&name);
    }
}

bool page_knows(const struct report_page *page, enum metric metric)
{
    return metric_uses(metric, store_counters(page->store)) != 0;
}

/* Keeps the stats of whole series, frees the buckets. */
static void keep_stats(struct report_page *page, enum metric metric, struct buckets *buckets)
{
    free(page->entries.stats[metric]);
    page->entries.stats[metric] = buckets->stats;
    free(page->entries.totals[metric]);
    page->entries.totals[metric] = buckets->total;
    buckets->stats = NULL;
    buckets->total = NULL;
    buckets_free(buckets);
}

static void add_kind(struct buffer *first, struct buffer *others, struct report_page *page, bool bytes)
{
    enum metric total = bytes ? TOTAL_USED_BYTES : TOTAL_DIFF;
    bool has_total = page_knows(page, total);
    struct buckets like;

    if (has_total) {
        buckets_make(&like, page->store, total, page->starts, page->bucket_count);
        add_blocks(first, page, total, &like, NULL);
    }
    for (int m = 0; m < METRICS; m++) {
        enum metric metric = (enum metric)m;
        struct buckets buckets;

        if (metric_is_bytes(metric) != bytes || metric == total || !page_knows(page, metric))
            continue;
        buckets_make(&buckets, page->store, metric, page->starts, page->bucket_count);
        add_blocks(page_is_first(page, metric) ? first : others, page, metric, &buckets, has_total ? &like : NULL);
        keep_stats(page, metric, &buckets);
    }
    if (has_total)
        keep_stats(page, total, &like);
}

void page_add_series(struct buffer *first, struct buffer *others, struct report_page *page)
{
    add_kind(first, others, page, true);
    add_kind(first, others, page, false);
}

/* Entry 0 is TOTAL. A metric without counters is all gaps. */
static void fill_detail(const struct report_page *page, size_t entry, enum metric metric, amount *amounts, int64_t *out)
{
    size_t moments = store_moments(page->store);
    bool knows = page_knows(page, metric);

    if (knows && entry == 0) {
        memcpy(out, page->entries.totals[metric], moments * sizeof *out);
        return;
    }
    if (knows)
        store_series(page->store, page->entries.tags[entry], metric, amounts);
    for (size_t i = 0; i < moments; i++)
        out[i] = knows ? bucket_value(amounts[i]) : BUCKET_GAP;
}

void page_add_details(struct buffer *b, const struct report_page *page)
{
    size_t moments = store_moments(page->store);
    amount *amounts = memory_new(moments, sizeof *amounts);
    int64_t *values = memory_new(moments, METRICS * sizeof *values);

    for (size_t d = 0; d < page->detail_count; d++) {
        struct buffer bytes = {0}, name = {0};
        struct pack_parts parts = {0};

        assert(page->details[d] < page->entries.count);
        for (int m = 0; m < METRICS; m++)
            fill_detail(page, page->details[d], (enum metric)m, amounts, values + (size_t)m * moments);
        for (int i = 0; i < METRICS; i++) {
            enum metric metric = page_types[i], total = total_of_kind(metric);
            struct pack_series series = {values + (size_t)metric * moments, NULL, moments};
            struct pack_series like = {values + (size_t)total * moments, NULL, moments};

            pack_add_series(&parts, series, metric == total ? NULL : &like);
        }
        pack_end_parts(&parts, &bytes);
        buffer_printf(&name, "detail-%zu%c", page->details[d], '\0');
        pack_add_block(b, name.bytes, &bytes);
        buffer_free(&bytes);
        buffer_free(&name);
    }
    free(values);
    free(amounts);
}

void page_add_times(struct buffer *b, const struct report_page *page)
{
    struct buffer bytes = {0};
    int64_t before = 0;
    size_t local_moments = store_knows_local(page->store) ? store_moments(page->store) : 0;

    for (size_t m = 0; m < store_moments(page->store); m++) {
        int64_t milliseconds = store_time(page->store, m) / 1000;

        varint_add_signed(&bytes, milliseconds - before);
        before = milliseconds;
    }
    before = 0;
    for (size_t m = 0; m < local_moments; m++) {
        int64_t offset = (store_local(page->store, m) - store_time(page->store, m)) / SECOND_US;

        varint_add_signed(&bytes, offset - before);
        before = offset;
    }
    pack_add_block(b, "times", &bytes);
    buffer_free(&bytes);
}
