/* store_scratch.c - a moment that repeats another one, and the changes to it.
 *
 *     store_repeat    the pages of the earlier moment become scratch pages: full pages, allocated once and reused
 *     store_change    writes to the scratch pages, which record the changed cells
 *     store_freeze    each scratch page leaves a frozen page in the store: the earlier one if nothing changed, else a
 *                     delta page on top of it, or a full page where the delta would be large or its chain too long
 *
 * After that a scratch page still equals the page that it left (`same`), so the next moment, which mostly repeats this
 * one, need not copy it.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/store_internal.h"

#define DELTA_MAX_SHARE 2 // a delta page takes at most half of a full page

void store_scratch_free(struct store *store)
{
    for (size_t i = 0; i < store->scratch_count; i++)
        if (store->scratch[i]) {
            free(store->scratch[i]->page);
            free(store->scratch[i]);
        }
    free(store->scratch);
    store->scratch = NULL;
    store->scratch_count = store->scratch_capacity = 0;
}

static struct scratch *scratch_of(struct store *store, size_t number)
{
    if (number >= store->scratch_count) {
        ARRAY_RESERVE(store->scratch, store->scratch_capacity, number + 1);
        memset(store->scratch + store->scratch_count, 0,
               (number + 1 - store->scratch_count) * sizeof(struct scratch *));
        store->scratch_count = number + 1;
    }
    if (!store->scratch[number])
        store->scratch[number] = memory_new(1, sizeof(struct scratch));
    return store->scratch[number];
}

static void scratch_load(struct scratch *scratch, const struct column_page *from, const struct page_layout *layout)
{
    if (scratch->size < layout->size) {
        scratch->page = memory_resize(scratch->page, layout->size, 1);
        scratch->size = layout->size;
    }
    *scratch->page = (struct column_page){.kind = PAGE_SCRATCH, .wide = from->wide, .link.changed = scratch->changed};
    page_copy(scratch->page, layout, from, layout);
    scratch->same = from;
}

/* The scratch page with the content of `from`, which is frozen. */
static struct column_page *scratch_open(struct store *store, unsigned counters, struct column_page *from, size_t number)
{
    struct scratch *scratch = scratch_of(store, number);

    if (scratch->same != from)
        scratch_load(scratch, from, store_layout(store, counters, from->wide));
    from->frozen = true;
    scratch->base = from;
    scratch->same = NULL;
    memset(scratch->changed, 0, sizeof scratch->changed);
    return scratch->page;
}

static bool has_changes(const struct scratch *scratch)
{
    uint64_t changed = scratch->page->present ^ scratch->base->present;

    for (int c = 0; c < COUNTERS; c++)
        changed |= scratch->changed[c];
    return changed;
}

static struct column_page *freeze_full(struct store *store, const struct scratch *scratch,
                                       const struct page_layout *layout)
{
    struct column_page *page = store_alloc(store, layout->size);

    memcpy(page, scratch->page, layout->size);
    page->kind = PAGE_FULL;
    page->link.base = NULL;
    page->frozen = true;
    return page;
}

static struct column_page *freeze(struct store *store, struct scratch *scratch, const struct page_layout *layout)
{
    struct column_page *page;
    size_t size;

    if (scratch->page->unknown)
        return freeze_full(store, scratch, layout);
    if (!has_changes(scratch))
        return (struct column_page *)scratch->base; // frozen, so nobody writes to it
    size = page_delta_size(scratch->page, layout);
    if (scratch->base->chain == PAGE_CHAIN_MAX || size * DELTA_MAX_SHARE > layout->size)
        return freeze_full(store, scratch, layout);
    page = store_alloc(store, size);
    page_delta_make(page, scratch->page, scratch->base, layout);
    return page;
}

void store_freeze(struct store *store)
{
    struct moment *moment;

    if (!store->scratch_moment)
        return;
    moment = &store->moments[store->scratch_moment - 1];
    for (size_t i = 0; i < moment->page_count; i++) {
        size_t number = moment->page_numbers[i];
        struct scratch *scratch = number < store->scratch_count ? store->scratch[number] : NULL;

        if (!scratch || moment->pages[i] != scratch->page)
            continue; // new in this moment, or widened: not a scratch page
        moment->pages[i] = freeze(store, scratch, store_layout(store, moment->counters, scratch->page->wide));
        scratch->same = scratch->page->unknown ? NULL : moment->pages[i];
    }
    store->scratch_moment = 0;
}

void store_repeat(struct store *store, size_t moment_index, size_t earlier_index)
{
    struct moment *moment = &store->moments[moment_index];
    const struct moment *earlier = &store->moments[earlier_index];

    assert(!store->is_finished && earlier_index < moment_index && moment_index < store->moment_count);
    assert(moment->page_count == 0 && moment->counters == earlier->counters);
    if (earlier->page_count == 0)
        return;
    store_freeze(store);
    moment_reserve(moment, earlier->page_count);
    memcpy(moment->page_numbers, earlier->page_numbers, earlier->page_count * sizeof *moment->page_numbers);
    moment->page_count = earlier->page_count;
    moment->rows = earlier->rows;
    for (size_t i = 0; i < earlier->page_count; i++)
        moment->pages[i] = scratch_open(store, moment->counters, earlier->pages[i], earlier->page_numbers[i]);
    store->scratch_moment = moment_index + 1;
}

/* Cells of removed rows are zeroed, so that the page is the same whether it had the row or not. */
void store_remove(struct store *store, size_t moment_index, size_t tag)
{
    struct moment *moment = &store->moments[moment_index];
    size_t index = moment_page_index(moment, tag / PAGE_TAGS);
    struct column_page *page = moment_page_to_write(store, moment, index);
    const struct page_layout *layout = store_layout(store, moment->counters, page->wide);

    assert(page_is_present(page, tag % PAGE_TAGS));
    FOR_EACH_COUNTER(counter, moment->counters)
        page_set(page, layout, counter, tag % PAGE_TAGS, 0);
    page->present &= ~(UINT64_C(1) << tag % PAGE_TAGS);
    if (!page->present)
        moment_page_drop(moment, index);
    moment->rows--;
}

void store_change(struct store *store, size_t moment_index, size_t tag, const struct pool_row *row)
{
    struct moment *moment = &store->moments[moment_index];
    size_t index = moment_page_index(moment, tag / PAGE_TAGS);
    struct column_page *page = moment_page_to_write(store, moment, index);
    const struct page_layout *layout = store_layout(store, moment->counters, page->wide);

    assert(page_is_present(page, tag % PAGE_TAGS) && (row->known & moment->counters) == moment->counters);
    FOR_EACH_COUNTER(counter, moment->counters) {
        if (page_set(page, layout, counter, tag % PAGE_TAGS, row->value[counter]))
            continue;
        page = moment_page_widen(store, moment, tag / PAGE_TAGS);
        layout = store_layout(store, moment->counters, true);
        page_set(page, layout, counter, tag % PAGE_TAGS, row->value[counter]);
    }
}
