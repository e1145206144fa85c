#include "model/store.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/store_inside.h"

#define CHUNK_BYTES ((size_t)1 << 20)

struct store *store_new(void)
{
    return memory_new(1, sizeof(struct store));
}

void store_free(struct store *store)
{
    if (!store)
        return;
    for (size_t i = 0; i < store->moment_count; i++)
        free(store->moments[i].pages);
    for (size_t i = 0; i < store->source_count; i++)
        free(store->sources[i]);
    for (size_t i = 0; i < store->chunk_count; i++)
        free(store->chunks[i]);
    for (size_t i = 0; i < 1 << COUNTERS; i++) {
        free(store->layouts[i][0]);
        free(store->layouts[i][1]);
    }
    map_free(&store->tags);
    free(store->moments);
    free(store->sources);
    free(store->in_source);
    free(store->present);
    free(store->boots);
    free(store->chunks);
    free(store);
}

const struct page_layout *store_layout(const struct store *store, unsigned counters, bool wide)
{
    return store->layouts[counters][wide];
}

void store_source(struct store *store, const char *name)
{
    ARRAY_RESERVE(store->sources, store->source_capacity, store->source_count + 1);
    store->sources[store->source_count++] = memory_copy(name, strlen(name));
    store->in_source_count = 0;
}

static void layouts_make(struct store *store, unsigned counters)
{
    for (int wide = 0; wide < 2; wide++)
        if (!store->layouts[counters][wide]) {
            store->layouts[counters][wide] = memory_new(1, sizeof(struct page_layout));
            page_layout_make(store->layouts[counters][wide], counters, wide);
        }
}

/* Where in in_source a moment of that time is or belongs. Snapshots mostly come in order, so look at the end first. */
static size_t place_in_source(const struct store *store, int64_t utc_us)
{
    size_t low = 0, high = store->in_source_count;

    if (high && store->moments[store->in_source[high - 1]].utc_us < utc_us)
        return high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (store->moments[store->in_source[middle]].utc_us < utc_us)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t store_moment(struct store *store, int64_t utc_us, int64_t local_us, unsigned counters)
{
    size_t place = place_in_source(store, utc_us), after = store->in_source_count - place;

    if (after && store->moments[store->in_source[place]].utc_us == utc_us)
        return store->in_source[place];
    store->sources_used += store->in_source_count == 0;
    layouts_make(store, counters);
    ARRAY_RESERVE(store->in_source, store->in_source_capacity, store->in_source_count + 1);
    memmove(store->in_source + place + 1, store->in_source + place, after * sizeof *store->in_source);
    store->in_source[place] = store->moment_count;
    store->in_source_count++;
    ARRAY_RESERVE(store->moments, store->moment_capacity, store->moment_count + 1);
    store->moments[store->moment_count] = (struct moment){
        .utc_us = utc_us, .local_us = local_us, .source = store->source_count - 1, .counters = counters};
    return store->moment_count++;
}

void store_mark_local(struct store *store, size_t moment)
{
    store->moments[moment].is_local = true;
}

size_t store_tag(struct store *store, struct text tag)
{
    return map_intern(&store->tags, tag);
}

/* Zeroed bytes that live as long as the store; `size` is a multiple of 8. */
static void *chunk_take(struct store *store, size_t size)
{
    char *taken;

    if (store->chunk_count == 0 || CHUNK_BYTES - store->chunk_used < size) {
        ARRAY_RESERVE(store->chunks, store->chunk_capacity, store->chunk_count + 1);
        store->chunks[store->chunk_count++] = memory_new(CHUNK_BYTES, 1);
        store->chunk_used = 0;
    }
    taken = store->chunks[store->chunk_count - 1] + store->chunk_used;
    store->chunk_used += size;
    return taken;
}

static struct page *page_new(struct store *store, unsigned counters, bool wide)
{
    struct page *page = chunk_take(store, store_layout(store, counters, wide)->size);

    page->wide = wide;
    return page;
}

/* A tag that needed 64 bits in the snapshot before will need them again. */
static bool starts_wide(const struct store *store, const struct moment *moment, size_t index)
{
    const struct moment *before = moment - 1;

    return moment > store->moments && index < before->page_count && before->pages[index] &&
           before->pages[index]->wide;
}

static struct page *moment_page(struct store *store, struct moment *moment, size_t index)
{
    if (index >= moment->page_count) {
        size_t tag_pages = (store->tags.count + PAGE_TAGS - 1) / PAGE_TAGS;
        size_t count = tag_pages > index ? tag_pages : index + 1;

        moment->pages = memory_resize(moment->pages, count, sizeof(struct page *));
        memset(moment->pages + moment->page_count, 0, (count - moment->page_count) * sizeof(struct page *));
        moment->page_count = count;
    }
    if (!moment->pages[index])
        moment->pages[index] = page_new(store, moment->counters, starts_wide(store, moment, index));
    return moment->pages[index];
}

static struct page *page_widen(struct store *store, struct moment *moment, size_t index)
{
    struct page *narrow = moment->pages[index], *wide = page_new(store, moment->counters, true);
    const struct page_layout *from = store_layout(store, moment->counters, false);
    const struct page_layout *to = store_layout(store, moment->counters, true);

    wide->present = narrow->present;
    wide->unknown = narrow->unknown;
    for (unsigned left = moment->counters; left; left &= left - 1) {
        enum counter counter = (enum counter)__builtin_ctz(left);

        for (size_t slot = 0; slot < PAGE_TAGS; slot++)
            page_set(wide, to, counter, slot, page_get(narrow, from, counter, slot));
    }
    moment->pages[index] = wide;
    return wide;
}

static void page_set_unknown(struct store *store, struct page *page, enum counter counter, size_t slot)
{
    if (!page->unknown) // rare
        page->unknown = chunk_take(store, COUNTERS * sizeof *page->unknown);
    page->unknown[counter] |= UINT64_C(1) << slot;
}

static void cell_set(struct store *store, struct moment *moment, size_t tag, enum counter counter, int64_t value)
{
    size_t index = tag / PAGE_TAGS, slot = tag % PAGE_TAGS;
    struct page *page = moment->pages[index];

    if (page_set(page, store_layout(store, moment->counters, page->wide), counter, slot, value))
        return;
    page = page_widen(store, moment, index);
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
    const struct page *page = moment->pages[tag / PAGE_TAGS];
    const struct page_layout *layout = store_layout(store, moment->counters, page->wide);
    struct pool_row row = {0};

    for (unsigned left = moment->counters; left; left &= left - 1) {
        enum counter counter = (enum counter)__builtin_ctz(left);

        if (!page_is_known(page, counter, tag % PAGE_TAGS))
            continue;
        row.value[counter] = page_get(page, layout, counter, tag % PAGE_TAGS);
        row.known |= COUNTER_BIT(counter);
    }
    return row;
}

/* The tag stands twice in one snapshot: the rows are summed. What does not fit is lost, and returned. */
static unsigned put_again(struct store *store, struct moment *moment, size_t tag, const struct pool_row *row)
{
    struct pool_row old = row_unwrapped(row_of(store, moment, tag)), added = row_unwrapped(*row);
    unsigned too_large = 0;

    for (unsigned left = moment->counters; left; left &= left - 1) {
        enum counter counter = (enum counter)__builtin_ctz(left);
        int64_t sum = 0;

        if (!(old.known & added.known & COUNTER_BIT(counter))) {
            page_set_unknown(store, moment->pages[tag / PAGE_TAGS], counter, tag % PAGE_TAGS);
        } else if (__builtin_add_overflow(old.value[counter], added.value[counter], &sum)) {
            too_large |= COUNTER_BIT(counter);
            page_set_unknown(store, moment->pages[tag / PAGE_TAGS], counter, tag % PAGE_TAGS);
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
    struct page *page = moment_page(store, moment, tag / PAGE_TAGS);
    size_t slot = tag % PAGE_TAGS;

    moment->rows++;
    if (page_is_present(page, slot))
        return put_again(store, moment, tag, row);
    page->present |= UINT64_C(1) << slot;
    for (unsigned left = moment->counters; left; left &= left - 1) {
        enum counter counter = (enum counter)__builtin_ctz(left);

        if (row->known & COUNTER_BIT(counter))
            cell_set(store, moment, tag, counter, row->value[counter]);
        else
            page_set_unknown(store, moment->pages[tag / PAGE_TAGS], counter, slot);
    }
    moment->lost |= moment->counters & ~row->known;
    return 0;
}

void store_lost(struct store *store, size_t moment, unsigned counters)
{
    store->moments[moment].lost |= counters;
}
