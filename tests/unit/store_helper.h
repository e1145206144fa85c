/* store_helper.h - fills stores and reads single values. */
#ifndef UNIT_STORE_HELPER_H
#define UNIT_STORE_HELPER_H

#include <stdlib.h>

#include "helper.h"
#include "store/store.h"

#define BIT(counter) COUNTER_BIT(counter)
#define PAGED_CALLS (BIT(PAGED_ALLOCS) | BIT(PAGED_FREES))
#define BYTES (BIT(PAGED_BYTES) | BIT(NONPAGED_BYTES))

#define check_amount(is, should) check_equal_amounts((is), (should), __FILE__, __LINE__)

static inline void check_equal_amounts(amount is, amount should, const char *file, int line)
{
    if (is == should)
        return;
    print_error("expected %.0f, is %.0f (%.0f is a gap)\n", (double)should, (double)is, (double)AMOUNT_MISSING);
    _fail(file, line);
}

static inline unsigned put_calls(struct store *store, size_t moment, const char *tag, int64_t allocs, int64_t frees)
{
    struct pool_row row = {.known = PAGED_CALLS};

    row.value[PAGED_ALLOCS] = allocs;
    row.value[PAGED_FREES] = frees;
    return store_put(store, moment, store_tag(store, text_of(tag)), &row);
}

static inline unsigned put_bytes(struct store *store, size_t moment, const char *tag, int64_t paged, int64_t nonpaged)
{
    struct pool_row row = {.known = BYTES};

    row.value[PAGED_BYTES] = paged;
    row.value[NONPAGED_BYTES] = nonpaged;
    return store_put(store, moment, store_tag(store, text_of(tag)), &row);
}

/* The value of a tag in a moment; checks that store_values and store_series agree. */
static inline amount value_of(const struct store *store, size_t moment, const char *tag, enum metric metric)
{
    size_t index = store_find_tag(store, text_of(tag));
    amount *values, *series, value;

    assert_int_not_equal(index, SIZE_MAX);
    values = calloc(store_tags(store), sizeof *values);
    series = calloc(store_moments(store), sizeof *series);
    store_values(store, moment, metric, values);
    store_series(store, index, metric, series);
    value = values[index];
    check_amount(series[moment], value);
    free(values);
    free(series);
    return value;
}

/* Finishes without a window; returns the number of warnings about snapshots. */
static inline size_t finish(struct store *store)
{
    struct warnings warnings = {0};
    size_t seen;

    store_finish(store, STORE_ALL_TIME, &warnings);
    seen = warnings.seen[WARNING_SNAPSHOT];
    warnings_free(&warnings);
    return seen;
}

#endif
