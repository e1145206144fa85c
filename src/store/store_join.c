/* store_join.c - moving the content of a store that another thread filled into this one. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/memory.h"
#include "store/store_internal.h"

struct store *store_new_beside(const struct store *store)
{
    struct store *beside = store_new();

    for (size_t tag = 0; tag < store->tags.count; tag++)
        map_intern(&beside->tags, map_name(&store->tags, tag));
    return beside;
}

/* Indices of the tags of one store in the other. */
struct renumbering {
    size_t *tags; // owned
    size_t same;  // the first that many are equal in both
};

static struct renumbering renumber_tags(struct store *store, const struct store *from)
{
    struct renumbering r = {.tags = memory_new(from->tags.count, sizeof *r.tags)};

    for (size_t tag = 0; tag < from->tags.count; tag++) {
        r.tags[tag] = map_intern(&store->tags, map_name(&from->tags, tag));
        r.same += r.same == tag && r.tags[tag] == tag;
    }
    return r;
}

/* Pages stay where they are in memory. The chunk that the store allocates from must stay its last. */
static void move_chunks(struct store *store, struct store *from)
{
    size_t count = store->chunk_count + from->chunk_count;
    char *last = store->chunk_count ? store->chunks[store->chunk_count - 1] : NULL;

    if (!from->chunk_count)
        return;
    ARRAY_RESERVE(store->chunks, store->chunk_capacity, count);
    memcpy(store->chunks + store->chunk_count, from->chunks, from->chunk_count * sizeof *store->chunks);
    if (last) {
        store->chunks[store->chunk_count - 1] = store->chunks[count - 1];
        store->chunks[count - 1] = last;
    } else {
        store->chunk_used = from->chunk_used;
    }
    store->chunk_count = count;
    from->chunk_count = 0;
}

static void move_sources(struct store *store, struct store *from)
{
    ARRAY_RESERVE(store->sources, store->source_capacity, store->source_count + from->source_count);
    if (from->source_count)
        memcpy(store->sources + store->source_count, from->sources, from->source_count * sizeof *store->sources);
    store->source_count += from->source_count;
    store->sources_used += from->sources_used;
    from->source_count = 0;
}

/* Adds the rows of a page whose tags have other indices here. */
static void put_page(struct store *store, size_t moment, const struct column_page *page, size_t number,
                     const struct renumbering *renumbering)
{
    const struct moment *m = &store->moments[moment];

    FOR_EACH_BIT(slot, page->present) {
        struct pool_row row = page_row(page, store_layout(store, m->counters, page->wide), m->counters, slot);

        store_put(store, moment, renumbering->tags[number * PAGE_TAGS + slot], &row);
    }
}

static void move_moment(struct store *store, struct moment *moment, size_t first_source,
                        const struct renumbering *renumbering)
{
    struct moment *m;
    size_t kept = 0;

    ARRAY_RESERVE(store->moments, store->moment_capacity, store->moment_count + 1);
    m = &store->moments[store->moment_count++];
    *m = *moment;
    m->source += first_source;
    if (m->basis == TIME_UNKNOWN) // as in store_moment_untimed: a time that no other moment has
        m->utc_us = INT64_MIN + (int64_t)store->moment_count;
    store_layouts_make(store, m->counters);
    while (kept < m->page_count && (m->page_numbers[kept] + (size_t)1) * PAGE_TAGS <= renumbering->same)
        kept++;
    m->page_count = kept;
    if (kept == moment->page_count) {
        *moment = (struct moment){0};
        return;
    }
    m->pages = memory_new(m->page_capacity, sizeof *m->pages);
    m->page_numbers = memory_new(m->page_capacity, sizeof *m->page_numbers);
    memcpy(m->pages, moment->pages, kept * sizeof *m->pages);
    memcpy(m->page_numbers, moment->page_numbers, kept * sizeof *m->page_numbers);
    for (size_t i = kept; i < moment->page_count; i++)
        put_page(store, store->moment_count - 1, moment->pages[i], moment->page_numbers[i], renumbering);
    m->rows = moment->rows;
    m->lost = moment->lost;
    moment_free(moment);
}

static void move_owners(struct store *store, const struct store *from, const struct renumbering *renumbering)
{
    struct text driver, description;

    for (size_t tag = 0; tag < from->owner_count; tag++)
        if (store_owner(from, tag, &driver, &description))
            store_set_owner(store, renumbering->tags[tag], driver, description);
}

static void move_reclaim(struct store *store, const struct store *from, const struct renumbering *renumbering)
{
    for (size_t tag = 0; tag < from->reclaim_count; tag++)
        store_set_reclaim(store, renumbering->tags[tag], store_reclaimable(from, tag));
}

void store_join(struct store *store, struct store *from)
{
    static const struct machine nothing;
    struct renumbering renumbering = renumber_tags(store, from);
    size_t first_source = store->source_count;

    assert(!store->is_finished && !from->is_finished);
    store_freeze(from);
    move_sources(store, from);
    for (size_t i = 0; i < from->moment_count; i++)
        move_moment(store, &from->moments[i], first_source, &renumbering);
    move_chunks(store, from); // after the moments: until then `from` owns the pages that are read
    move_owners(store, from, &renumbering);
    move_reclaim(store, from, &renumbering);
    for (size_t i = 0; i < from->gap_count; i++)
        store_gap(store, from->gaps[i].since_us, from->gaps[i].until_us, from->gaps[i].why);
    if (from->clock_steps)
        store_clock_set(store, from->clock_steps, from->clock_set_us, from->clock_set_by);
    if (memcmp(&from->machine, &nothing, sizeof nothing) != 0)
        store_machine(store, &from->machine);
    map_free(&store->in_source);
    store->source_first = store->moment_count;
    free(renumbering.tags);
    store_free(from);
}
