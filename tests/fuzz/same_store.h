/* same_store.h - compares two finished stores: every moment and tag. */
#ifndef FUZZ_SAME_STORE_H
#define FUZZ_SAME_STORE_H

#include <stdlib.h>

#include "base/memory.h"
#include "check.h"
#include "store/store.h"

static inline void check_same_values(const struct store *a, const struct store *b)
{
    size_t tags = store_tags(b);
    amount *x = memory_new(store_tags(a), sizeof *x), *y = memory_new(tags, sizeof *y);

    CHECK(store_moments(a) == store_moments(b));
    CHECK(store_tags_present(a) == store_tags_present(b));
    for (size_t tag = 0; tag < tags; tag++)
        CHECK(store_reclaimable(a, store_find_tag(a, store_tag_name(b, tag))) == store_reclaimable(b, tag));
    for (size_t moment = 0; moment < store_moments(a); moment++) {
        CHECK(store_time(a, moment) == store_time(b, moment));
        CHECK(store_local(a, moment) == store_local(b, moment));
        CHECK(store_counters_of(a, moment) == store_counters_of(b, moment));
        for (int m = 0; m < METRICS; m++) {
            CHECK(store_total(a, moment, (enum metric)m) == store_total(b, moment, (enum metric)m));
            store_values(a, moment, (enum metric)m, x);
            store_values(b, moment, (enum metric)m, y);
            for (size_t tag = 0; tag < tags; tag++)
                CHECK(x[store_find_tag(a, store_tag_name(b, tag))] == y[tag]);
        }
    }
    free(x);
    free(y);
}

#endif
