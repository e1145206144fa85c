#include "input/run_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "input/file_order.h"
#include "store/store_walk.h"

#define LONGEST_US (3653 * DAY_US)     // ten years
#define VALUES_MOST ((size_t)32 << 20) // tags times moments whose order is checked
#define MOMENTS_MOST 10000
#define COUNTER_HALF ((amount)1 << 31) // a counter that fell by more has wrapped

/* --- times --- */

void run_check_times(const struct format_extent *e, int64_t now_us, struct warnings *warnings)
{
    struct buffer first = {0}, last = {0};

    calendar_add(&first, e->first_us, ' ');
    calendar_add(&last, e->last_us, ' ');
    if (e->count && e->last_us > now_us + DAY_US)
        warnings_add(
            warnings, WARNING_SNAPSHOT,
            "%s: its snapshot of %.19s lies in the future: check the date and the clock; --start and --interval "
            "set the times of files whose text has none",
            e->last_path, last.bytes);
    if (e->count && e->last_us - e->first_us > LONGEST_US)
        warnings_add(
            warnings, WARNING_SNAPSHOT,
            "%s: its snapshot of %.19s is more than ten years before that of %.19s in %s: check both dates, and "
            "whether the files belong together",
            e->first_path, first.bytes, last.bytes, e->last_path);
    buffer_free(&first);
    buffer_free(&last);
}

/* --- order --- */

/* The calls of all tags in all moments. */
struct calls {
    const struct store *store;
    size_t moments, tags;
    amount *values; // owned; by moment, then tag
    amount *sums;   // owned; by moment
    size_t *order;  // owned; moments
};

static bool calls_read(struct calls *c, const struct store *store)
{
    struct store_walk *walk;

    *c = (struct calls){.store = store, .moments = store_moments(store), .tags = store_tags(store)};
    if (c->moments < 2 || c->moments > MOMENTS_MOST || c->tags == 0 || c->tags > VALUES_MOST / c->moments)
        return false;
    c->values = memory_new(c->moments * c->tags, sizeof *c->values);
    c->sums = memory_new(c->moments, sizeof *c->sums);
    c->order = memory_new(c->moments, sizeof *c->order);
    walk = store_walk_new_calls(store);
    for (size_t m = 0; m < c->moments; m++) {
        store_walk_to(walk, m);
        for (size_t i = 0; i < store_walk_batches(walk); i++) {
            struct walk_batch batch = store_walk_batch(walk, i);

            for (size_t t = 0; t < WALK_BATCH && batch.first_tag + t < c->tags; t++)
                c->values[m * c->tags + batch.first_tag + t] = batch.known >> t & 1 ? batch.values[t] : AMOUNT_MISSING;
        }
    }
    store_walk_free(walk);
    return true;
}

static void calls_free(struct calls *c)
{
    free(c->values);
    free(c->sums);
    free(c->order);
}

/* Whether at least half of the tags that called count fewer calls than before. */
static bool falls(const struct calls *c, size_t before, size_t after)
{
    const amount *x = c->values + before * c->tags, *y = c->values + after * c->tags;
    size_t called = 0, fallen = 0;

    for (size_t t = 0; t < c->tags; t++) {
        if (x[t] == AMOUNT_MISSING || y[t] == AMOUNT_MISSING || x[t] == 0)
            continue;
        called += x[t] != y[t];
        fallen += y[t] < x[t] && x[t] - y[t] < COUNTER_HALF;
    }
    return called && fallen * 2 >= called;
}

static size_t count_falls(const struct calls *c)
{
    size_t count = 0;

    for (size_t i = 1; i < c->moments; i++)
        count += falls(c, c->order[i - 1], c->order[i]);
    return count;
}

/* Sums over the tags that all moments have, as in the order of these the moments may have been taken. */
static void sum_calls(struct calls *c)
{
    for (size_t t = 0; t < c->tags; t++) {
        bool is_everywhere = true;

        for (size_t m = 0; m < c->moments && is_everywhere; m++)
            is_everywhere = c->values[m * c->tags + t] != AMOUNT_MISSING;
        for (size_t m = 0; m < c->moments && is_everywhere; m++)
            c->sums[m] += c->values[m * c->tags + t];
    }
}

/* Sorts by sums; moments of equal sums keep their order. Insertion: the order is mostly right, or the store small. */
static void sort_by_sums(struct calls *c)
{
    for (size_t i = 1; i < c->moments; i++) {
        size_t moment = c->order[i], k = i;

        for (; k && c->sums[c->order[k - 1]] > c->sums[moment]; k--)
            c->order[k] = c->order[k - 1];
        c->order[k] = moment;
    }
}

static bool is_same_file(const struct store *store, size_t a, size_t b)
{
    return strcmp(store_source_name(store, a), store_source_name(store, b)) == 0;
}

/* Whether only whole files were moved: within a file the order is known. */
static bool keeps_files(const struct calls *c)
{
    for (size_t i = 1; i < c->moments; i++) {
        size_t before = c->order[i - 1], after = c->order[i];

        if (after == before + 1)
            continue;
        if (after > 0 && is_same_file(c->store, after - 1, after))
            return false;
        if (before + 1 < c->moments && is_same_file(c->store, before, before + 1))
            return false;
    }
    return true;
}

static void check_order(const struct store *store, struct warnings *warnings)
{
    struct calls calls;
    size_t falls_by_name = 0, first = 0;

    if (!calls_read(&calls, store))
        return;
    for (size_t i = 0; i < calls.moments; i++)
        calls.order[i] = i;
    falls_by_name = count_falls(&calls);
    if (falls_by_name) {
        sum_calls(&calls);
        sort_by_sums(&calls);
    }
    while (first < calls.moments && calls.order[first] == first)
        first++;
    if (first < calls.moments && count_falls(&calls) == 0 && keeps_files(&calls))
        warnings_add(
            warnings, WARNING_SNAPSHOT,
            "%s: in the order of the files, calls fall %zu time%s, as at a restart; sorted by their calls, where "
            "%s comes before it, never: if the machine did not restart, name the files in the right order, or "
            "put times into their names",
            store_source_name(store, first), falls_by_name, falls_by_name == 1 ? "" : "s",
            store_source_name(store, calls.order[first]));
    calls_free(&calls);
}

void run_check_store(const struct store *store, int64_t now_us, struct warnings *warnings)
{
    int64_t interval_us;
    size_t count = store_moments(store);
    struct format_extent extent = {.count = count};

    if (store_is_numbered(store, &interval_us)) {
        if (store_sources(store) > 1)
            check_order(store, warnings);
        return;
    }
    if (count == 0)
        return;
    file_order_check(store, warnings);
    extent.first_us = store_time(store, 0);
    extent.last_us = store_time(store, count - 1);
    extent.first_path = store_source_name(store, 0);
    extent.last_path = store_source_name(store, count - 1);
    run_check_times(&extent, now_us, warnings);
}
