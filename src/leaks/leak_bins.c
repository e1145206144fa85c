#include "leaks/leak_bins.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/memory.h"
#include "leaks/leak_finding.h"
#include "leaks/leak_timeline.h"

#define BINS_MAX 48 // of a boot of less than DAILY_BINS_FROM days
#define BINS_MIN 8
#define DAILY_BINS_FROM 28   // days
#define WEEKLY_BINS_FROM 200 // days
#define WEEKLY_BINS_MAX 200
#define TURN_TAGS 16 // whose columns stay in the cache

/* The moments of one boot in the store. */
struct boot_moments {
    const struct store *store;
    const size_t *moments; // borrowed; n
    const double *seconds; // borrowed; n
    size_t n;
    size_t *bin_of; // owned; n
};

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median_spacing(const double *seconds, size_t n)
{
    double *gaps = memory_new(n, sizeof *gaps), median;

    for (size_t i = 0; i + 1 < n; i++)
        gaps[i] = seconds[i + 1] - seconds[i];
    qsort(gaps, n - 1, sizeof *gaps, by_value);
    median = (n - 1) % 2 ? gaps[(n - 1) / 2] : (gaps[(n - 1) / 2 - 1] + gaps[(n - 1) / 2]) / 2;
    free(gaps);
    return median;
}

/* Number of bins of a boot; `per_day` as in struct leak_boot. */
static size_t count_bins(const double *seconds, size_t n, size_t *per_day)
{
    double span = seconds[n - 1] - seconds[0], days = span / LEAK_DAY;
    size_t most = n < BINS_MAX ? n : BINS_MAX, counted;
    double m, spacing;

    *per_day = 0;
    if (days >= WEEKLY_BINS_FROM)
        return (size_t)(days / 7 / ceil(days / 7 / WEEKLY_BINS_MAX));
    if (days >= DAILY_BINS_FROM)
        return (size_t)days;
    if (days < 1.5 || n <= 16)
        return most;
    m = rint((double)most * LEAK_DAY / span);
    m = m < 1 ? 1 : m;
    spacing = median_spacing(seconds, n);
    while (m > 1 && LEAK_DAY / m < spacing)
        m--;
    *per_day = (size_t)m;
    counted = (size_t)(span * m / LEAK_DAY);
    return counted < BINS_MIN ? BINS_MIN : counted;
}

/* Writes the bin of each moment, and the bins' times. Bins without a moment are dropped. */
static void place_moments(struct leak_boot *boot, struct boot_moments *m, size_t bins)
{
    const double *seconds = m->seconds;
    size_t n = m->n;
    double start = seconds[0], end = seconds[n - 1] + 1e-6, step = (end - start) / (double)bins;
    size_t edge = 0, last = 0;
    size_t *counts = memory_new(bins, sizeof *counts);

    boot->times = memory_new(bins, sizeof *boot->times);
    for (size_t i = 0; i < n; i++) {
        while (edge + 1 < bins && (double)(edge + 1) * step + start <= seconds[i])
            edge++;
        if (i == 0 || last != edge)
            boot->bins++;
        last = edge;
        m->bin_of[i] = boot->bins - 1;
        boot->times[boot->bins - 1] += seconds[i];
        counts[boot->bins - 1]++;
    }
    for (size_t i = 0; i < boot->bins; i++)
        boot->times[i] /= (double)counts[i];
    free(counts);
}

/* Sums while the store is read. */
struct sums {
    size_t tags;
    double *now[LEAK_QUANTITIES]; // owned; by tag: the last value
    double *all[LEAK_QUANTITIES]; // owned; by tag: the sum over all moments
    double *bins;                 // owned; bin by bin, by tag: of one boot and quantity
    size_t *seen; // owned; by tag: its first moment in the boot, from 0; the boot's number of moments: none
};

/* Updates s->now with what changed since the previous moment; in a boot's first moment, with all values. */
static void read_moment(struct sums *s, struct store_walk *walk, size_t moment, size_t in_boot,
                        enum leak_quantity quantity)
{
    store_walk_to(walk, moment);
    for (size_t i = 0; i < store_walk_batches(walk); i++) {
        struct walk_batch batch = store_walk_batch(walk, i);

        FOR_EACH_BIT(slot, batch.known & (in_boot ? batch.changed : UINT64_MAX)) {
            size_t tag = batch.first_tag + slot;
            amount v = batch.values[slot];

            if (s->seen[tag] > in_boot)
                s->seen[tag] = in_boot;
            s->now[quantity][tag] = v == (int64_t)v ? (double)(int64_t)v : (double)v;
        }
    }
}

/* `base`: values of the boot's first moment. */
static void add_moment(double *sums, double *all, const double *now, const double *base, size_t tags)
{
    for (size_t i = 0; i < tags; i++) {
        sums[i] += now[i] - base[i];
        all[i] += now[i];
    }
}

/* Transposes bin by bin to tag by tag, and divides sums by counts. */
static void transpose(const double *sums, const size_t *counts, size_t tags, size_t bins, double *out)
{
    for (size_t first = 0; first < tags; first += TURN_TAGS)
        for (size_t b = 0; b < bins; b++)
            for (size_t tag = first; tag < tags && tag < first + TURN_TAGS; tag++)
                out[tag * bins + b] = sums[b * tags + tag] / (double)counts[b];
}

static void find_first_bins(struct leak_boot *boot, const struct sums *s, const struct boot_moments *m)
{
    boot->first_bin = memory_new(s->tags, sizeof *boot->first_bin);
    for (size_t tag = 0; tag < s->tags; tag++) {
        size_t bin = 0, seen = s->seen[tag];

        if (seen == m->n) {
            bin = boot->bins;
        } else if (seen > 0) {
            while (bin < boot->bins && boot->times[bin] < m->seconds[seen])
                bin++;
            bin++;
        }
        boot->first_bin[tag] = bin;
    }
}

static void read_quantity(struct leak_boot *boot, struct sums *s, const struct boot_moments *m, enum metric metric,
                          enum leak_quantity quantity)
{
    size_t *counts = memory_new(boot->bins, sizeof *counts);
    double *base = memory_new(s->tags, sizeof *base);
    struct store_walk *walk = store_walk_new(m->store, metric);

    memset(s->now[quantity], 0, s->tags * sizeof **s->now);
    s->bins = memory_new(boot->bins, s->tags * sizeof *s->bins);
    for (size_t i = 0; i < m->n; i++) {
        read_moment(s, walk, m->moments[i], i, quantity);
        if (i == 0)
            memcpy(base, s->now[quantity], s->tags * sizeof *base);
        counts[m->bin_of[i]]++;
        add_moment(s->bins + m->bin_of[i] * s->tags, s->all[quantity], s->now[quantity], base, s->tags);
    }
    boot->values[quantity] = memory_new(s->tags, boot->bins * sizeof(double));
    transpose(s->bins, counts, s->tags, boot->bins, boot->values[quantity]);
    boot->start_levels[quantity] = base;
    store_walk_free(walk);
    free(s->bins);
    free(counts);
}

/* Adds each tag's calls since the previous moment; counters are 32 bits and wrap. */
static void add_calls(const struct store_walk *walk, bool is_first, int64_t *before, double *sums)
{
    for (size_t i = 0; i < store_walk_batches(walk); i++) {
        struct walk_batch batch = store_walk_batch(walk, i);

        FOR_EACH_BIT(slot, batch.known & (is_first ? UINT64_MAX : batch.changed)) {
            size_t tag = batch.first_tag + slot;
            int64_t value = (int64_t)batch.values[slot];
            amount gained = (amount)value - before[tag];

            gained += gained < 0 ? (amount)1 << 32 : 0;
            sums[tag] += !is_first && gained > 0 ? (double)gained : 0;
            before[tag] = value;
        }
    }
}

/* Calls between two moments belong to the bin of the second. */
static void read_calls(struct leak_boot *boot, const struct sums *s, const struct boot_moments *m)
{
    int64_t *before = memory_new(s->tags, sizeof *before);
    double *seconds = memory_new(boot->bins, sizeof *seconds);
    double *calls = memory_new(boot->bins, s->tags * sizeof *calls);
    struct store_walk *walk = store_walk_new_calls(m->store);

    for (size_t i = 0; i < m->n; i++) {
        double *sums = calls + m->bin_of[i] * s->tags;

        seconds[m->bin_of[i]] += i ? m->seconds[i] - m->seconds[i - 1] : 0;
        store_walk_to(walk, m->moments[i]);
        add_calls(walk, i == 0, before, sums);
    }
    store_walk_free(walk);
    boot->calls = memory_new(s->tags, boot->bins * sizeof *boot->calls);
    for (size_t b = 0; b < boot->bins; b++)
        for (size_t tag = 0; tag < s->tags; tag++)
            boot->calls[tag * boot->bins + b] = seconds[b] > 0 ? calls[b * s->tags + tag] / seconds[b] : 0;
    for (size_t tag = 0; seconds[0] <= 0 && boot->bins > 1 && tag < s->tags; tag++)
        boot->calls[tag * boot->bins] = boot->calls[tag * boot->bins + 1];
    free(before);
    free(seconds);
    free(calls);
}

static struct leak_boot read_boot(struct sums *s, struct boot_moments m, const struct leak_bins *b)
{
    struct leak_boot boot = {.first = m.moments[0], .last = m.moments[m.n - 1]};
    size_t bins;

    boot.start = m.seconds[0];
    boot.span = m.seconds[m.n - 1] - m.seconds[0];
    bins = count_bins(m.seconds, m.n, &boot.per_day);
    assert(bins > 0);
    boot.bin_seconds = boot.span / (double)bins;
    m.bin_of = memory_new(m.n, sizeof *m.bin_of);
    place_moments(&boot, &m, bins);
    for (size_t tag = 0; tag < s->tags; tag++)
        s->seen[tag] = m.n;
    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++)
        if (b->known[quantity])
            read_quantity(&boot, s, &m, b->metric[quantity], (enum leak_quantity)quantity);
    if (b->knows_calls)
        read_calls(&boot, s, &m);
    find_first_bins(&boot, s, &m);
    free(m.bin_of);
    return boot;
}

static void boot_free(struct leak_boot *boot)
{
    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++) {
        free(boot->values[quantity]);
        free(boot->start_levels[quantity]);
    }
    free(boot->calls);
    free(boot->times);
    free(boot->first_bin);
}

/* A capture may lack a pool, or a quantity. */
static bool find_metric(const struct store *store, enum leak_quantity quantity, enum metric *out)
{
    static const enum metric counts[] = {TOTAL_DIFF, NONPAGED_DIFF, PAGED_DIFF};
    static const enum metric bytes[] = {TOTAL_USED_BYTES, NONPAGED_USED_BYTES, PAGED_USED_BYTES};
    unsigned counters = store_counters(store);

    for (size_t i = 0; i < 3; i++) {
        *out = quantity == LEAK_COUNTS ? counts[i] : bytes[i];
        if (metric_uses(*out, counters))
            return true;
    }
    return false;
}

static void find_units(struct leak_bins *b, const struct sums *s, size_t moments)
{
    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++)
        b->units[quantity] = memory_new(b->tags, sizeof *b->units[quantity]);
    for (size_t tag = 0; tag < b->tags; tag++) {
        double live = s->all[LEAK_COUNTS][tag] / (double)moments, bytes = s->all[LEAK_BYTES][tag] / (double)moments;
        double size = b->known[LEAK_COUNTS] ? bytes / (live > 1e-9 ? live : 1e-9) : 1;

        b->units[LEAK_COUNTS][tag] = 1;
        b->units[LEAK_BYTES][tag] = size > 1 ? size : 1;
    }
}

/* Reads every boot, and keeps those that are long enough. */
static void read_boots(struct leak_bins *b, struct sums *s, const struct store *store, const struct leak_timeline *t)
{
    b->boots = memory_new(t->boot_count, sizeof *b->boots);
    for (size_t first = 0, n; first < t->count; first += n) {
        struct boot_moments m = {.store = store, .moments = t->moments + first, .seconds = t->seconds + first};
        struct leak_boot boot;

        for (n = 1; first + n < t->count && t->boots[first + n] == t->boots[first]; n++)
            continue;
        m.n = n;
        boot = read_boot(s, m, b);
        if (n >= LEAK_MOMENTS_MIN && boot.span > 0 && boot.span >= LEAK_SPAN_SHARE_MIN * b->span)
            b->boots[b->boot_count++] = boot;
        else
            boot_free(&boot);
    }
}

void leak_bins_make(struct leak_bins *bins, const struct store *store, size_t since_moment)
{
    struct leak_bins b = {.tags = store_tags(store)};
    struct sums s = {.tags = b.tags, .seen = memory_new(b.tags, sizeof *s.seen)};
    struct leak_timeline t;

    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++) {
        b.known[quantity] = find_metric(store, (enum leak_quantity)quantity, &b.metric[quantity]);
        s.now[quantity] = memory_new(b.tags, sizeof(double));
        s.all[quantity] = memory_new(b.tags, sizeof(double));
    }
    b.knows_calls = store_counters(store) & (COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(NONPAGED_ALLOCS));
    t = leak_timeline_of(store, b.known, b.metric, since_moment);
    b.moments = t.count;
    b.start_us = t.count ? store_time(store, t.moments[0]) : 0;
    b.all_boots = t.boot_count;
    b.span = t.count ? t.seconds[t.count - 1] : 0;
    read_boots(&b, &s, store, &t);
    find_units(&b, &s, t.count ? t.count : 1);
    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++) {
        free(s.now[quantity]);
        free(s.all[quantity]);
    }
    free(s.seen);
    leak_timeline_free(&t);
    *bins = b;
}

void leak_bins_free(struct leak_bins *bins)
{
    for (size_t i = 0; i < bins->boot_count; i++)
        boot_free(&bins->boots[i]);
    free(bins->boots);
    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++)
        free(bins->units[quantity]);
    *bins = (struct leak_bins){0};
}

size_t leak_bins_most(const struct leak_bins *bins)
{
    size_t most = 0;

    for (size_t i = 0; i < bins->boot_count; i++)
        most = bins->boots[i].bins > most ? bins->boots[i].bins : most;
    return most;
}

double leak_level(const struct leak_boot *boot, enum leak_quantity quantity, size_t tag, bool at_end)
{
    const double *y = leak_series(boot, quantity, tag);
    size_t eighth = boot->bins / 8 ? boot->bins / 8 : 1;
    double sum = 0;

    assert(boot->values[quantity] && eighth <= boot->bins);
    for (size_t i = 0; i < eighth; i++)
        sum += y[at_end ? boot->bins - 1 - i : i];
    return sum / (double)eighth + boot->start_levels[quantity][tag];
}
