#include "analysis/buckets.h"

#include <stdlib.h>

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
           : value > BUCKET_MOST   ? BUCKET_MOST
           : value < -BUCKET_MOST  ? -BUCKET_MOST
                                   : (int64_t)value;
}

static void put(struct buckets *b, size_t series, size_t moment, size_t bucket, amount value)
{
    int64_t v = bucket_value(value), *least = &b->least[series * b->count + bucket],
            *greatest = &b->greatest[series * b->count + bucket];

    if (*least == BUCKET_GAP || v < *least)
        *least = v;
    if (v > *greatest) // BUCKET_GAP is below all
        *greatest = v;
    stats_add(&b->stats[series], moment, value);
}

static void put_moment(struct buckets *b, const struct store *store, size_t moment, enum measure measure, size_t bucket)
{
    amount values[STORE_STRETCH], total = 0;
    size_t first;
    uint64_t known;

    for (size_t i = 0; store_stretch(store, moment, i, measure, values, &first, &known); i++)
        for (; known; known &= known - 1) {
            size_t slot = (size_t)__builtin_ctzll(known);

            put(b, first + slot, moment, bucket, values[slot]);
            total += values[slot];
        }
    b->total[moment] = BUCKET_GAP;
    if (!store_is_whole(store, moment, measure))
        return;
    b->total[moment] = bucket_value(total);
    put(b, b->series - 1, moment, bucket, total);
}

void buckets_make(struct buckets *b, const struct store *store, enum measure measure, const size_t *starts,
                  size_t count)
{
    size_t moments = store_moments(store);

    *b = (struct buckets){.count = count, .series = store_tags(store) + 1, .is_exact = count == moments};
    b->least = memory_new(b->series, count * sizeof *b->least);
    b->greatest = memory_new(b->series, count * sizeof *b->greatest);
    b->stats = memory_new(b->series, sizeof *b->stats);
    b->total = memory_new(moments, sizeof *b->total);
    for (size_t i = 0; i < b->series * count; i++)
        b->least[i] = b->greatest[i] = BUCKET_GAP;
    for (size_t bucket = 0; bucket < count; bucket++)
        for (size_t m = starts[bucket]; m < (bucket + 1 < count ? starts[bucket + 1] : moments); m++)
            put_moment(b, store, m, measure, bucket);
}

void buckets_free(struct buckets *b)
{
    free(b->least);
    free(b->greatest);
    free(b->stats);
    free(b->total);
}
