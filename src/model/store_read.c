#include <string.h>

#include "model/store_inside.h"

size_t store_sources(const struct store *store)
{
    return store->sources_used;
}

size_t store_moments(const struct store *store)
{
    return store->moment_count;
}

size_t store_tags(const struct store *store)
{
    return store->tags.count;
}

struct text store_tag_name(const struct store *store, size_t tag)
{
    return map_name(&store->tags, tag);
}

size_t store_find_tag(const struct store *store, struct text tag)
{
    return map_find(&store->tags, tag);
}

bool store_owner(const struct store *store, size_t tag, struct text *driver, struct text *description)
{
    if (!store_is_owned(store, tag))
        return false;
    *driver = map_name(&store->texts, store->owners[tag].driver);
    *description = map_name(&store->texts, store->owners[tag].description);
    return true;
}

int64_t store_time(const struct store *store, size_t moment)
{
    return store->moments[moment].utc_us;
}

int64_t store_local(const struct store *store, size_t moment)
{
    int64_t local_us = store->moments[moment].local_us;

    return local_us == STORE_NO_LOCAL ? store->moments[moment].utc_us : local_us;
}

const struct moment_facts *store_facts_of(const struct store *store, size_t moment)
{
    return &store->moments[moment].facts;
}

bool store_knows_local(const struct store *store)
{
    for (size_t i = 0; i < store->moment_count; i++)
        if (store->moments[i].local_us == STORE_NO_LOCAL)
            return false;
    return true;
}

bool store_is_local(const struct store *store)
{
    for (size_t i = 0; i < store->moment_count; i++)
        if (store->moments[i].basis == TIME_LOCAL)
            return true;
    return false;
}

bool store_is_numbered(const struct store *store, int64_t *interval_us)
{
    *interval_us = store->interval_us;
    return store->is_numbered;
}

const char *store_source_name(const struct store *store, size_t moment)
{
    return store->sources[store->moments[moment].source];
}

unsigned store_counters(const struct store *store)
{
    unsigned counters = 0;

    for (size_t i = 0; i < store->moment_count; i++)
        counters |= store->moments[i].counters;
    return counters;
}

unsigned store_counters_of(const struct store *store, size_t moment)
{
    return store->moments[moment].counters;
}

const struct store_gap *store_gaps(const struct store *store, size_t *count)
{
    *count = store->gap_count;
    return store->gaps;
}

const size_t *store_boots(const struct store *store, size_t *count, bool *known)
{
    *count = store->boot_count;
    *known = store->boots_known;
    return store->boots;
}

static const struct page *page_at(const struct moment *moment, size_t index)
{
    struct page **page = moment_page_of(moment, index);

    return page ? *page : NULL;
}

bool store_has(const struct store *store, size_t tag)
{
    return tag < store->tags.count && (store->present[tag / PAGE_TAGS] >> (tag % PAGE_TAGS) & 1);
}

size_t store_tags_present(const struct store *store)
{
    size_t count = 0;

    for (size_t i = 0; i * PAGE_TAGS < store->tags.count; i++)
        count += (size_t)__builtin_popcountll(store->present[i]);
    return count;
}

static void add_column(const struct page *page, const struct page_layout *layout, enum counter counter, bool is_first,
                       amount *out)
{
    int64_t column[PAGE_TAGS];

    page_column(page, layout, counter, column);
    if (is_first) {
        for (size_t i = 0; i < PAGE_TAGS; i++)
            out[i] = column[i];
        return;
    }
    for (size_t i = 0; i < PAGE_TAGS; i++)
        out[i] += column[i];
}

static void add_live(const struct page *page, const struct page_layout *layout, enum counter allocs, enum counter frees,
                     bool is_first, amount *out)
{
    int64_t a[PAGE_TAGS], f[PAGE_TAGS];

    page_column(page, layout, allocs, a);
    page_column(page, layout, frees, f);
    if (page->wide) {
        for (size_t i = 0; i < PAGE_TAGS; i++)
            out[i] = (is_first ? 0 : out[i]) + counter_live(a[i], f[i]);
        return;
    }
    for (size_t i = 0; i < PAGE_TAGS; i++) // both have 32 bits: this is counter_live without its 128
        a[i] = (int64_t)(uint32_t)(a[i] - f[i]);
    for (size_t i = 0; i < PAGE_TAGS; i++)
        out[i] = (is_first ? 0 : out[i]) + a[i];
}

uint64_t page_measure(const struct store *store, const struct moment *moment, const struct page *page,
                      enum measure measure, amount *out)
{
    const struct page_layout *layout = store_layout(store, moment->counters, page->wide);
    unsigned uses = measure_uses(measure, moment->counters);
    uint64_t known = uses ? page->present : 0;

    for (unsigned left = page->unknown ? uses : 0; left; left &= left - 1)
        known &= ~page->unknown[__builtin_ctz(left)];
    for (unsigned left = uses; left; left &= left - 1) {
        enum counter counter = (enum counter)__builtin_ctz(left);
        bool is_first = left == uses;

        if (counter == PAGED_ALLOCS || counter == NONPAGED_ALLOCS) // its frees come with it
            add_live(page, layout, counter, counter == PAGED_ALLOCS ? PAGED_FREES : NONPAGED_FREES, is_first, out);
        else if (counter != PAGED_FREES && counter != NONPAGED_FREES)
            add_column(page, layout, counter, is_first, out);
    }
    return known;
}

void store_values(const struct store *store, size_t moment_index, enum measure measure, amount *out)
{
    const struct moment *moment = &store->moments[moment_index];
    size_t tags = store_tags(store);
    amount values[PAGE_TAGS];

    for (size_t first = 0; first < tags; first += PAGE_TAGS) {
        const struct page *page = page_at(moment, first / PAGE_TAGS);
        uint64_t known = page ? page_measure(store, moment, page, measure, values) : 0;

        for (size_t i = 0; i < PAGE_TAGS && first + i < tags; i++)
            out[first + i] = known >> i & 1 ? values[i] : AMOUNT_MISSING;
    }
}

void moment_prefetch(const struct store *store, const struct moment *moment, size_t index, unsigned counters)
{
    if (index < moment->page_count)
        page_prefetch(moment->pages[index], store_layout(store, moment->counters, moment->pages[index]->wide),
                      counters);
}

bool store_is_whole(const struct store *store, size_t moment_index, enum measure measure)
{
    const struct moment *moment = &store->moments[moment_index];
    unsigned uses = measure_uses(measure, moment->counters);

    return uses && !(uses & moment->lost);
}

/* Sums that are only sums of columns, as of bytes. */
static bool adds_columns(const struct page *page, unsigned uses)
{
    return !page->unknown && !(uses & (COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(NONPAGED_ALLOCS)));
}

static amount page_total(const struct store *store, const struct moment *moment, const struct page *page,
                         enum measure measure)
{
    unsigned uses = measure_uses(measure, moment->counters);
    amount sum = 0, values[PAGE_TAGS];
    uint64_t known;

    if (adds_columns(page, uses)) {
        for (; uses; uses &= uses - 1)
            sum += page_sum(page, store_layout(store, moment->counters, page->wide), (enum counter)__builtin_ctz(uses));
        return sum;
    }
    known = page_measure(store, moment, page, measure, values);
    for (size_t i = 0; i < PAGE_TAGS; i++)
        sum += known >> i & 1 ? values[i] : 0;
    return sum;
}

amount store_total(const struct store *store, size_t moment_index, enum measure measure)
{
    const struct moment *moment = &store->moments[moment_index];
    amount sum = 0;

    if (!store_is_whole(store, moment_index, measure))
        return AMOUNT_MISSING;
    for (size_t index = 0; index < moment->page_count; index++) {
        moment_prefetch(store, moment, index + 2, measure_uses(measure, moment->counters));
        sum += page_total(store, moment, moment->pages[index], measure);
    }
    return sum;
}

/* The same as page_measure for one tag alone. */
static amount cell_measure(const struct store *store, const struct moment *moment, const struct page *page, size_t slot,
                           unsigned uses)
{
    const struct page_layout *layout = store_layout(store, moment->counters, page->wide);
    int64_t value[COUNTERS] = {0};
    amount sum = 0;

    for (unsigned left = uses; left; left &= left - 1) {
        enum counter counter = (enum counter)__builtin_ctz(left);

        if (!page_is_known(page, counter, slot))
            return AMOUNT_MISSING;
        value[counter] = page_get(page, layout, counter, slot);
    }
    sum += counter_live(value[PAGED_ALLOCS], value[PAGED_FREES]);
    sum += counter_live(value[NONPAGED_ALLOCS], value[NONPAGED_FREES]);
    sum += (amount)value[PAGED_LIVE] + value[NONPAGED_LIVE];
    return sum + value[PAGED_BYTES] + value[NONPAGED_BYTES] + value[TOTAL_BYTES];
}

void store_series(const struct store *store, size_t tag, enum measure measure, amount *out)
{
    for (size_t m = 0; m < store->moment_count; m++) {
        const struct moment *moment = &store->moments[m];
        const struct page *page = page_at(moment, tag / PAGE_TAGS);
        unsigned uses = measure_uses(measure, moment->counters);

        out[m] = page && uses ? cell_measure(store, moment, page, tag % PAGE_TAGS, uses) : AMOUNT_MISSING;
    }
}
