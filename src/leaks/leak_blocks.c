#include "leaks/leak_blocks.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/calendar.h"
#include "base/memory.h"

#define BLOCKS_USUAL 48
#define BLOCKS_LEAST 8
#define MOMENTS_LEAST 8
#define SPAN_SHARE_LEAST 0.08  // of the capture, for a boot to count
#define DAILY_BLOCKS_FROM 28   // days
#define WEEKLY_BLOCKS_FROM 200 // days
#define WEEKLY_BLOCKS_MOST 200
#define TURN_TAGS 16 // whose columns stay in the cache

/* The moments that are used, and the boots they belong to. */
struct timeline {
    size_t *moments; // owned
    double *seconds; // owned; from the first
    size_t *boots;   // owned; number of the boot of each
    size_t count, boot_count;
};

/* False for copied screens: they show the first rows only, so that no snapshot is complete. */
static bool is_ever_complete(const struct store *store, enum metric metric)
{
    for (size_t m = 0; m < store_moments(store); m++)
        if (store_is_complete(store, m, metric))
            return true;
    return false;
}

/* Moments in which the quantities are known. The first one of a boot must be complete, where any is: a tag that it
 * lacks would look like a jump later. */
static struct timeline timeline_of(const struct store *store, const struct leak_blocks *b, size_t since_moment)
{
    size_t all = store_moments(store), starts, boot = 0, next = 0;
    bool known, begins = true, wants_complete[LEAK_QUANTITIES];
    const size_t *boots = store_reboots(store, &starts, &known);
    struct timeline t = {.moments = memory_new(all, sizeof *t.moments),
                         .seconds = memory_new(all, sizeof *t.seconds),
                         .boots = memory_new(all, sizeof *t.boots)};

    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++)
        wants_complete[quantity] = b->known[quantity] && is_ever_complete(store, b->metric[quantity]);
    for (size_t m = 0; m < all; m++) {
        unsigned counters = store_counters_of(store, m);
        bool usable = m >= since_moment;

        if (next < starts && boots[next] == m) {
            next++;
            begins = true;
        }
        for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++) {
            usable &= !b->known[quantity] || metric_uses(b->metric[quantity], counters) != 0;
            usable &= !begins || !wants_complete[quantity] || store_is_complete(store, m, b->metric[quantity]);
        }
        if (!usable)
            continue;
        boot += begins && t.count > 0;
        begins = false;
        t.moments[t.count] = m;
        t.boots[t.count] = boot;
        t.seconds[t.count] = (double)(store_time(store, m) - store_time(store, t.moments[0])) / (double)SECOND_US;
        t.count++;
    }
    t.boot_count = t.count ? boot + 1 : 0;
    return t;
}

static void timeline_free(struct timeline *t)
{
    free(t->moments);
    free(t->seconds);
    free(t->boots);
}

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

/* Number of blocks of a boot; `per_day` as in struct leak_boot. */
static size_t count_blocks(const double *seconds, size_t n, size_t *per_day)
{
    double span = seconds[n - 1] - seconds[0], days = span / LEAK_DAY;
    size_t usual = n < BLOCKS_USUAL ? n : BLOCKS_USUAL, counted;
    double m, spacing;

    *per_day = 0;
    if (days >= WEEKLY_BLOCKS_FROM)
        return (size_t)(days / 7 / ceil(days / 7 / WEEKLY_BLOCKS_MOST));
    if (days >= DAILY_BLOCKS_FROM)
        return (size_t)days;
    if (days < 1.5 || n <= 16)
        return usual;
    m = rint((double)usual * LEAK_DAY / span);
    m = m < 1 ? 1 : m;
    spacing = median_spacing(seconds, n);
    while (m > 1 && LEAK_DAY / m < spacing)
        m--;
    *per_day = (size_t)m;
    counted = (size_t)(span * m / LEAK_DAY);
    return counted < BLOCKS_LEAST ? BLOCKS_LEAST : counted;
}

/* Writes the block of each of the boot's n moments, and the blocks' times. Blocks without a moment are dropped. */
static void place_moments(struct leak_boot *boot, const double *seconds, size_t n, size_t blocks, size_t *block_of)
{
    double start = seconds[0], end = seconds[n - 1] + 1e-6, step = (end - start) / (double)blocks;
    size_t edge = 0, last = 0;
    size_t *counts = memory_new(blocks, sizeof *counts);

    boot->times = memory_new(blocks, sizeof *boot->times);
    for (size_t i = 0; i < n; i++) {
        assert(i == 0 || seconds[i] >= seconds[i - 1]); // 1 us apart round to the same after 500 years
        while (edge + 1 < blocks && (double)(edge + 1) * step + start <= seconds[i])
            edge++;
        if (i == 0 || last != edge)
            boot->blocks++;
        last = edge;
        block_of[i] = boot->blocks - 1;
        boot->times[boot->blocks - 1] += seconds[i];
        counts[boot->blocks - 1]++;
    }
    for (size_t i = 0; i < boot->blocks; i++)
        boot->times[i] /= (double)counts[i];
    free(counts);
}

/* Sums while the store is read. */
struct sums {
    size_t tags;
    double *now[LEAK_QUANTITIES]; // owned; by tag: the last value
    double *all[LEAK_QUANTITIES]; // owned; by tag: the sum over all moments
    double *blocks;               // owned; block by block, by tag: of one boot and quantity
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

/* Transposes block by block to tag by tag, and divides sums by counts. */
static void transpose(const double *sums, const size_t *counts, size_t tags, size_t blocks, double *out)
{
    for (size_t first = 0; first < tags; first += TURN_TAGS)
        for (size_t b = 0; b < blocks; b++)
            for (size_t tag = first; tag < tags && tag < first + TURN_TAGS; tag++)
                out[tag * blocks + b] = sums[b * tags + tag] / (double)counts[b];
}

static void find_first_blocks(struct leak_boot *boot, const struct sums *s, const double *seconds, size_t n)
{
    boot->first_block = memory_new(s->tags, sizeof *boot->first_block);
    for (size_t tag = 0; tag < s->tags; tag++) {
        size_t block = 0, seen = s->seen[tag];

        if (seen == n) {
            block = boot->blocks;
        } else if (seen > 0) {
            while (block < boot->blocks && boot->times[block] < seconds[seen])
                block++;
            block++;
        }
        boot->first_block[tag] = block;
    }
}

static void read_quantity(struct leak_boot *boot, struct sums *s, const struct store *store, const struct timeline *t,
                          size_t first, size_t n, const size_t *block_of, enum metric metric,
                          enum leak_quantity quantity)
{
    size_t *counts = memory_new(boot->blocks, sizeof *counts);
    double *base = memory_new(s->tags, sizeof *base);
    struct store_walk *walk = store_walk_new(store, metric);

    memset(s->now[quantity], 0, s->tags * sizeof **s->now);
    s->blocks = memory_new(boot->blocks, s->tags * sizeof *s->blocks);
    for (size_t i = 0; i < n; i++) {
        read_moment(s, walk, t->moments[first + i], i, quantity);
        if (i == 0)
            memcpy(base, s->now[quantity], s->tags * sizeof *base);
        counts[block_of[i]]++;
        add_moment(s->blocks + block_of[i] * s->tags, s->all[quantity], s->now[quantity], base, s->tags);
    }
    boot->values[quantity] = memory_new(s->tags, boot->blocks * sizeof(double));
    transpose(s->blocks, counts, s->tags, boot->blocks, boot->values[quantity]);
    boot->start_levels[quantity] = base;
    store_walk_free(walk);
    free(s->blocks);
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

/* Calls between two moments belong to the block of the second. */
static void read_calls(struct leak_boot *boot, struct sums *s, const struct store *store, const struct timeline *t,
                       size_t first, size_t n, const size_t *block_of)
{
    int64_t *before = memory_new(s->tags, sizeof *before);
    double *seconds = memory_new(boot->blocks, sizeof *seconds);
    double *calls = memory_new(boot->blocks, s->tags * sizeof *calls);
    struct store_walk *walk = store_walk_new_calls(store);

    for (size_t i = 0; i < n; i++) {
        double *sums = calls + block_of[i] * s->tags;

        seconds[block_of[i]] += i ? t->seconds[first + i] - t->seconds[first + i - 1] : 0;
        store_walk_to(walk, t->moments[first + i]);
        add_calls(walk, i == 0, before, sums);
    }
    store_walk_free(walk);
    boot->calls = memory_new(s->tags, boot->blocks * sizeof *boot->calls);
    for (size_t b = 0; b < boot->blocks; b++)
        for (size_t tag = 0; tag < s->tags; tag++)
            boot->calls[tag * boot->blocks + b] = seconds[b] > 0 ? calls[b * s->tags + tag] / seconds[b] : 0;
    for (size_t tag = 0; seconds[0] <= 0 && boot->blocks > 1 && tag < s->tags; tag++)
        boot->calls[tag * boot->blocks] = boot->calls[tag * boot->blocks + 1];
    free(before);
    free(seconds);
    free(calls);
}

static struct leak_boot read_boot(struct sums *s, const struct store *store, const struct timeline *t, size_t first,
                                  size_t n, const struct leak_blocks *b)
{
    struct leak_boot boot = {.first = t->moments[first], .last = t->moments[first + n - 1]};
    const double *seconds = t->seconds + first;
    size_t *block_of = memory_new(n, sizeof *block_of), blocks;

    boot.start = seconds[0];
    boot.span = seconds[n - 1] - seconds[0];
    blocks = count_blocks(seconds, n, &boot.per_day);
    assert(blocks > 0);
    boot.block_seconds = boot.span / (double)blocks;
    place_moments(&boot, seconds, n, blocks, block_of);
    for (size_t tag = 0; tag < s->tags; tag++)
        s->seen[tag] = n;
    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++)
        if (b->known[quantity])
            read_quantity(&boot, s, store, t, first, n, block_of, b->metric[quantity], (enum leak_quantity)quantity);
    if (b->knows_calls)
        read_calls(&boot, s, store, t, first, n, block_of);
    find_first_blocks(&boot, s, seconds, n);
    free(block_of);
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
    free(boot->first_block);
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

static void find_units(struct leak_blocks *b, const struct sums *s, size_t moments)
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

void leak_blocks_make(struct leak_blocks *blocks, const struct store *store, size_t since_moment)
{
    struct leak_blocks b = {.tags = store_tags(store)};
    struct sums s = {.tags = b.tags, .seen = memory_new(b.tags, sizeof *s.seen)};
    struct timeline t;

    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++) {
        b.known[quantity] = find_metric(store, (enum leak_quantity)quantity, &b.metric[quantity]);
        s.now[quantity] = memory_new(b.tags, sizeof(double));
        s.all[quantity] = memory_new(b.tags, sizeof(double));
    }
    b.knows_calls = store_counters(store) & (COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(NONPAGED_ALLOCS));
    t = timeline_of(store, &b, since_moment);
    b.moments = t.count;
    b.start_us = t.count ? store_time(store, t.moments[0]) : 0;
    b.all_boots = t.boot_count;
    b.span = t.count ? t.seconds[t.count - 1] : 0;
    b.boots = memory_new(t.boot_count, sizeof *b.boots);
    for (size_t first = 0, n; first < t.count; first += n) {
        struct leak_boot boot;

        for (n = 1; first + n < t.count && t.boots[first + n] == t.boots[first]; n++)
            continue;
        boot = read_boot(&s, store, &t, first, n, &b);
        if (n >= MOMENTS_LEAST && boot.span > 0 && boot.span >= SPAN_SHARE_LEAST * b.span)
            b.boots[b.boot_count++] = boot;
        else
            boot_free(&boot);
    }
    find_units(&b, &s, t.count ? t.count : 1);
    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++) {
        free(s.now[quantity]);
        free(s.all[quantity]);
    }
    free(s.seen);
    timeline_free(&t);
    *blocks = b;
}

void leak_blocks_free(struct leak_blocks *blocks)
{
    for (size_t i = 0; i < blocks->boot_count; i++)
        boot_free(&blocks->boots[i]);
    free(blocks->boots);
    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++)
        free(blocks->units[quantity]);
    *blocks = (struct leak_blocks){0};
}

double leak_level(const struct leak_boot *boot, enum leak_quantity quantity, size_t tag, bool at_end)
{
    const double *y = leak_series(boot, quantity, tag);
    size_t eighth = boot->blocks / 8 ? boot->blocks / 8 : 1;
    double sum = 0;

    assert(boot->values[quantity] && eighth <= boot->blocks);
    for (size_t i = 0; i < eighth; i++)
        sum += y[at_end ? boot->blocks - 1 - i : i];
    return sum / (double)eighth + boot->start_levels[quantity][tag];
}
