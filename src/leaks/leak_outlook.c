#include <math.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "leaks/leak_together.h"

#define LATELY 0.05 // the part of the capture that tells how much is left

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* What is left of one moment; negative: not known. */
static double left_in(const struct moment_facts *facts, enum leak_limit limit)
{
    const int64_t *t = facts->totals;

    if (limit == LEAK_LIMIT_RAM)
        return t[TOTAL_AVAILABLE] == TOTAL_UNKNOWN ? -1 : (double)t[TOTAL_AVAILABLE];
    if (t[TOTAL_COMMIT] == TOTAL_UNKNOWN || t[TOTAL_COMMIT_LIMIT] == TOTAL_UNKNOWN)
        return -1;
    return t[TOTAL_COMMIT_LIMIT] > t[TOTAL_COMMIT] ? (double)(t[TOTAL_COMMIT_LIMIT] - t[TOTAL_COMMIT]) : 0;
}

/* Its median over the last twentieth of the capture. */
static bool left_lately(const struct store *store, enum leak_limit limit, double *left)
{
    size_t moments = store_moments(store), known = 0;
    double *values = memory_new(moments, sizeof *values);
    int64_t last = store_time(store, moments - 1);
    double span = (double)(last - store_time(store, 0));

    for (size_t m = moments; m-- > 0 && (double)(last - store_time(store, m)) <= LATELY * span;) {
        double value = left_in(store_facts_of(store, m), limit);

        if (value >= 0)
            values[known++] = value;
    }
    if (known > 0) {
        qsort(values, known, sizeof *values, by_value);
        *left = values[known / 2];
    }
    free(values);
    return known > 0;
}

/* What leaks, together; tags in lockstep err together, so their errors are added and not only their squares. */
static struct leak_rate rate_of_all(const struct leaks *leaks)
{
    bool *grouped = memory_new(leaks->count, sizeof *grouped);
    double rate = 0, squares = 0, half;

    for (size_t i = 0; i < leaks->group_count; i++) {
        double together = 0;

        for (size_t k = 0; k < leaks->groups[i].count; k++) {
            const struct leak_rate *r = &leaks->findings[leaks->groups[i].members[k]].rate[LEAK_BYTES];

            grouped[leaks->groups[i].members[k]] = true;
            together += r->high - r->mean;
        }
        squares += together * together;
    }
    for (size_t i = 0; i < leaks->count; i++) {
        const struct leak_rate *r = &leaks->findings[i].rate[LEAK_BYTES];

        if (!leak_is_flagged(&leaks->findings[i]))
            continue;
        rate += r->mean;
        squares += grouped[i] ? 0 : (r->high - r->mean) * (r->high - r->mean);
    }
    free(grouped);
    half = sqrt(squares);
    return (struct leak_rate){rate, rate - half, rate + half};
}

static void find_gains(const struct leak_blocks *blocks, struct leaks *leaks)
{
    for (size_t i = 0; i < leaks->count; i++)
        for (size_t b = 0; b < blocks->boot_count; b++) {
            size_t tag = leaks->findings[i].tag;
            double gain = leak_level(&blocks->boots[b], LEAK_BYTES, tag, true) -
                          leak_level(&blocks->boots[b], LEAK_BYTES, tag, false);

            leaks->total_gain += gain;
            leaks->found_gain += leak_is_flagged(&leaks->findings[i]) ? gain : 0;
        }
}

void leak_outlook(const struct store *store, const struct leak_blocks *blocks, struct leaks *leaks)
{
    struct leak_rate rate;

    if (!leaks->known[LEAK_BYTES])
        return;
    find_gains(blocks, leaks);
    rate = rate_of_all(leaks);
    for (int limit = 0; limit < LEAK_LIMITS; limit++) {
        struct leak_exhaustion *e = &leaks->exhaustion[limit];

        if (!(rate.mean > 0) || !isfinite(rate.high) || !left_lately(store, (enum leak_limit)limit, &e->remaining))
            continue;
        e->known = true;
        e->days = e->remaining / rate.mean;
        e->low = e->remaining / rate.high;
        e->high = rate.low > 0 ? e->remaining / rate.low : INFINITY;
    }
}

unsigned leaks_caveats(const struct leaks *leaks)
{
    return (leaks->moments < LEAK_SNAPSHOTS_WANTED ? LEAK_FEW_SNAPSHOTS : 0) |
           (leaks->boots_used == 0 ? LEAK_NO_BOOT : 0) | (leaks->span < LEAK_DAYS_WANTED * LEAK_DAY ? LEAK_NO_DAY : 0) |
           (leaks->is_settling ? LEAK_SETTLING : 0);
}

int64_t leaks_enough_at(const struct leaks *leaks)
{
    double missing = (double)LEAK_SNAPSHOTS_WANTED - (double)leaks->moments;
    double seconds = missing > 0 ? missing * leaks->interval : 0;
    double more = LEAK_DAYS_WANTED * LEAK_DAY - leaks->span;

    seconds = more > seconds ? more : seconds;
    return leaks->last_us + (int64_t)rint(seconds * (double)SECOND_US);
}
