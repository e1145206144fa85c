/* store_rows.c - filling a moment row by row: the cells of one tag, and the sum where a snapshot has the tag twice. */
#include <assert.h>

#include "store/store_internal.h"

static void cell_set_unknown(struct store *store, struct moment *moment, size_t tag, enum counter counter)
{
    struct column_page *page = *moment_page_find(moment, tag / PAGE_TAGS);

    assert(!page->frozen);
    if (!page->unknown) // rare
        page->unknown = store_alloc(store, COUNTERS * sizeof *page->unknown);
    page->unknown[counter] |= UINT64_C(1) << tag % PAGE_TAGS;
}

static void cell_set(struct store *store, struct moment *moment, size_t tag, enum counter counter, int64_t value)
{
    size_t number = tag / PAGE_TAGS, slot = tag % PAGE_TAGS;
    struct column_page *page = *moment_page_find(moment, number);

    if (page_set(page, store_layout(store, moment->counters, page->wide), counter, slot, value))
        return;
    page = moment_page_widen(store, moment, number);
    page_set(page, store_layout(store, moment->counters, true), counter, slot, value);
}

/* Takes the wrap out of one pool's calls, so that sums of several rows keep the right difference. */
static void unwrap(int64_t *value, unsigned known, enum counter allocs, enum counter frees)
{
    if (known & COUNTER_BIT(allocs) && known & COUNTER_BIT(frees) && value[allocs] < value[frees])
        value[allocs] = (int64_t)((uint64_t)value[allocs] + (UINT64_C(1) << 32));
}

static struct pool_row row_unwrapped(struct pool_row row)
{
    unwrap(row.value, row.known, PAGED_ALLOCS, PAGED_FREES);
    unwrap(row.value, row.known, NONPAGED_ALLOCS, NONPAGED_FREES);
    return row;
}

static struct pool_row row_of(const struct store *store, const struct moment *moment, size_t tag)
{
    const struct column_page *page = *moment_page_find(moment, tag / PAGE_TAGS);

    return page_row(page, store_layout(store, moment->counters, page->wide), moment->counters, tag % PAGE_TAGS);
}

/* Adds a further row of a tag. Returns the counters whose sum does not fit: they are lost. */
static unsigned put_again(struct store *store, struct moment *moment, size_t tag, const struct pool_row *row)
{
    struct pool_row old = row_unwrapped(row_of(store, moment, tag)), added = row_unwrapped(*row);
    unsigned too_large = 0;

    FOR_EACH_COUNTER(counter, moment->counters) {
        int64_t sum = 0;

        if (!(old.known & added.known & COUNTER_BIT(counter))) {
            cell_set_unknown(store, moment, tag, counter);
        } else if (__builtin_add_overflow(old.value[counter], added.value[counter], &sum)) {
            too_large |= COUNTER_BIT(counter);
            cell_set_unknown(store, moment, tag, counter);
        } else {
            cell_set(store, moment, tag, counter, sum);
        }
    }
    moment->lost |= too_large | (moment->counters & ~row->known);
    return too_large;
}

unsigned store_put(struct store *store, size_t moment_index, size_t tag, const struct pool_row *row)
{
    struct moment *moment = &store->moments[moment_index];
    struct column_page *page = moment_page_add(store, moment, tag / PAGE_TAGS);
    const struct page_layout *layout = store_layout(store, moment->counters, page->wide);
    size_t slot = tag % PAGE_TAGS;

    assert(!store->is_finished && moment_index < store->moment_count && tag < store->tags.count);
    moment->rows++;
    if (page_is_present(page, slot))
        return put_again(store, moment, tag, row);
    page->present |= UINT64_C(1) << slot;
    FOR_EACH_COUNTER(counter, moment->counters) {
        if (!(row->known & COUNTER_BIT(counter))) {
            cell_set_unknown(store, moment, tag, counter);
        } else if (!page_set(page, layout, counter, slot, row->value[counter])) {
            page = moment_page_widen(store, moment, tag / PAGE_TAGS);
            layout = store_layout(store, moment->counters, true);
            page_set(page, layout, counter, slot, row->value[counter]);
        }
    }
    moment->lost |= moment->counters & ~row->known;
    return 0;
}
