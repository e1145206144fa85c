#include "store/store_walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/memory.h"
#include "store/store_internal.h"

#define COLUMNS_MOST 4 // that a metric is made of

/* Where the walk is, of 64 tags. */
struct place {
    const struct page *page;                  // NULL: the moment has none
    unsigned uses;                            // counters that the values are made of
    uint64_t known, before, changed;          // as in walk_batch
    int64_t columns[COLUMNS_MOST][PAGE_TAGS]; // in the order of the bits of `uses`
    amount values[PAGE_TAGS];
};

struct store_walk {
    const struct store *store;
    enum metric metric;
    bool is_of_calls;
    struct place *places; // owned
    size_t count;
    amount sum;
};

static struct store_walk *walk_new(const struct store *store)
{
    struct store_walk *walk = memory_new(1, sizeof *walk);

    walk->store = store;
    walk->count = (store_tags(store) + PAGE_TAGS - 1) / PAGE_TAGS;
    walk->places = memory_new(walk->count, sizeof *walk->places);
    return walk;
}

struct store_walk *store_walk_new(const struct store *store, enum metric metric)
{
    struct store_walk *walk = walk_new(store);

    walk->metric = metric;
    return walk;
}

struct store_walk *store_walk_new_calls(const struct store *store)
{
    struct store_walk *walk = walk_new(store);

    walk->is_of_calls = true;
    return walk;
}

void store_walk_free(struct store_walk *walk)
{
    if (!walk)
        return;
    free(walk->places);
    free(walk);
}

static unsigned uses_of(const struct store_walk *walk, const struct moment *moment)
{
    if (walk->is_of_calls)
        return moment->counters & (COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(NONPAGED_ALLOCS));
    return metric_uses(walk->metric, moment->counters);
}

/* How values are made of the columns. */
enum making {
    MAKE_CALLS, // summed in 64 bits, as they are counted
    MAKE_LIVE,  // allocs and frees stand in pairs; what is left over is summed
    MAKE_SUM,
};

static enum making making_of(const struct store_walk *walk, unsigned uses)
{
    return walk->is_of_calls                                                   ? MAKE_CALLS
           : uses & (COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(NONPAGED_ALLOCS)) ? MAKE_LIVE
                                                                               : MAKE_SUM;
}

static amount live_at(const struct place *place, size_t slot)
{
    amount sum = 0;
    size_t column = 0;

    FOR_EACH_COUNTER(counter, place->uses) {
        int64_t value = place->columns[column][slot];

        if (counter == PAGED_ALLOCS || counter == NONPAGED_ALLOCS)
            sum += counter_live(value, place->columns[column + 1][slot]); // its frees come next
        else if (counter != PAGED_FREES && counter != NONPAGED_FREES)
            sum += value;
        column++;
    }
    return sum;
}

/* One value, out of its columns; `making` is known when this is compiled into a loop. */
static inline amount value_at(const struct place *place, size_t slot, size_t columns, enum making making)
{
    amount sum = 0;

    if (making == MAKE_LIVE)
        return live_at(place, slot);
    for (size_t column = 0; column < columns; column++)
        sum += place->columns[column][slot];
    return making == MAKE_CALLS ? (amount)(int64_t)(uint64_t)sum : sum;
}

/* Takes those bits' values out of the columns, and returns by how much all of them are more now. */
static inline amount make_values(struct place *place, uint64_t bits, size_t columns, enum making making)
{
    amount more = 0;

    FOR_EACH_BIT(slot, bits) {
        amount value = value_at(place, slot, columns, making);

        place->changed |= (uint64_t)(value != place->values[slot]) << slot;
        place->values[slot] = value;
        more += value;
    }
    return more;
}

static uint64_t known_of(const struct page *page, unsigned uses)
{
    uint64_t known = uses ? page->present : 0;

    FOR_EACH_COUNTER(counter, page->unknown ? uses : 0)
        known &= ~page->unknown[counter];
    return known;
}

/* The same with the bits that are known now; what was another value before has changed. */
static void take_values(struct store_walk *walk, struct place *place, uint64_t bits, uint64_t known)
{
    size_t columns = (size_t)__builtin_popcount(place->uses);

    FOR_EACH_BIT(slot, bits & place->known)
        walk->sum -= place->values[slot];
    place->changed = place->known ^ known;
    switch (making_of(walk, place->uses)) {
    case MAKE_CALLS:
        walk->sum += make_values(place, bits & known, columns, MAKE_CALLS);
        break;
    case MAKE_LIVE:
        walk->sum += make_values(place, bits & known, columns, MAKE_LIVE);
        break;
    default:
        walk->sum += make_values(place, bits & known, columns, MAKE_SUM);
        break;
    }
    place->known = known;
}

static void go_by_differences(struct store_walk *walk, struct place *place, const struct page *page,
                              const struct page_layout *layout)
{
    uint64_t bits = page->present ^ place->known;
    size_t column = 0;

    FOR_EACH_COUNTER(counter, place->uses)
        bits |= page_differences(page, layout, counter, place->columns[column++]);
    take_values(walk, place, bits, page->present);
}

static void go_whole(struct store_walk *walk, struct place *place, const struct page *page,
                     const struct page_layout *layout)
{
    size_t column = 0;

    FOR_EACH_COUNTER(counter, place->uses)
        page_column(page, layout, counter, place->columns[column++]);
    take_values(walk, place, UINT64_MAX, known_of(page, place->uses));
}

static void go(struct store_walk *walk, struct place *place, const struct moment *moment, const struct page *page)
{
    unsigned uses = uses_of(walk, moment);
    bool is_same = uses == place->uses;

    place->changed = 0;
    place->before = place->known;
    if (is_same && page == place->page)
        return;
    place->uses = uses;
    if (!page || !uses)
        take_values(walk, place, UINT64_MAX, 0);
    else if (is_same && page->kind == PAGE_DELTA && page->link.base == place->page)
        go_by_differences(walk, place, page, store_layout(walk->store, moment->counters, page->wide));
    else
        go_whole(walk, place, page, store_layout(walk->store, moment->counters, page->wide));
    place->page = page;
}

void store_walk_to(struct store_walk *walk, size_t moment_index)
{
    const struct moment *moment = &walk->store->moments[moment_index];
    size_t index = 0;

    for (size_t number = 0; number < walk->count; number++) {
        bool has_page = index < moment->page_count && moment->numbers[index] == number;

        if (has_page)
            moment_prefetch(moment, index);
        go(walk, &walk->places[number], moment, has_page ? moment->pages[index++] : NULL);
    }
}

size_t store_walk_batches(const struct store_walk *walk)
{
    return walk->count;
}

struct walk_batch store_walk_batch(const struct store_walk *walk, size_t batch)
{
    const struct place *place = &walk->places[batch];

    return (struct walk_batch){batch * PAGE_TAGS, place->known, place->before, place->changed, place->values};
}

amount store_walk_sum(const struct store_walk *walk)
{
    return walk->sum;
}

void store_totals(const struct store *store, enum metric metric, amount *out)
{
    struct store_walk *walk = store_walk_new(store, metric);

    for (size_t m = 0; m < store_moments(store); m++) {
        store_walk_to(walk, m);
        out[m] = store_is_complete(store, m, metric) ? store_walk_sum(walk) : AMOUNT_MISSING;
    }
    store_walk_free(walk);
}
