/* snapshot_helper.h - builds snapshots. */
#ifndef UNIT_SNAPSHOT_HELPER_H
#define UNIT_SNAPSHOT_HELPER_H

#include "base/calendar.h"
#include "helper.h"
#include "model/snapshot.h"

#define BIT(counter) COUNTER_BIT(counter)
#define PAGED_SIDE (BIT(PAGED_ALLOCS) | BIT(PAGED_FREES) | BIT(PAGED_BYTES))
#define NONPAGED_SIDE (BIT(NONPAGED_ALLOCS) | BIT(NONPAGED_FREES) | BIT(NONPAGED_BYTES))
#define SIX_COUNTERS (PAGED_SIDE | NONPAGED_SIDE)

/* Adds a row that knows all six counters: allocs, frees and bytes of the paged pool, then of the nonpaged one. */
static inline void add_six(struct snapshot *s, struct text tag, const int64_t values[6])
{
    struct pool_row row = {.known = SIX_COUNTERS};

    row.value[PAGED_ALLOCS] = values[0];
    row.value[PAGED_FREES] = values[1];
    row.value[PAGED_BYTES] = values[2];
    row.value[NONPAGED_ALLOCS] = values[3];
    row.value[NONPAGED_FREES] = values[4];
    row.value[NONPAGED_BYTES] = values[5];
    snapshot_add(s, tag, &row);
}

#define SIX_OF(...) ((const int64_t[6]){__VA_ARGS__})

#endif
