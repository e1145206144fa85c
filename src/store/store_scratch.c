/* store_draft - a moment that repeats another one, and the changes to it.
 *
 *     store_repeat    the pages of the earlier moment become drafts: whole pages, written out once and used again and again
 *     store_change    changes the drafts, which note what is new
 *     store_seal      each draft leaves a page in the store: the earlier one itself if nothing is new, else a page of the
 *                     differences to it, or a whole one where these would be long, or too many on top of each other
 *
 * So a draft has what the last sealed page has (`same`), and the next moment, which mostly repeats this one, finds it ready.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/store_internal.h"

#define DIFFERENCES_MOST_SHARE 2 // of a whole page: half

void store_drafts_free(struct store *store)
{
    for (size_t i = 0; i < store->draft_count; i++)
        if (store->drafts[i]) {
            free(store->drafts[i]->page);
            free(store->drafts[i]);
        }
    free(store->drafts);
    store->drafts = NULL;
    store->draft_count = store->draft_capacity = 0;
}

static struct draft *draft_of(struct store *store, size_t number)
{
    if (number >= store->draft_count) {
        ARRAY_RESERVE(store->drafts, store->draft_capacity, number + 1);
        memset(store->drafts + store->draft_count, 0, (number + 1 - store->draft_count) * sizeof(struct draft *));
        store->draft_count = number + 1;
    }
    if (!store->drafts[number])
        store->drafts[number] = memory_new(1, sizeof(struct draft));
    return store->drafts[number];
}

static void draft_load(struct draft *draft, const struct page *from, const struct page_layout *layout)
{
    if (draft->size < layout->size) {
        draft->page = memory_resize(draft->page, layout->size, 1);
        draft->size = layout->size;
    }
    *draft->page = (struct page){.kind = PAGE_SCRATCH, .wide = from->wide, .link.changed = draft->changed};
    page_copy(draft->page, layout, from, layout);
    draft->same = from;
}

/* The draft of a page that the moment being changed repeats. */
static struct page *draft_open(struct store *store, unsigned counters, struct page *from, size_t number)
{
    struct draft *draft = draft_of(store, number);

    if (draft->same != from)
        draft_load(draft, from, store_layout(store, counters, from->wide));
    from->sealed = true;
    draft->base = from;
    draft->same = NULL;
    memset(draft->changed, 0, sizeof draft->changed);
    return draft->page;
}

static bool has_changes(const struct draft *draft)
{
    uint64_t changed = draft->page->present ^ draft->base->present;

    for (int c = 0; c < COUNTERS; c++)
        changed |= draft->changed[c];
    return changed;
}

static struct page *draft_whole(struct store *store, const struct draft *draft, const struct page_layout *layout)
{
    struct page *page = store_alloc(store, layout->size);

    memcpy(page, draft->page, layout->size);
    page->kind = PAGE_FULL;
    page->link.base = NULL;
    page->sealed = true;
    return page;
}

static struct page *draft_seal(struct store *store, struct draft *draft, const struct page_layout *layout)
{
    struct page *page;
    size_t size;

    if (draft->page->unknown)
        return draft_whole(store, draft, layout);
    if (!has_changes(draft))
        return (struct page *)draft->base; // sealed: nobody writes to it
    size = page_difference_size(draft->page, layout);
    if (draft->base->depth == PAGE_DEPTH_MOST || size * DIFFERENCES_MOST_SHARE > layout->size)
        return draft_whole(store, draft, layout);
    page = store_alloc(store, size);
    page_difference_make(page, draft->page, draft->base, layout);
    return page;
}

void store_seal(struct store *store)
{
    struct moment *moment;

    if (!store->drafted)
        return;
    moment = &store->moments[store->drafted - 1];
    for (size_t i = 0; i < moment->page_count; i++) {
        struct draft *draft = moment->numbers[i] < store->draft_count ? store->drafts[moment->numbers[i]] : NULL;

        if (!draft || moment->pages[i] != draft->page)
            continue; // a page of its own: new in this moment, or widened
        moment->pages[i] = draft_seal(store, draft, store_layout(store, moment->counters, draft->page->wide));
        draft->same = draft->page->unknown ? NULL : moment->pages[i];
    }
    store->drafted = 0;
}

void store_repeat(struct store *store, size_t moment_index, size_t earlier_index)
{
    struct moment *moment = &store->moments[moment_index];
    const struct moment *earlier = &store->moments[earlier_index];

    if (earlier->page_count == 0)
        return;
    store_seal(store);
    moment_reserve(moment, earlier->page_count);
    memcpy(moment->numbers, earlier->numbers, earlier->page_count * sizeof *moment->numbers);
    moment->page_count = earlier->page_count;
    moment->rows = earlier->rows;
    for (size_t i = 0; i < earlier->page_count; i++)
        moment->pages[i] = draft_open(store, moment->counters, earlier->pages[i], earlier->numbers[i]);
    store->drafted = moment_index + 1;
}

static void page_drop(struct moment *moment, size_t place)
{
    size_t behind = --moment->page_count - place;

    memmove(moment->pages + place, moment->pages + place + 1, behind * sizeof *moment->pages);
    memmove(moment->numbers + place, moment->numbers + place + 1, behind * sizeof *moment->numbers);
}

/* Nothing is left of the row, so that a moment is the same whether it had one or not. */
void store_remove(struct store *store, size_t moment_index, size_t tag)
{
    struct moment *moment = &store->moments[moment_index];
    size_t place = moment_place_of(moment, tag / PAGE_TAGS);
    struct page *page = moment_page_to_write(store, moment, place);
    const struct page_layout *layout = store_layout(store, moment->counters, page->wide);

    FOR_EACH_COUNTER(counter, moment->counters)
        page_set(page, layout, counter, tag % PAGE_TAGS, 0);
    page->present &= ~(UINT64_C(1) << tag % PAGE_TAGS);
    if (!page->present)
        page_drop(moment, place);
    moment->rows--;
}

void store_change(struct store *store, size_t moment_index, size_t tag, const struct pool_row *row)
{
    struct moment *moment = &store->moments[moment_index];
    size_t place = moment_place_of(moment, tag / PAGE_TAGS);
    struct page *page = moment_page_to_write(store, moment, place);
    const struct page_layout *layout = store_layout(store, moment->counters, page->wide);

    FOR_EACH_COUNTER(counter, moment->counters) {
        if (page_set(page, layout, counter, tag % PAGE_TAGS, row->value[counter]))
            continue;
        page = moment_page_widen(store, moment, tag / PAGE_TAGS);
        layout = store_layout(store, moment->counters, true);
        page_set(page, layout, counter, tag % PAGE_TAGS, row->value[counter]);
    }
}
