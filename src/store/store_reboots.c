/* store_reboots - when the machine was restarted: calls of alloc are counted from each boot on. */
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/memory.h"
#include "store/store_internal.h"
#include "store/store_walk.h"

/* A reboot: of the tags that were busy before, at least half count fewer calls than before; one tag's fall is a wrap. */
#define BOOT_BUSY_ALLOCS 1000
#define BOOT_BUSY_TAGS 10

#define POOLS (COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(NONPAGED_ALLOCS))

/* Calls of a page's tags, of the pools in `pools`; returns a bit for each tag whose calls are known. */
static uint64_t allocs_of(const struct store *store, const struct moment *m, const struct page *page, unsigned pools,
                          uint64_t *out)
{
    static const enum counter both[] = {PAGED_ALLOCS, NONPAGED_ALLOCS};
    uint64_t usable = pools ? page->present : 0;

    memset(out, 0, PAGE_TAGS * sizeof *out);
    for (size_t pool = 0; pool < 2; pool++) {
        int64_t column[PAGE_TAGS];

        if (!(pools & COUNTER_BIT(both[pool])))
            continue;
        usable &= ~(page->unknown ? page->unknown[both[pool]] : 0);
        page_column(page, store_layout(store, m->counters, page->wide), both[pool], column);
        for (size_t i = 0; i < PAGE_TAGS; i++)
            out[i] += (uint64_t)column[i];
    }
    return usable;
}

/* Counts the tags that were busy in `a` and are in `b`, and those of them whose calls fell. With b = a: the busy ones. */
static void count_fallen(const struct store *store, const struct moment *a, const struct moment *b, size_t *busy,
                         size_t *fallen)
{
    unsigned pools = a->counters & b->counters & POOLS;
    uint64_t before[PAGE_TAGS], after[PAGE_TAGS];

    *busy = *fallen = 0;
    for (size_t index = 0; index < a->page_count; index++) {
        struct page **other = moment_page_of(b, a->numbers[index]);
        uint64_t usable;

        if (!other)
            continue;
        usable = allocs_of(store, a, a->pages[index], pools, before) & allocs_of(store, b, *other, pools, after);
        for (size_t i = 0; i < PAGE_TAGS; i++) {
            bool counts = (usable >> i & 1) && before[i] > BOOT_BUSY_ALLOCS;

            *busy += counts;
            *fallen += counts && after[i] < before[i];
        }
    }
}

/* A walk through the moments, and what it saw in the last one that could be compared. */
struct watch {
    struct store_walk *walk; // of calls
    uint64_t *calls;         // owned, by tag
    uint64_t *busy;          // owned; a bit per tag
    uint64_t *changed;       // owned; since then, likewise
};

static struct watch watch_new(const struct store *store)
{
    size_t batches = store->tags.count / WALK_BATCH + 1;

    return (struct watch){.walk = store_walk_new_calls(store),
                          .calls = memory_new(store->tags.count, sizeof(uint64_t)),
                          .busy = memory_new(batches, sizeof(uint64_t)),
                          .changed = memory_new(batches, sizeof(uint64_t))};
}

static void watch_free(struct watch *w)
{
    store_walk_free(w->walk);
    free(w->calls);
    free(w->busy);
    free(w->changed);
}

static void watch_go(struct watch *w, size_t moment)
{
    store_walk_to(w->walk, moment);
    for (size_t i = 0; i < store_walk_batches(w->walk); i++)
        w->changed[i] |= store_walk_batch(w->walk, i).changed;
}

/* Where the walk is now is what later moments are compared with. */
static void watch_keep(struct watch *w)
{
    for (size_t i = 0; i < store_walk_batches(w->walk); i++) {
        struct walk_batch batch = store_walk_batch(w->walk, i);

        FOR_EACH_BIT(slot, w->changed[i]) {
            uint64_t calls = (uint64_t)batch.values[slot], bit = UINT64_C(1) << slot;
            bool is_busy = batch.known & bit && calls > BOOT_BUSY_ALLOCS;

            w->calls[batch.first_tag + slot] = calls;
            w->busy[i] = is_busy ? w->busy[i] | bit : w->busy[i] & ~bit;
        }
        w->changed[i] = 0;
    }
}

/* The same as count_fallen between what was kept and where the walk is, if both know the same pools. */
static void watch_count(const struct watch *w, size_t *busy, size_t *fallen)
{
    *busy = *fallen = 0;
    for (size_t i = 0; i < store_walk_batches(w->walk); i++) {
        struct walk_batch batch = store_walk_batch(w->walk, i);
        uint64_t both = w->busy[i] & batch.known;

        *busy += (size_t)__builtin_popcountll(both);
        FOR_EACH_BIT(slot, both & w->changed[i]) {
            *fallen += (uint64_t)batch.values[slot] < w->calls[batch.first_tag + slot];
        }
    }
}

/* From the identity of the boot where the capture has it, else from the counters: -1 unknown, 0 no, 1 yes. */
static int is_boot(const struct store *store, const struct moment *before, const struct moment *after,
                   const struct watch *watch)
{
    size_t busy, fallen;

    if (before->facts.boot && after->facts.boot)
        return before->facts.boot != after->facts.boot;
    if ((before->counters & POOLS) == (after->counters & POOLS))
        watch_count(watch, &busy, &fallen);
    else
        count_fallen(store, before, after, &busy, &fallen);
    if (busy < BOOT_BUSY_TAGS)
        return -1;
    return fallen * 2 >= busy;
}

static bool can_be_compared(const struct store *store, const struct moment *m)
{
    size_t busy, fallen;

    if (m->facts.boot)
        return true;
    count_fallen(store, m, m, &busy, &fallen);
    return busy >= BOOT_BUSY_TAGS;
}

/* Each moment is compared with the last one that can be: between them may stand a file that was cut, or has no allocs. */
void store_find_reboots(struct store *store)
{
    struct watch watch = watch_new(store);
    size_t capacity = 0, before = 0;

    for (size_t i = 0; i < store->moment_count; i++) {
        const struct moment *last = &store->moments[before], *moment = &store->moments[i];
        int boot;

        watch_go(&watch, i);
        boot = i ? is_boot(store, last, moment, &watch) : 0;
        store->boots_known |= i && boot >= 0;
        if (boot == 1) {
            ARRAY_RESERVE(store->boots, capacity, store->boot_count + 1);
            store->boots[store->boot_count++] = i;
        }
        if (boot >= 0 || !can_be_compared(store, last) || can_be_compared(store, moment)) {
            before = i;
            watch_keep(&watch);
        }
    }
    watch_free(&watch);
}
