#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/store_internal.h"

#define CHUNK_BYTES ((size_t)1 << 20)

void *store_alloc(struct store *store, size_t size)
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
    struct page *page = store_alloc(store, store_layout(store, counters, wide)->size);

    page->wide = wide;
    return page;
}

/* Mostly a moment has all pages, and each stands at its own number. */
size_t moment_place_of(const struct moment *moment, size_t number)
{
    size_t low = 0, high = moment->page_count;

    if (number < high && moment->numbers[number] == number)
        return number;
    if (high && moment->numbers[high - 1] < number)
        return high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (moment->numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct page **moment_page_of(const struct moment *moment, size_t number)
{
    size_t place = moment_place_of(moment, number);

    return place < moment->page_count && moment->numbers[place] == number ? &moment->pages[place] : NULL;
}

/* A tag that needed 64 bits in the snapshot before will need them again. */
static bool starts_wide(const struct store *store, const struct moment *moment, size_t number)
{
    struct page **before = moment > store->moments ? moment_page_of(moment - 1, number) : NULL;

    return before && (*before)->wide;
}

void moment_reserve(struct moment *moment, size_t count)
{
    moment->pages = memory_resize(moment->pages, count, sizeof *moment->pages);
    moment->numbers = memory_resize(moment->numbers, count, sizeof *moment->numbers);
    moment->page_capacity = count;
}

static struct page *moment_page(struct store *store, struct moment *moment, size_t number)
{
    size_t place = moment_place_of(moment, number), behind = moment->page_count - place;

    if (behind && moment->numbers[place] == number)
        return moment_page_to_write(store, moment, place);
    if (moment->page_count == moment->page_capacity) // as many as the moment before has, then more and more
        moment_reserve(moment, moment->page_capacity     ? moment->page_capacity + moment->page_capacity / 4 + 4
                               : moment > store->moments ? moment[-1].page_count + 1
                                                         : 16);
    memmove(moment->pages + place + 1, moment->pages + place, behind * sizeof *moment->pages);
    memmove(moment->numbers + place + 1, moment->numbers + place, behind * sizeof *moment->numbers);
    moment->pages[place] = page_new(store, moment->counters, starts_wide(store, moment, number));
    moment->numbers[place] = (uint32_t)number;
    moment->page_count++;
    return moment->pages[place];
}

static struct page *page_whole(struct store *store, const struct moment *moment, const struct page *from, bool wide)
{
    struct page *page = page_new(store, moment->counters, wide);

    page_copy(page, store_layout(store, moment->counters, wide), from,
              store_layout(store, moment->counters, from->wide));
    page->unknown = from->unknown;
    return page;
}

struct page *moment_page_to_write(struct store *store, struct moment *moment, size_t place)
{
    if (moment->pages[place]->sealed)
        moment->pages[place] = page_whole(store, moment, moment->pages[place], moment->pages[place]->wide);
    return moment->pages[place];
}

struct page *moment_page_widen(struct store *store, struct moment *moment, size_t number)
{
    struct page **at = moment_page_of(moment, number);

    return *at = page_whole(store, moment, *at, true);
}

static void cell_set_unknown(struct store *store, struct moment *moment, size_t tag, enum counter counter)
{
    struct page *page = *moment_page_of(moment, tag / PAGE_TAGS);

    if (!page->unknown) // rare
        page->unknown = store_alloc(store, COUNTERS * sizeof *page->unknown);
    page->unknown[counter] |= UINT64_C(1) << tag % PAGE_TAGS;
}

static void cell_set(struct store *store, struct moment *moment, size_t tag, enum counter counter, int64_t value)
{
    size_t number = tag / PAGE_TAGS, slot = tag % PAGE_TAGS;
    struct page *page = *moment_page_of(moment, number);

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
    const struct page *page = *moment_page_of(moment, tag / PAGE_TAGS);

    return page_row(page, store_layout(store, moment->counters, page->wide), moment->counters, tag % PAGE_TAGS);
}

/* The tag stands twice in one snapshot: the rows are summed. What does not fit is lost, and returned. */
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
    struct page *page = moment_page(store, moment, tag / PAGE_TAGS);
    const struct page_layout *layout = store_layout(store, moment->counters, page->wide);
    size_t slot = tag % PAGE_TAGS;

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
