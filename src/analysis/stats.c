#include "analysis/stats.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/bits.h"
#include "base/memory.h"

void stats_add(struct tag_stats *s, size_t moment, size_t boot, amount value)
{
    assert(s->seen == 0 || moment > s->last_at);
    if (s->seen++ == 0) {
        s->first = s->peak = value;
        s->first_at = moment;
    } else if (boot > s->last_at) {
        s->fallen += s->last - value;
    }
    s->last_at = moment;
    s->last = value;
    s->sum += value;
    if (value > s->peak)
        s->peak = value;
    if (value != 0) {
        if (s->first_nonzero == 0)
            s->first_nonzero = value;
        s->last_nonzero = value;
    }
}

/* Adds the last value for each moment up to and including that one. */
static void stats_repeat(struct tag_stats *s, size_t moment)
{
    size_t more = moment - s->last_at;

    assert(s->seen > 0 && moment >= s->last_at);
    s->seen += more;
    s->sum += s->last * (amount)more;
    s->last_at = moment;
}

void stats_add_changes(struct tag_stats *stats, const struct walk_batch *batch, size_t moment, size_t boot)
{
    FOR_EACH_BIT(slot, batch->changed) {
        struct tag_stats *s = &stats[batch->first_tag + slot];

        if (batch->before >> slot & 1)
            stats_repeat(s, moment - 1);
        if (batch->known >> slot & 1)
            stats_add(s, moment, boot, batch->values[slot]);
    }
}

void stats_finish(struct tag_stats *stats, const struct store_walk *walk, size_t moments)
{
    for (size_t i = 0; i < store_walk_batches(walk); i++) {
        struct walk_batch batch = store_walk_batch(walk, i);

        FOR_EACH_BIT(slot, batch.known)
            stats_repeat(&stats[batch.first_tag + slot], moments - 1);
    }
}

struct tag_stats *stats_of_tags(const struct store *store, enum metric metric)
{
    size_t moments = store_moments(store);
    struct tag_stats *stats = memory_new(store_tags(store), sizeof *stats);
    struct store_walk *walk = store_walk_new(store, metric);

    for (size_t m = 0; m < moments; m++) {
        size_t boot = store_boot_of(store, m);

        store_walk_to(walk, m);
        for (size_t i = 0; i < store_walk_batches(walk); i++) {
            struct walk_batch batch = store_walk_batch(walk, i);

            stats_add_changes(stats, &batch, m, boot);
        }
    }
    stats_finish(stats, walk, moments);
    store_walk_free(walk);
    return stats;
}

struct tag_stats stats_of_total(const struct store *store, enum metric metric)
{
    size_t moments = store_moments(store);
    amount *totals = memory_new(moments, sizeof *totals);
    struct tag_stats stats = {0};

    store_totals(store, metric, totals);
    for (size_t m = 0; m < moments; m++)
        if (totals[m] != AMOUNT_MISSING)
            stats_add(&stats, m, store_boot_of(store, m), totals[m]);
    free(totals);
    return stats;
}

double stats_mean(const struct tag_stats *stats)
{
    return stats->seen ? (double)stats->sum / (double)stats->seen : NAN;
}

double stats_growth_percent(const struct tag_stats *stats)
{
    if (!stats->seen || stats->first <= 0)
        return NAN;
    return (double)(stats->last - stats->first) * 100 / (double)stats->first;
}
