#include "store/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/store_internal.h"

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
    store_scratch_free(store);
    map_free(&store->tags);
    map_free(&store->texts);
    free(store->owners);
    free(store->reclaim);
    free(store->moments);
    free(store->sources);
    map_free(&store->in_source);
    free(store->present);
    free(store->reboots);
    free(store->gaps);
    free(store->chunks);
    free(store);
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
    assert(store->source_count);
    store_source(store, store->sources[store->source_count - 1]);
    store->sources_used--; // its next moment counts it again
}

void store_gap(struct store *store, int64_t since_us, int64_t until_us, const char *why)
{
    struct store_gap *gap;

    ARRAY_RESERVE(store->gaps, store->gap_capacity, store->gap_count + 1);
    gap = &store->gaps[store->gap_count++];
    *gap = (struct store_gap){.since_us = since_us, .until_us = until_us};
    memcpy(gap->why, why, strlen(why) < sizeof gap->why ? strlen(why) : sizeof gap->why - 1);
}

static struct text time_key(const int64_t *utc_us)
{
    return (struct text){(const char *)utc_us, sizeof *utc_us};
}

size_t store_moment(struct store *store, int64_t utc_us, int64_t local_us, unsigned counters)
{
    size_t moment = store->source_first + map_intern(&store->in_source, time_key(&utc_us));
    struct moment *m;

    assert(!store->is_finished && store->source_count);
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
    m->facts.uptime_ms = TOTAL_UNKNOWN;
    return moment;
}

void store_facts(struct store *store, size_t moment, const struct moment_facts *facts)
{
    assert(!store->is_finished && moment < store->moment_count);
    store->moments[moment].facts = *facts;
}

void store_retime(struct store *store, size_t moment, int64_t utc_us, int64_t local_us)
{
    assert(!store->is_finished && moment < store->moment_count);
    store->moments[moment].utc_us = utc_us;
    store->moments[moment].local_us = local_us;
}

void store_clock_set(struct store *store, size_t count, int64_t at_us, int64_t by_us)
{
    store->clock_steps += count;
    store->clock_set_us = at_us;
    store->clock_set_by = by_us;
}

size_t store_clock_steps(const struct store *store, int64_t *at_us, int64_t *by_us)
{
    *at_us = store->clock_set_us;
    *by_us = store->clock_set_by;
    return store->clock_steps;
}

void store_mark(struct store *store, size_t moment, enum time_basis basis)
{
    store->moments[moment].basis = basis;
}

size_t store_moment_untimed(struct store *store, unsigned counters)
{
    // a time that no other moment has, until store_finish numbers the moments
    size_t moment = store_moment(store, INT64_MIN + 1 + (int64_t)store->moment_count, LOCAL_TIME_UNKNOWN, counters);

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

bool store_has_owner(const struct store *store, size_t tag)
{
    return tag < store->owner_count && (store->owners[tag].driver || store->owners[tag].description);
}

void store_set_owner(struct store *store, size_t tag, struct text driver, struct text description)
{
    if (store_has_owner(store, tag) || (driver.length == 0 && description.length == 0))
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

void store_set_reclaim(struct store *store, size_t tag, enum reclaim reclaim)
{
    if (reclaim == RECLAIM_UNKNOWN)
        return;
    if (tag >= store->reclaim_count) {
        ARRAY_RESERVE(store->reclaim, store->reclaim_capacity, tag + 1);
        memset(store->reclaim + store->reclaim_count, RECLAIM_UNKNOWN, tag + 1 - store->reclaim_count);
        store->reclaim_count = tag + 1;
    }
    store->reclaim[tag] = (unsigned char)reclaim;
}

void store_machine(struct store *store, const struct machine *machine)
{
    store->machine = *machine;
}

const struct machine *store_machine_of(const struct store *store)
{
    return &store->machine;
}

void moment_free(struct moment *moment)
{
    free(moment->pages);
    free(moment->page_numbers);
    *moment = (struct moment){0};
}

void store_lost(struct store *store, size_t moment, unsigned counters)
{
    assert(!store->is_finished && moment < store->moment_count);
    store->moments[moment].lost |= counters;
}
