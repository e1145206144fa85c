#include "store/store_walk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/memory.h"
#include "store/store_internal.h"

#define COLUMNS_MAX 4 // counters that a metric is computed from

/* The current values of 64 tags. */
struct batch {
    const struct column_page *page;          // NULL: the moment has none
    unsigned uses;                           // counters that the values are computed from
    uint64_t known, before, changed;         // as in struct walk_batch
    int64_t columns[COLUMNS_MAX][PAGE_TAGS]; // in the order of the bits of `uses`
    amount values[PAGE_TAGS];
};

struct store_walk {
    const struct store *store;
    enum metric metric;
    unsigned counters;     // bits; the values are their sum, not the metric; 0: the metric
    struct batch *batches; // owned
    size_t count;
    amount sum;
};

static struct store_walk *walk_new(const struct store *store)
{
    struct store_walk *walk = memory_new(1, sizeof *walk);

    assert(store->is_finished);
    walk->store = store;
    walk->count = (store_tags(store) + PAGE_TAGS - 1) / PAGE_TAGS;
    walk->batches = memory_new(walk->count, sizeof *walk->batches);
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

    walk->counters = COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(NONPAGED_ALLOCS);
    return walk;
}

struct store_walk *store_walk_new_counter(const struct store *store, enum counter counter)
{
    struct store_walk *walk = walk_new(store);

    walk->counters = COUNTER_BIT(counter);
    return walk;
}

void store_walk_free(struct store_walk *walk)
{
    if (!walk)
        return;
    free(walk->batches);
    free(walk);
}

static unsigned uses_of(const struct store_walk *walk, const struct moment *moment)
{
    if (walk->counters)
        return moment->counters & walk->counters;
    return metric_uses(walk->metric, moment->counters);
}

/* How values are computed from the columns. */
enum formula {
    SUM_OF_COUNTERS, // in 64 bits, wrapping as the counters do
    SUM_OF_LIVE,     // allocs - frees of each pool, and the counters of live blocks
    PLAIN_SUM,
};

static enum formula formula_of(const struct store_walk *walk, unsigned uses)
{
    return walk->counters                                                      ? SUM_OF_COUNTERS
           : uses & (COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(NONPAGED_ALLOCS)) ? SUM_OF_LIVE
                                                                               : PLAIN_SUM;
}

static amount live_blocks(const struct batch *batch, size_t slot)
{
    amount sum = 0;
    size_t column = 0;

    FOR_EACH_COUNTER(counter, batch->uses) {
        int64_t value = batch->columns[column][slot];

        if (counter == PAGED_ALLOCS || counter == NONPAGED_ALLOCS)
            sum += counter_live(value, batch->columns[column + 1][slot]); // its frees come next
        else if (counter != PAGED_FREES && counter != NONPAGED_FREES)
            sum += value;
        column++;
    }
    return sum;
}

/* One value; the callers pass `formula` as a constant, so that their loops are compiled without the branches. */
static inline amount value_at(const struct batch *batch, size_t slot, size_t columns, enum formula formula)
{
    amount sum = 0;

    if (formula == SUM_OF_LIVE)
        return live_blocks(batch, slot);
    for (size_t column = 0; column < columns; column++)
        sum += batch->columns[column][slot];
    return formula == SUM_OF_COUNTERS ? (amount)(int64_t)(uint64_t)sum : sum;
}

/* Computes the values of those tags from the columns, and returns their sum. */
static inline amount compute_values(struct batch *batch, uint64_t bits, size_t columns, enum formula formula)
{
    amount sum = 0;

    FOR_EACH_BIT(slot, bits) {
        amount value = value_at(batch, slot, columns, formula);

        batch->changed |= (uint64_t)(value != batch->values[slot]) << slot;
        batch->values[slot] = value;
        sum += value;
    }
    return sum;
}

static uint64_t known_of(const struct column_page *page, unsigned uses)
{
    uint64_t known = uses ? page->present : 0;

    FOR_EACH_COUNTER(counter, page->unknown ? uses : 0)
        known &= ~page->unknown[counter];
    return known;
}

/* Computes the values of `bits` after the columns were updated; `known` are the tags that have a value now. */
static void update_values(struct store_walk *walk, struct batch *batch, uint64_t bits, uint64_t known)
{
    size_t columns = (size_t)__builtin_popcount(batch->uses);

    assert(columns <= COLUMNS_MAX);
    FOR_EACH_BIT(slot, bits & batch->known)
        walk->sum -= batch->values[slot];
    batch->changed = batch->known ^ known;
    switch (formula_of(walk, batch->uses)) {
    case SUM_OF_COUNTERS:
        walk->sum += compute_values(batch, bits & known, columns, SUM_OF_COUNTERS);
        break;
    case SUM_OF_LIVE:
        walk->sum += compute_values(batch, bits & known, columns, SUM_OF_LIVE);
        break;
    default:
        walk->sum += compute_values(batch, bits & known, columns, PLAIN_SUM);
        break;
    }
    batch->known = known;
}

static void go_by_delta(struct store_walk *walk, struct batch *batch, const struct column_page *page,
                        const struct page_layout *layout)
{
    uint64_t bits = page->present ^ batch->known;
    size_t column = 0;

    FOR_EACH_COUNTER(counter, batch->uses)
        bits |= page_apply_delta(page, layout, counter, batch->columns[column++]);
    update_values(walk, batch, bits, page->present);
}

static void go_to_page(struct store_walk *walk, struct batch *batch, const struct column_page *page,
                       const struct page_layout *layout)
{
    size_t column = 0;

    FOR_EACH_COUNTER(counter, batch->uses)
        page_column(page, layout, counter, batch->columns[column++]);
    update_values(walk, batch, UINT64_MAX, known_of(page, batch->uses));
}

/* Moves one batch on: from a page to the same page there is nothing to do, from a base to its delta little. */
static void batch_go(struct store_walk *walk, struct batch *batch, const struct moment *moment,
                     const struct column_page *page)
{
    unsigned uses = uses_of(walk, moment);
    bool is_same = uses == batch->uses;

    batch->changed = 0;
    batch->before = batch->known;
    if (is_same && page == batch->page)
        return;
    batch->uses = uses;
    if (!page || !uses)
        update_values(walk, batch, UINT64_MAX, 0);
    else if (is_same && page->kind == PAGE_DELTA && page->link.base == batch->page)
        go_by_delta(walk, batch, page, store_layout(walk->store, moment->counters, page->wide));
    else
        go_to_page(walk, batch, page, store_layout(walk->store, moment->counters, page->wide));
    batch->page = page;
}

void store_walk_to(struct store_walk *walk, size_t moment_index)
{
    const struct moment *moment = &walk->store->moments[moment_index];
    size_t index = 0;

    assert(moment_index < walk->store->moment_count);
    for (size_t number = 0; number < walk->count; number++) {
        bool has_page = index < moment->page_count && moment->page_numbers[index] == number;

        if (has_page)
            moment_prefetch(moment, index);
        batch_go(walk, &walk->batches[number], moment, has_page ? moment->pages[index++] : NULL);
    }
}

size_t store_walk_batches(const struct store_walk *walk)
{
    return walk->count;
}

struct walk_batch store_walk_batch(const struct store_walk *walk, size_t index)
{
    const struct batch *batch = &walk->batches[index];

    assert(index < walk->count);
    return (struct walk_batch){index * PAGE_TAGS, batch->known, batch->before, batch->changed, batch->values};
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
