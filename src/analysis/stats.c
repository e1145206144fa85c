#include "analysis/stats.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

void stats_add(struct tag_stats *s, size_t moment, amount value)
{
    if (s->seen++ == 0) {
        s->first = s->peak = value;
        s->first_at = moment;
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

struct tag_stats *stats_of_tags(const struct store *store, enum measure measure)
{
    size_t tags = store_tags(store), moments = store_moments(store);
    struct tag_stats *stats = memory_new(tags, sizeof *stats);
    amount values[STORE_STRETCH];
    size_t first;
    uint64_t known;

    for (size_t m = 0; m < moments; m++)
        for (size_t i = 0; store_stretch(store, m, i, measure, values, &first, &known); i++)
            for (size_t slot = 0; slot < STORE_STRETCH; slot++)
                if (known >> slot & 1)
                    stats_add(&stats[first + slot], m, values[slot]);
    return stats;
}

struct tag_stats stats_of_total(const struct store *store, enum measure measure)
{
    struct tag_stats stats = {0};

    for (size_t m = 0; m < store_moments(store); m++) {
        amount total = store_total(store, m, measure);

        if (total != AMOUNT_MISSING)
            stats_add(&stats, m, total);
    }
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
