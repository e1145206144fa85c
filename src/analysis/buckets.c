#include "analysis/buckets.h"

#include <assert.h>
#include <stdlib.h>

#include "base/bits.h"
#include "base/memory.h"

size_t *buckets_starts(size_t moments, size_t most, size_t *count)
{
    size_t *starts = memory_new(moments < most ? moments : most, sizeof *starts);

    *count = moments < most ? moments : most;
    for (size_t i = 0; i < *count; i++)
        starts[i] = (size_t)((double)i * (double)moments / (double)*count);
    return starts;
}

int64_t bucket_value(amount value)
{
    return value == AMOUNT_MISSING ? BUCKET_GAP
           : value > BUCKET_MAX    ? BUCKET_MAX
           : value < -BUCKET_MAX   ? -BUCKET_MAX
                                   : (int64_t)value;
}

static void put(struct buckets *b, size_t series, size_t bucket, amount value)
{
    int64_t v = bucket_value(value), *least = &b->least[series * b->count + bucket],
            *greatest = &b->greatest[series * b->count + bucket];

    if (*least == BUCKET_GAP || v < *least)
        *least = v;
    if (v > *greatest) // BUCKET_GAP is below all
        *greatest = v;
}

/* Unchanged values are in the bucket already, unless it is new. */
static void put_batch(struct buckets *b, const struct walk_batch *batch, size_t bucket, bool is_new)
{
    FOR_EACH_BIT(slot, is_new ? batch->known : batch->known & batch->changed) {
        put(b, batch->first_tag + slot, bucket, batch->values[slot]);
    }
}

static void put_total(struct buckets *b, size_t moment, size_t boot, size_t bucket, amount total)
{
    b->total[moment] = bucket_value(total);
    if (total == AMOUNT_MISSING)
        return;
    put(b, b->series - 1, bucket, total);
    stats_add(&b->stats[b->series - 1], moment, boot, total);
}

static void put_moment(struct buckets *b, struct store_walk *walk, size_t moment, size_t boot, size_t bucket,
                       bool is_new)
{
    store_walk_to(walk, moment);
    for (size_t i = 0; i < store_walk_batches(walk); i++) {
        struct walk_batch batch = store_walk_batch(walk, i);

        put_batch(b, &batch, bucket, is_new);
        stats_add_changes(b->stats, &batch, moment, boot);
    }
}

void buckets_make(struct buckets *b, const struct store *store, enum metric metric, const size_t *starts, size_t count)
{
    size_t moments = store_moments(store);
    struct store_walk *walk = store_walk_new(store, metric);

    assert(count <= moments && (count == 0 || starts[0] == 0));
    *b = (struct buckets){.count = count, .series = store_tags(store) + 1, .is_exact = count == moments};
    b->least = memory_new(b->series, count * sizeof *b->least);
    b->greatest = memory_new(b->series, count * sizeof *b->greatest);
    b->stats = memory_new(b->series, sizeof *b->stats);
    b->total = memory_new(moments, sizeof *b->total);
    for (size_t i = 0; i < b->series * count; i++)
        b->least[i] = b->greatest[i] = BUCKET_GAP;
    for (size_t bucket = 0; bucket < count; bucket++)
        for (size_t m = starts[bucket]; m < (bucket + 1 < count ? starts[bucket + 1] : moments); m++) {
            size_t boot = store_boot_of(store, m);

            put_moment(b, walk, m, boot, bucket, m == starts[bucket]);
            put_total(b, m, boot, bucket, store_is_complete(store, m, metric) ? store_walk_sum(walk) : AMOUNT_MISSING);
        }
    stats_finish(b->stats, walk, moments);
    store_walk_free(walk);
}

void buckets_free(struct buckets *b)
{
    free(b->least);
    free(b->greatest);
    free(b->stats);
    free(b->total);
}
