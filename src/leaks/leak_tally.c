#include "leaks/leak_tally.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/bits.h"
#include "base/calendar.h"
#include "base/memory.h"
#include "leaks/leak_timeline.h"

/* The moments of one boot. */
struct looked {
    const struct store *store;
    const size_t *moments; // borrowed; n, ascending
    size_t n;
};

/* One counter, by tag. */
struct calls {
    bool *seen;      // owned
    int64_t *before; // owned
    double *gained;  // owned; NaN: contradictory
};

/* Whether a tag that first appears in moment i of the boot had nothing before. */
static bool begins_at_zero(const struct looked *l, size_t i, enum metric metric)
{
    return i > 0 && store_is_complete(l->store, l->moments[i - 1], metric);
}

/* Adds the levels of one boot. `from` and `to`, by tag: NaN: not seen yet. */
static void read_levels(const struct looked *l, struct store_walk *walk, enum metric metric,
                        enum leak_quantity quantity, struct leak_gain *gains, double *from, double *to)
{
    for (size_t i = 0; i < l->n; i++) {
        bool at_zero = begins_at_zero(l, i, metric);

        store_walk_to(walk, l->moments[i]);
        for (size_t k = 0; k < store_walk_batches(walk); k++) {
            struct walk_batch batch = store_walk_batch(walk, k);

            FOR_EACH_BIT(slot, batch.known & (i ? batch.changed : UINT64_MAX)) {
                size_t tag = batch.first_tag + slot;
                double value = (double)batch.values[slot];

                if (isnan(to[tag])) {
                    from[tag] = gains[tag].boot_first[quantity] = at_zero ? 0 : value;
                    if (!gains[tag].is_known[quantity])
                        gains[tag].first[quantity] = at_zero ? NAN : value;
                    gains[tag].is_known[quantity] = true;
                }
                to[tag] = value;
            }
        }
    }
}

/* Tags that were there and are not in the last moment. */
static void end_levels(const struct looked *l, const struct store_walk *walk, enum metric metric, double *to)
{
    size_t tags = store_tags(l->store);

    if (!store_is_complete(l->store, l->moments[l->n - 1], metric))
        return;
    for (size_t k = 0; k < store_walk_batches(walk); k++) {
        struct walk_batch batch = store_walk_batch(walk, k);

        FOR_EACH_BIT(slot, ~batch.known)
            if (batch.first_tag + slot < tags && !isnan(to[batch.first_tag + slot]))
                to[batch.first_tag + slot] = 0;
    }
}

static void tally_levels(const struct looked *l, enum metric metric, enum leak_quantity quantity,
                         struct leak_gain *gains)
{
    size_t tags = store_tags(l->store);
    double *from = memory_new(tags, sizeof *from), *to = memory_new(tags, sizeof *to);
    struct store_walk *walk = store_walk_new(l->store, metric);

    for (size_t tag = 0; tag < tags; tag++)
        to[tag] = NAN;
    read_levels(l, walk, metric, quantity, gains, from, to);
    end_levels(l, walk, metric, to);
    for (size_t tag = 0; tag < tags; tag++) {
        if (isnan(to[tag]))
            continue;
        gains[tag].last[quantity] = to[tag];
        gains[tag].gain[quantity] += to[tag] - from[tag];
    }
    store_walk_free(walk);
    free(from);
    free(to);
}

static double unwrapped(int64_t before, int64_t now)
{
    amount gained = (amount)now - before;

    gained += gained < 0 ? (amount)1 << 32 : 0;
    return gained < 0 ? NAN : (double)gained;
}

static void read_calls(const struct looked *l, struct store_walk *walk, enum metric metric, struct calls *c)
{
    for (size_t i = 0; i < l->n; i++) {
        bool at_zero = begins_at_zero(l, i, metric);

        store_walk_to(walk, l->moments[i]);
        for (size_t k = 0; k < store_walk_batches(walk); k++) {
            struct walk_batch batch = store_walk_batch(walk, k);

            FOR_EACH_BIT(slot, batch.known & (i ? batch.changed : UINT64_MAX)) {
                size_t tag = batch.first_tag + slot;
                int64_t now = (int64_t)batch.values[slot];

                if (c->seen[tag] || at_zero)
                    c->gained[tag] += unwrapped(c->before[tag], now);
                c->seen[tag] = true;
                c->before[tag] = now;
            }
        }
    }
}

static struct calls calls_of(const struct looked *l, enum counter counter, enum metric metric)
{
    size_t tags = store_tags(l->store);
    struct calls c = {memory_new(tags, sizeof *c.seen), memory_new(tags, sizeof *c.before),
                      memory_new(tags, sizeof *c.gained)};
    struct store_walk *walk = store_walk_new_counter(l->store, counter);

    read_calls(l, walk, metric, &c);
    store_walk_free(walk);
    return c;
}

static void calls_free(struct calls *c)
{
    free(c->seen);
    free(c->before);
    free(c->gained);
}

static void tally_calls(const struct looked *l, enum counter allocs, enum counter frees, enum metric metric,
                        struct leak_gain *gains)
{
    unsigned both = COUNTER_BIT(allocs) | COUNTER_BIT(frees);
    struct calls a, f;

    if ((store_counters(l->store) & both) != both)
        return;
    a = calls_of(l, allocs, metric);
    f = calls_of(l, frees, metric);
    for (size_t tag = 0; tag < store_tags(l->store); tag++) {
        if (!a.seen[tag] || !f.seen[tag])
            continue;
        gains[tag].knows_calls = true;
        gains[tag].allocs += a.gained[tag];
        gains[tag].frees += f.gained[tag];
    }
    calls_free(&a);
    calls_free(&f);
}

static void tally_boot(const struct looked *l, const struct leak_bins *bins, struct leak_gain *gains)
{
    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++)
        if (bins->known[quantity])
            tally_levels(l, bins->metric[quantity], (enum leak_quantity)quantity, gains);
    tally_calls(l, PAGED_ALLOCS, PAGED_FREES, PAGED_DIFF, gains);
    tally_calls(l, NONPAGED_ALLOCS, NONPAGED_FREES, NONPAGED_DIFF, gains);
}

/* The boots that verdicts are made of. */
static void tally_judged(const struct store *store, const struct leak_bins *bins, const struct leak_timeline *t,
                         struct leak_gain *gains)
{
    size_t next = 0;

    for (size_t first = 0, n; first < t->count && next < bins->boot_count; first += n) {
        for (n = 1; first + n < t->count && t->boots[first + n] == t->boots[first]; n++)
            continue;
        if (t->moments[first] != bins->boots[next].first)
            continue;
        tally_boot(&(struct looked){store, t->moments + first, n}, bins, gains);
        next++;
    }
}

static bool is_any_known(const struct store *store, const struct leak_bins *bins, size_t moment)
{
    unsigned counters = store_counters_of(store, moment);

    return (bins->known[LEAK_COUNTS] && metric_uses(bins->metric[LEAK_COUNTS], counters)) ||
           (bins->known[LEAK_BYTES] && metric_uses(bins->metric[LEAK_BYTES], counters));
}

/* Writes the moments of the last boot that has two, and returns their number; 0: no boot has. */
static size_t last_boot(const struct store *store, const struct leak_bins *bins, size_t since, size_t *moments)
{
    size_t end = store_moments(store);

    while (end > since) {
        size_t first = store_boot_of(store, end - 1), n = 0;

        for (size_t m = first < since ? since : first; m < end; m++)
            if (is_any_known(store, bins, m))
                moments[n++] = m;
        if (n >= 2)
            return n;
        end = first;
    }
    return 0;
}

/* Moments of the capture's last boot that count for a verdict. */
static size_t count_last(const struct store *store, const struct leak_timeline *t)
{
    size_t first = store_moments(store) ? store_boot_of(store, store_moments(store) - 1) : 0, n = 0;

    for (size_t i = 0; i < t->count; i++)
        n += t->moments[i] >= first;
    return n;
}

/* How long until the last boot has enough snapshots, and is a large enough part of the capture. */
static double seconds_to_verdict(const struct leak_so_far *s, const struct leak_bins *bins)
{
    double by_count = (double)s->missing * s->interval;
    double span = s->is_last_boot ? s->seconds : 0;
    double by_span = (LEAK_SPAN_SHARE_MIN * bins->span - span) / (1 - LEAK_SPAN_SHARE_MIN);

    return fmax(by_count, by_span);
}

static void describe(const struct store *store, const struct leak_bins *bins, const struct leak_timeline *t,
                     const struct looked *l, struct leaks *found)
{
    struct leak_so_far *s = &found->so_far;
    size_t last = store_moments(store) - 1, counted = count_last(store, t);
    int64_t interval_us;

    s->snapshots = l->n;
    s->missing = counted < LEAK_MOMENTS_MIN ? LEAK_MOMENTS_MIN - counted : 0;
    s->is_last_boot = l->moments[0] >= store_boot_of(store, last);
    s->first_us = store_time(store, l->moments[0]);
    s->last_us = store_time(store, l->moments[l->n - 1]);
    s->seconds = (double)(s->last_us - s->first_us) / (double)SECOND_US;
    s->weight = found->wanted[LEAK_BYTES] ? LEAK_BYTES : LEAK_COUNTS;
    if (store_is_numbered(store, &interval_us) && interval_us == 0)
        s->seconds = NAN;
    s->interval = s->seconds / (double)(l->n - 1);
    s->seconds_to_verdict = seconds_to_verdict(s, bins);
}

/* Those that gained most first, those of which nothing is known last. */
static int by_gain(const void *a, const void *b, enum leak_quantity weight)
{
    const struct leak_finding *x = a, *y = b;
    const struct leak_gain *g = &x->gain, *h = &y->gain;

    if (g->is_known[weight] != h->is_known[weight])
        return g->is_known[weight] ? -1 : 1;
    if (g->gain[weight] != h->gain[weight])
        return g->gain[weight] > h->gain[weight] ? -1 : 1;
    return (x->tag > y->tag) - (x->tag < y->tag);
}

static int by_blocks(const void *a, const void *b)
{
    return by_gain(a, b, LEAK_COUNTS);
}

static int by_bytes(const void *a, const void *b)
{
    return by_gain(a, b, LEAK_BYTES);
}

static void weigh(struct leaks *found)
{
    struct leak_so_far *s = &found->so_far;

    qsort(found->findings, found->count, sizeof *found->findings, s->weight == LEAK_BYTES ? by_bytes : by_blocks);
    for (size_t i = 0; i < found->count; i++) {
        double gain = found->findings[i].gain.gain[s->weight];

        s->net += gain;
        s->gained += gain > 0 ? gain : 0;
    }
}

void leak_tally(const struct store *store, const struct leak_bins *bins, size_t since_moment, struct leaks *found)
{
    struct leak_gain *gains = memory_new(bins->tags, sizeof *gains);
    size_t *moments = memory_new(store_moments(store), sizeof *moments);
    struct leak_timeline t = leak_timeline_of(store, bins->known, bins->metric, since_moment);
    struct looked last = {store, moments, bins->boot_count ? 0 : last_boot(store, bins, since_moment, moments)};

    if (last.n) {
        describe(store, bins, &t, &last, found);
        tally_boot(&last, bins, gains);
    } else {
        tally_judged(store, bins, &t, gains);
    }
    for (size_t i = 0; i < found->count; i++)
        found->findings[i].gain = gains[found->findings[i].tag];
    if (last.n)
        weigh(found);
    leak_timeline_free(&t);
    free(moments);
    free(gains);
}
