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
        moment_free(&store->moments[i]);
    for (size_t i = 0; i < store->source_count; i++)
        free(store->sources[i]);
    for (size_t i = 0; i < store->chunk_count; i++)
        free(store->chunks[i]);
    for (size_t i = 0; i < 1 << COUNTERS; i++) {
        free(store->layouts[i][0]);
        free(store->layouts[i][1]);
    }
    map_free(&store->tags);
    map_free(&store->texts);
    free(store->owners);
    free(store->moments);
    free(store->sources);
    map_free(&store->in_source);
    free(store->present);
    free(store->boots);
    free(store->gaps);
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
    map_free(&store->in_source);
    store->source_first = store->moment_count;
}

void store_source_again(struct store *store)
{
    store_source(store, store->sources[store->source_count - 1]);
    store->sources_used--; // its first moment counts it again
}

void store_gap(struct store *store, int64_t since_us, int64_t until_us, const char *why)
{
    struct store_gap *gap;

    ARRAY_RESERVE(store->gaps, store->gap_room, store->gap_count + 1);
    gap = &store->gaps[store->gap_count++];
    *gap = (struct store_gap){.since_us = since_us, .until_us = until_us};
    memcpy(gap->why, why, strlen(why) < sizeof gap->why ? strlen(why) : sizeof gap->why - 1);
}

void store_layouts_make(struct store *store, unsigned counters)
{
    for (int wide = 0; wide < 2; wide++)
        if (!store->layouts[counters][wide]) {
            store->layouts[counters][wide] = memory_new(1, sizeof(struct page_layout));
            page_layout_make(store->layouts[counters][wide], counters, wide);
        }
}

static struct text time_key(const int64_t *utc_us)
{
    return (struct text){(const char *)utc_us, sizeof *utc_us};
}

size_t store_moment(struct store *store, int64_t utc_us, int64_t local_us, unsigned counters)
{
    size_t moment = store->source_first + map_intern(&store->in_source, time_key(&utc_us));
    struct moment *m;

    if (moment < store->moment_count)
        return moment;
    store->sources_used += moment == store->source_first;
    store_layouts_make(store, counters);
    ARRAY_RESERVE(store->moments, store->moment_capacity, moment + 1);
    m = &store->moments[store->moment_count++];
    *m = (struct moment){
        .utc_us = utc_us, .local_us = local_us, .source = store->source_count - 1, .counters = counters};
    for (int i = 0; i < TOTALS; i++)
        m->facts.totals[i] = TOTAL_UNKNOWN;
    return moment;
}

void store_facts(struct store *store, size_t moment, const struct moment_facts *facts)
{
    store->moments[moment].facts = *facts;
}

void store_mark(struct store *store, size_t moment, enum time_basis basis)
{
    store->moments[moment].basis = basis;
}

size_t store_moment_untimed(struct store *store, unsigned counters)
{
    // a time that no other moment has, until store_finish numbers them
    size_t moment = store_moment(store, INT64_MIN + 1 + (int64_t)store->moment_count, STORE_NO_LOCAL, counters);

    store_mark(store, moment, TIME_UNKNOWN);
    return moment;
}

void store_interval(struct store *store, int64_t interval_us)
{
    store->interval_us = interval_us;
}

size_t store_tag(struct store *store, struct text tag)
{
    return map_intern(&store->tags, tag);
}

bool store_is_owned(const struct store *store, size_t tag)
{
    return tag < store->owner_count && (store->owners[tag].driver || store->owners[tag].description);
}

void store_own(struct store *store, size_t tag, struct text driver, struct text description)
{
    if (store_is_owned(store, tag) || (driver.length == 0 && description.length == 0))
        return;
    if (tag >= store->owner_count) {
        ARRAY_RESERVE(store->owners, store->owner_capacity, tag + 1);
        memset(store->owners + store->owner_count, 0, (tag + 1 - store->owner_count) * sizeof *store->owners);
        store->owner_count = tag + 1;
    }
    map_intern(&store->texts, (struct text){"", 0});
    store->owners[tag].driver = (uint32_t)map_intern(&store->texts, driver);
    store->owners[tag].description = (uint32_t)map_intern(&store->texts, description);
}

void store_machine(struct store *store, const struct machine *machine)
{
    store->machine = *machine;
}

const struct machine *store_machine_of(const struct store *store)
{
    return &store->machine;
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

void moment_free(struct moment *moment)
{
    free(moment->pages);
    free(moment->numbers);
    *moment = (struct moment){0};
}

/* Where the page of that number is or belongs. Mostly a moment has all pages, and each stands at its own number. */
static size_t page_place(const struct moment *moment, size_t number)
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
    size_t place = page_place(moment, number);

    return place < moment->page_count && moment->numbers[place] == number ? &moment->pages[place] : NULL;
}

/* A tag that needed 64 bits in the snapshot before will need them again. */
static bool starts_wide(const struct store *store, const struct moment *moment, size_t number)
{
    struct page **before = moment > store->moments ? moment_page_of(moment - 1, number) : NULL;

    return before && (*before)->wide;
}

static void pages_reserve(struct moment *moment, size_t count)
{
    moment->pages = memory_resize(moment->pages, count, sizeof *moment->pages);
    moment->numbers = memory_resize(moment->numbers, count, sizeof *moment->numbers);
    moment->page_room = count;
}

static struct page *moment_page(struct store *store, struct moment *moment, size_t number)
{
    size_t place = page_place(moment, number), behind = moment->page_count - place;

    if (behind && moment->numbers[place] == number)
        return moment->pages[place];
    if (moment->page_count == moment->page_room) // as many as the moment before has, then more and more
        pages_reserve(moment, moment->page_room         ? moment->page_room + moment->page_room / 4 + 4
                              : moment > store->moments ? moment[-1].page_count + 1
                                                        : 16);
    memmove(moment->pages + place + 1, moment->pages + place, behind * sizeof *moment->pages);
    memmove(moment->numbers + place + 1, moment->numbers + place, behind * sizeof *moment->numbers);
    moment->pages[place] = page_new(store, moment->counters, starts_wide(store, moment, number));
    moment->numbers[place] = (uint32_t)number;
    moment->page_count++;
    return moment->pages[place];
}

static struct page *page_widen(struct store *store, struct moment *moment, size_t number)
{
    struct page **at = moment_page_of(moment, number), *narrow = *at, *wide = page_new(store, moment->counters, true);
    const struct page_layout *from = store_layout(store, moment->counters, false);
    const struct page_layout *to = store_layout(store, moment->counters, true);

    wide->present = narrow->present;
    wide->unknown = narrow->unknown;
    for (unsigned left = moment->counters; left; left &= left - 1) {
        enum counter counter = (enum counter)__builtin_ctz(left);

        for (size_t slot = 0; slot < PAGE_TAGS; slot++)
            page_set(wide, to, counter, slot, page_get(narrow, from, counter, slot));
    }
    *at = wide;
    return wide;
}

static void cell_set_unknown(struct store *store, struct moment *moment, size_t tag, enum counter counter)
{
    struct page *page = *moment_page_of(moment, tag / PAGE_TAGS);

    if (!page->unknown) // rare
        page->unknown = chunk_take(store, COUNTERS * sizeof *page->unknown);
    page->unknown[counter] |= UINT64_C(1) << tag % PAGE_TAGS;
}

static void cell_set(struct store *store, struct moment *moment, size_t tag, enum counter counter, int64_t value)
{
    size_t number = tag / PAGE_TAGS, slot = tag % PAGE_TAGS;
    struct page *page = *moment_page_of(moment, number);

    if (page_set(page, store_layout(store, moment->counters, page->wide), counter, slot, value))
        return;
    page = page_widen(store, moment, number);
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

    for (unsigned left = moment->counters; left; left &= left - 1) {
        enum counter counter = (enum counter)__builtin_ctz(left);
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
    for (unsigned left = moment->counters; left; left &= left - 1) {
        enum counter counter = (enum counter)__builtin_ctz(left);

        if (!(row->known & COUNTER_BIT(counter))) {
            cell_set_unknown(store, moment, tag, counter);
        } else if (!page_set(page, layout, counter, slot, row->value[counter])) {
            page = page_widen(store, moment, tag / PAGE_TAGS);
            layout = store_layout(store, moment->counters, true);
            page_set(page, layout, counter, slot, row->value[counter]);
        }
    }
    moment->lost |= moment->counters & ~row->known;
    return 0;
}

void store_lost(struct store *store, size_t moment, unsigned counters)
{
    store->moments[moment].lost |= counters;
}

void store_repeat(struct store *store, size_t moment_index, size_t earlier_index)
{
    struct moment *moment = &store->moments[moment_index];
    const struct moment *earlier = &store->moments[earlier_index];

    if (earlier->page_count == 0)
        return;
    pages_reserve(moment, earlier->page_count);
    memcpy(moment->numbers, earlier->numbers, earlier->page_count * sizeof *moment->numbers);
    moment->page_count = earlier->page_count;
    moment->rows = earlier->rows;
    for (size_t i = 0; i < earlier->page_count; i++) {
        const struct page *from = earlier->pages[i];

        moment->pages[i] = page_new(store, moment->counters, from->wide);
        memcpy(moment->pages[i], from, store_layout(store, moment->counters, from->wide)->size);
        moment->pages[i]->unknown = NULL;
    }
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
    size_t place = page_place(moment, tag / PAGE_TAGS);
    struct page *page = moment->pages[place];
    const struct page_layout *layout = store_layout(store, moment->counters, page->wide);

    for (unsigned left = moment->counters; left; left &= left - 1)
        page_set(page, layout, (enum counter)__builtin_ctz(left), tag % PAGE_TAGS, 0);
    page->present &= ~(UINT64_C(1) << tag % PAGE_TAGS);
    if (!page->present)
        page_drop(moment, place);
    moment->rows--;
}

void store_change(struct store *store, size_t moment_index, size_t tag, const struct pool_row *row)
{
    struct moment *moment = &store->moments[moment_index];
    struct page *page = *moment_page_of(moment, tag / PAGE_TAGS);
    const struct page_layout *layout = store_layout(store, moment->counters, page->wide);

    for (unsigned left = moment->counters; left; left &= left - 1) {
        enum counter counter = (enum counter)__builtin_ctz(left);

        if (page_set(page, layout, counter, tag % PAGE_TAGS, row->value[counter]))
            continue;
        page = page_widen(store, moment, tag / PAGE_TAGS);
        layout = store_layout(store, moment->counters, true);
        page_set(page, layout, counter, tag % PAGE_TAGS, row->value[counter]);
    }
}
