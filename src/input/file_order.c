#include "input/file_order.h"

#include <stdlib.h>

#include "base/memory.h"
#include "input/file_list.h"
#include "os/path.h"
#include "store/store_walk.h"

/* A moment and what it is sorted by. */
struct place {
    size_t moment;
    const char *source; // borrowed
};

static int by_moment(const struct place *a, const struct place *b)
{
    return (a->moment > b->moment) - (a->moment < b->moment);
}

static int by_name(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    int order = file_list_compare(text_of(os_base_name(x->source)), text_of(os_base_name(y->source)));

    return order ? order : by_moment(x, y);
}

/* --- falls --- */

/* Calls of all tags in one moment. */
struct calls {
    struct store_walk *walk;
    amount *values; // owned; by tag, AMOUNT_MISSING: none
};

/* Whether most counters that change fall on the way to the moment. */
static bool falls_at(struct calls *c, size_t moment)
{
    size_t fallen = 0, risen = 0;

    store_walk_to(c->walk, moment);
    for (size_t i = 0; i < store_walk_batches(c->walk); i++) {
        struct walk_batch batch = store_walk_batch(c->walk, i);

        for (size_t tag = 0; tag < WALK_BATCH && batch.known >> tag; tag++) {
            amount *was = &c->values[batch.first_tag + tag];

            if (!(batch.known >> tag & 1))
                continue;
            fallen += *was != AMOUNT_MISSING && batch.values[tag] < *was;
            risen += *was != AMOUNT_MISSING && batch.values[tag] > *was;
            *was = batch.values[tag];
        }
    }
    return fallen > risen;
}

static size_t count_falls(const struct store *store, const struct place *places, size_t count)
{
    size_t tags = store_tags(store), falls = 0;
    struct calls c = {store_walk_new_calls(store), memory_new(tags + 1, sizeof *c.values)};

    for (size_t tag = 0; tag < tags; tag++)
        c.values[tag] = AMOUNT_MISSING;
    for (size_t i = 0; i < count; i++)
        falls += falls_at(&c, places[i].moment);
    store_walk_free(c.walk);
    free(c.values);
    return falls;
}

/* --- orders --- */

static bool is_other_order(const struct place *places, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (places[i].moment != i)
            return true;
    return false;
}

void file_order_check(const struct store *store, struct warnings *warnings)
{
    size_t count = store_moments(store), falls;
    struct place *places, *sorted;

    if (store_sources(store) < 2)
        return;
    places = memory_new(2 * count + 1, sizeof *places);
    sorted = places + count;
    for (size_t i = 0; i < count; i++)
        places[i] = sorted[i] = (struct place){i, store_source_name(store, i)};
    qsort(sorted, count, sizeof *sorted, by_name);
    if (is_other_order(sorted, count) && count_falls(store, sorted, count) == 0 &&
        (falls = count_falls(store, places, count)) > 0)
        warnings_add(warnings, WARNING_SNAPSHOT,
                     "%s: in the order of their times, calls fall %zu time%s, as at a restart; in the order of the "
                     "names, where this file is first, never: if the machine did not restart, the times are wrong: "
                     "put times into the names",
                     sorted[0].source, falls, falls == 1 ? "" : "s");
    free(places);
}
