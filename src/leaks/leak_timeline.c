#include "leaks/leak_timeline.h"

#include <assert.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"

/* False for copied screens: they show the first rows only, so that no snapshot is complete. */
static bool is_ever_complete(const struct store *store, enum metric metric)
{
    for (size_t m = 0; m < store_moments(store); m++)
        if (store_is_complete(store, m, metric))
            return true;
    return false;
}

static bool is_usable(const struct store *store, const bool known[LEAK_QUANTITIES],
                      const enum metric metric[LEAK_QUANTITIES], const bool wants_complete[LEAK_QUANTITIES],
                      size_t moment)
{
    unsigned counters = store_counters_of(store, moment);

    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++) {
        if (known[quantity] && metric_uses(metric[quantity], counters) == 0)
            return false;
        if (wants_complete[quantity] && !store_is_complete(store, moment, metric[quantity]))
            return false;
    }
    return true;
}

struct leak_timeline leak_timeline_of(const struct store *store, const bool known[LEAK_QUANTITIES],
                                      const enum metric metric[LEAK_QUANTITIES], size_t since_moment)
{
    static const bool any_moment[LEAK_QUANTITIES] = {false};
    size_t all = store_moments(store), starts, boot = 0, next = 0;
    bool boots_known, is_first = true, first_of_boot[LEAK_QUANTITIES];
    const size_t *boots = store_reboots(store, &starts, &boots_known);
    struct leak_timeline t = {.moments = memory_new(all, sizeof *t.moments),
                              .seconds = memory_new(all, sizeof *t.seconds),
                              .boots = memory_new(all, sizeof *t.boots)};

    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++)
        first_of_boot[quantity] = known[quantity] && is_ever_complete(store, metric[quantity]);
    for (size_t m = 0; m < all; m++) {
        if (next < starts && boots[next] == m) {
            next++;
            is_first = true; // no moment of this boot is used yet
        }
        if (m < since_moment || !is_usable(store, known, metric, is_first ? first_of_boot : any_moment, m))
            continue;
        boot += is_first && t.count > 0;
        is_first = false;
        t.moments[t.count] = m;
        t.boots[t.count] = boot;
        t.seconds[t.count] = (double)(store_time(store, m) - store_time(store, t.moments[0])) / (double)SECOND_US;
        // doubles: after 500 years, moments 1 us apart are equal
        assert(t.count == 0 || t.seconds[t.count] >= t.seconds[t.count - 1]);
        t.count++;
    }
    t.boot_count = t.count ? boot + 1 : 0;
    return t;
}

void leak_timeline_free(struct leak_timeline *t)
{
    free(t->moments);
    free(t->seconds);
    free(t->boots);
}
