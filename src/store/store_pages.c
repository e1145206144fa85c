/* store_pages.c - the pages of a moment: allocated, found by number, made writable. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/require.h"
#include "store/store_internal.h"

#define CHUNK_BYTES ((size_t)1 << 20)

void *store_alloc(struct store *store, size_t size)
{
    char *bytes;

    require(size <= CHUNK_BYTES);
    assert(size % 8 == 0);
    if (store->chunk_count == 0 || CHUNK_BYTES - store->chunk_used < size) {
        ARRAY_RESERVE(store->chunks, store->chunk_capacity, store->chunk_count + 1);
        store->chunks[store->chunk_count++] = memory_new(CHUNK_BYTES, 1);
        store->chunk_used = 0;
    }
    bytes = store->chunks[store->chunk_count - 1] + store->chunk_used;
    store->chunk_used += size;
    return bytes;
}

void store_layouts_make(struct store *store, unsigned counters)
{
    for (int wide = 0; wide < 2; wide++)
        if (!store->layouts[counters][wide]) {
            store->layouts[counters][wide] = memory_new(1, sizeof(struct page_layout));
            page_layout_make(store->layouts[counters][wide], counters, wide);
        }
}

const struct page_layout *store_layout(const struct store *store, unsigned counters, bool wide)
{
    assert(store->layouts[counters][wide]);
    return store->layouts[counters][wide];
}

static struct column_page *page_new(struct store *store, unsigned counters, bool wide)
{
    struct column_page *page = store_alloc(store, store_layout(store, counters, wide)->size);

    page->wide = wide;
    return page;
}

static struct column_page *page_full_copy(struct store *store, const struct moment *moment,
                                          const struct column_page *from, bool wide)
{
    struct column_page *page = page_new(store, moment->counters, wide);

    page_copy(page, store_layout(store, moment->counters, wide), from,
              store_layout(store, moment->counters, from->wide));
    page->unknown = from->unknown;
    return page;
}

void moment_reserve(struct moment *moment, size_t count)
{
    moment->pages = memory_resize(moment->pages, count, sizeof *moment->pages);
    moment->page_numbers = memory_resize(moment->page_numbers, count, sizeof *moment->page_numbers);
    moment->page_capacity = count;
}

/* Most moments have every page, so that index and number are equal. */
size_t moment_page_index(const struct moment *moment, size_t number)
{
    size_t low = 0, high = moment->page_count;

    if (number < high && moment->page_numbers[number] == number)
        return number;
    if (high && moment->page_numbers[high - 1] < number)
        return high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (moment->page_numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct column_page **moment_page_find(const struct moment *moment, size_t number)
{
    size_t index = moment_page_index(moment, number);

    return index < moment->page_count && moment->page_numbers[index] == number ? &moment->pages[index] : NULL;
}

/* A tag that needed 64 bits in the snapshot before needs them again. */
static bool starts_wide(const struct store *store, const struct moment *moment, size_t number)
{
    struct column_page **before = moment > store->moments ? moment_page_find(moment - 1, number) : NULL;

    return before && (*before)->wide;
}

struct column_page *moment_page_add(struct store *store, struct moment *moment, size_t number)
{
    size_t index = moment_page_index(moment, number), following = moment->page_count - index;

    if (following && moment->page_numbers[index] == number)
        return moment_page_to_write(store, moment, index);
    if (moment->page_count == moment->page_capacity) // first as many as the moment before has, then growing
        moment_reserve(moment, moment->page_capacity     ? moment->page_capacity + moment->page_capacity / 4 + 4
                               : moment > store->moments ? moment[-1].page_count + 1
                                                         : 16);
    memmove(moment->pages + index + 1, moment->pages + index, following * sizeof *moment->pages);
    memmove(moment->page_numbers + index + 1, moment->page_numbers + index, following * sizeof *moment->page_numbers);
    moment->pages[index] = page_new(store, moment->counters, starts_wide(store, moment, number));
    moment->page_numbers[index] = (uint32_t)number;
    moment->page_count++;
    return moment->pages[index];
}

struct column_page *moment_page_to_write(struct store *store, struct moment *moment, size_t index)
{
    require(index < moment->page_count);
    if (moment->pages[index]->frozen)
        moment->pages[index] = page_full_copy(store, moment, moment->pages[index], moment->pages[index]->wide);
    return moment->pages[index];
}

struct column_page *moment_page_widen(struct store *store, struct moment *moment, size_t number)
{
    struct column_page **page = moment_page_find(moment, number);

    assert(page && !(*page)->wide);
    return *page = page_full_copy(store, moment, *page, true);
}

void moment_page_drop(struct moment *moment, size_t index)
{
    size_t following = --moment->page_count - index;

    memmove(moment->pages + index, moment->pages + index + 1, following * sizeof *moment->pages);
    memmove(moment->page_numbers + index, moment->page_numbers + index + 1, following * sizeof *moment->page_numbers);
}
