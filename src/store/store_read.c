/* store_read.c - values out of a finished store: of one tag, or of one moment. For many moments: store_walk.c. */
#include <assert.h>
#include <string.h>

#include "store/store_internal.h"

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
    if (!store_has_owner(store, tag))
        return false;
    *driver = map_name(&store->texts, store->owners[tag].driver);
    *description = map_name(&store->texts, store->owners[tag].description);
    return true;
}

enum reclaim store_reclaimable(const struct store *store, size_t tag)
{
    return tag < store->reclaim_count ? (enum reclaim)store->reclaim[tag] : RECLAIM_UNKNOWN;
}

int64_t store_time(const struct store *store, size_t moment)
{
    assert(moment < store->moment_count);
    return store->moments[moment].utc_us;
}

int64_t store_local(const struct store *store, size_t moment)
{
    int64_t local_us = store->moments[moment].local_us;

    return local_us == LOCAL_TIME_UNKNOWN ? store->moments[moment].utc_us : local_us;
}

const struct moment_facts *store_facts_of(const struct store *store, size_t moment)
{
    return &store->moments[moment].facts;
}

bool store_knows_local(const struct store *store)
{
    for (size_t i = 0; i < store->moment_count; i++)
        if (store->moments[i].local_us == LOCAL_TIME_UNKNOWN)
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

const size_t *store_reboots(const struct store *store, size_t *count, bool *known)
{
    assert(store->is_finished);
    *count = store->reboot_count;
    *known = store->reboots_known;
    return store->reboots;
}

size_t store_boot_of(const struct store *store, size_t moment)
{
    size_t low = 0, high = store->reboot_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (store->reboots[middle] <= moment)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? store->reboots[low - 1] : 0;
}

bool store_has(const struct store *store, size_t tag)
{
    assert(store->is_finished);
    return tag < store->tags.count && (store->present[tag / PAGE_TAGS] >> (tag % PAGE_TAGS) & 1);
}

size_t store_tags_present(const struct store *store)
{
    size_t count = 0;

    assert(store->is_finished);
    for (size_t i = 0; i * PAGE_TAGS < store->tags.count; i++)
        count += (size_t)__builtin_popcountll(store->present[i]);
    return count;
}

bool store_is_complete(const struct store *store, size_t moment_index, enum metric metric)
{
    const struct moment *moment = &store->moments[moment_index];
    unsigned uses = metric_uses(metric, moment->counters);

    return uses && !(uses & moment->lost);
}

/* The metric of one tag in one page; `uses` are the counters that it is computed from. */
static amount cell_metric(const struct store *store, const struct moment *moment, const struct column_page *page,
                          size_t slot, unsigned uses)
{
    const struct page_layout *layout = store_layout(store, moment->counters, page->wide);
    int64_t value[COUNTERS] = {0};
    amount sum = 0;

    FOR_EACH_COUNTER(counter, uses) {
        if (!page_is_known(page, counter, slot))
            return AMOUNT_MISSING;
        value[counter] = page_get(page, layout, counter, slot);
    }
    sum += counter_live(value[PAGED_ALLOCS], value[PAGED_FREES]);
    sum += counter_live(value[NONPAGED_ALLOCS], value[NONPAGED_FREES]);
    sum += (amount)value[PAGED_LIVE] + value[NONPAGED_LIVE];
    return sum + value[PAGED_BYTES] + value[NONPAGED_BYTES] + value[TOTAL_BYTES];
}

static amount cell_of(const struct store *store, const struct moment *moment, size_t tag, unsigned uses)
{
    struct column_page **page = uses ? moment_page_find(moment, tag / PAGE_TAGS) : NULL;

    return page ? cell_metric(store, moment, *page, tag % PAGE_TAGS, uses) : AMOUNT_MISSING;
}

void store_series(const struct store *store, size_t tag, enum metric metric, amount *out)
{
    assert(store->is_finished && tag < store->tags.count);
    for (size_t m = 0; m < store->moment_count; m++)
        out[m] = cell_of(store, &store->moments[m], tag, metric_uses(metric, store->moments[m].counters));
}

void store_values(const struct store *store, size_t moment_index, enum metric metric, amount *out)
{
    const struct moment *moment = &store->moments[moment_index];
    unsigned uses = metric_uses(metric, moment->counters);

    assert(store->is_finished && moment_index < store->moment_count);
    for (size_t tag = 0; tag < store_tags(store); tag++)
        out[tag] = cell_of(store, moment, tag, uses);
}

amount store_total(const struct store *store, size_t moment_index, enum metric metric)
{
    const struct moment *moment = &store->moments[moment_index];
    unsigned uses = metric_uses(metric, moment->counters);
    amount sum = 0;

    assert(store->is_finished && moment_index < store->moment_count);
    if (!store_is_complete(store, moment_index, metric))
        return AMOUNT_MISSING;
    for (size_t tag = 0; tag < store_tags(store); tag++) {
        amount value = cell_of(store, moment, tag, uses);

        sum += value == AMOUNT_MISSING ? 0 : value;
    }
    return sum;
}
