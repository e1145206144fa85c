#include "leaks/leak_outlook.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "leaks/leak_bins.h"

#define GUESSED_MEMORY 10
#define LATELY 0.05 // last part of the capture, that the remaining memory is taken from

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Remaining bytes in one moment. False: unknown. */
static bool remaining_in(const struct moment_facts *facts, enum leak_limit limit, double *bytes)
{
    const int64_t *t = facts->totals;

    if (limit == LEAK_LIMIT_RAM) {
        *bytes = (double)t[TOTAL_AVAILABLE];
        return t[TOTAL_AVAILABLE] != TOTAL_UNKNOWN && t[TOTAL_AVAILABLE] >= 0;
    }
    if (t[TOTAL_COMMIT] == TOTAL_UNKNOWN || t[TOTAL_COMMIT_LIMIT] == TOTAL_UNKNOWN)
        return false;
    *bytes = t[TOTAL_COMMIT_LIMIT] > t[TOTAL_COMMIT] ? (double)(t[TOTAL_COMMIT_LIMIT] - t[TOTAL_COMMIT]) : 0;
    return true;
}

/* Its median over the end of the capture. */
static bool remaining_lately(const struct store *store, enum leak_limit limit, double *bytes)
{
    size_t moments = store_moments(store), known = 0;
    double *values = memory_new(moments, sizeof *values);
    int64_t last = store_time(store, moments - 1);
    double span = (double)(last - store_time(store, 0));

    for (size_t m = moments; m-- > 0 && (double)(last - store_time(store, m)) <= LATELY * span;)
        known += remaining_in(store_facts_of(store, m), limit, &values[known]);
    if (known > 0) {
        qsort(values, known, sizeof *values, by_value);
        *bytes = values[known / 2];
    }
    free(values);
    return known > 0;
}

/* The sum of the leaks' rates. */
static struct leak_rate sum_of_rates(const struct leaks *leaks)
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

/* Tags that lost are left out, so that no part is larger than the whole. */
static void find_gains(struct leaks *leaks)
{
    for (size_t i = 0; i < leaks->count; i++) {
        double gain = fmax(0, leaks->findings[i].gain.gain[LEAK_BYTES]);

        leaks->total_gain += gain;
        leaks->found_gain += leak_is_flagged(&leaks->findings[i]) ? gain : 0;
    }
}

static void find_exhaustion(const struct store *store, const struct leak_rate *rate, struct leaks *leaks)
{
    for (int limit = 0; limit < LEAK_LIMITS; limit++) {
        struct leak_exhaustion *e = &leaks->exhaustion[limit];

        if (!(rate->mean > 0) || !remaining_lately(store, (enum leak_limit)limit, &e->remaining))
            continue;
        e->known = true;
        e->days = e->remaining / rate->mean;
        e->low = e->remaining / rate->high;
        e->high = rate->low <= 0 ? INFINITY : e->remaining / rate->low;
    }
}

/* Bytes that the machine can hold: RAM, or what it can commit; where neither is known, a guess: ten times what all tags
 * have in the end. NaN: unknown. */
static double memory_of(const struct store *store, const struct leaks *leaks)
{
    static const enum total sizes[] = {TOTAL_RAM, TOTAL_COMMIT_LIMIT};
    double held = 0;

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t m = store_moments(store); m-- > 0;)
            if (store_facts_of(store, m)->totals[sizes[i]] > 0)
                return (double)store_facts_of(store, m)->totals[sizes[i]];
    for (size_t i = 0; i < leaks->count; i++)
        held += leaks->findings[i].gain.last[LEAK_BYTES];
    return held > 0 ? GUESSED_MEMORY * held : NAN;
}

/* By the rate; with blocks alone tested, by what it gained. */
static double bytes_a_day(const struct leaks *leaks, const struct leak_finding *f)
{
    double rate = f->rate[LEAK_BYTES].mean;

    return isnan(rate) ? f->gain.gain[LEAK_BYTES] / leaks->span * LEAK_DAY : rate;
}

static void find_outpacing(const struct store *store, struct leaks *leaks)
{
    double memory = memory_of(store, leaks);
    const struct leak_so_far *s = &leaks->so_far;

    if (s->snapshots) {
        double gain = leaks->count ? leaks->findings[0].gain.gain[LEAK_BYTES] : 0;

        leaks->outpacing = gain / s->seconds * LEAK_DAY / 2 > memory;
        return;
    }
    for (size_t i = 0; i < leaks->count; i++)
        leaks->outpacing +=
            leak_is_flagged(&leaks->findings[i]) && bytes_a_day(leaks, &leaks->findings[i]) / 2 > memory;
}

void leak_outlook(const struct store *store, struct leaks *leaks)
{
    const struct leak_so_far *s = &leaks->so_far;
    struct leak_rate rate = {NAN, NAN, NAN};

    if (store_moments(store) == 0)
        return;
    find_outpacing(store, leaks);
    if (!leaks->wanted[LEAK_BYTES])
        return;
    if (leaks->known[LEAK_BYTES]) {
        find_gains(leaks);
        rate = sum_of_rates(leaks);
        assert(rate.low <= rate.high);
        rate.mean = isfinite(rate.high) ? rate.mean : NAN;
    } else if (s->is_last_boot) {
        rate.mean = s->net / s->seconds * LEAK_DAY;
    }
    find_exhaustion(store, &rate, leaks);
}
