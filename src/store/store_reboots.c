/* store_reboots.c - finding the reboots of the machine: the allocs counters start from 0 at each boot.
 *
 *                 tag 1   tag 2   tag 3 ...
 *     09:00       52000    9100   77000
 *     09:05       52300    9100   77400      none is lower: the same boot
 *     09:10         410      12     900      at least half are lower: a reboot before this moment
 *
 * Where a source knows the boots, by their identity or by the uptime, it is believed instead.
 */
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/memory.h"
#include "store/store_internal.h"
#include "store/store_walk.h"

/* A reboot: at least half of the busy tags count fewer calls than before. When a single tag does, its counter
 * wrapped. */
#define BUSY_ALLOCS 1000 // calls of a busy tag
#define BUSY_TAGS_MIN 10 // with fewer busy tags nothing is concluded

#define ALLOCS (COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(NONPAGED_ALLOCS))

/* Allocs of a page's tags, summed over the counters in `pools`; returns a bit for each tag where all are known. */
static uint64_t allocs_of(const struct store *store, const struct moment *m, const struct column_page *page,
                          unsigned pools, uint64_t *out)
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

/* Counts the tags that are busy in `a` and have a row in `b`, and those of them whose calls fell. With b = a: all busy
 * ones. */
static void count_fallen(const struct store *store, const struct moment *a, const struct moment *b, size_t *busy,
                         size_t *fallen)
{
    unsigned pools = a->counters & b->counters & ALLOCS;
    uint64_t before[PAGE_TAGS], after[PAGE_TAGS];

    *busy = *fallen = 0;
    for (size_t index = 0; index < a->page_count; index++) {
        struct column_page **other = moment_page_find(b, a->page_numbers[index]);
        uint64_t usable;

        if (!other)
            continue;
        usable = allocs_of(store, a, a->pages[index], pools, before) & allocs_of(store, b, *other, pools, after);
        for (size_t i = 0; i < PAGE_TAGS; i++) {
            bool counts = (usable >> i & 1) && before[i] > BUSY_ALLOCS;

            *busy += counts;
            *fallen += counts && after[i] < before[i];
        }
    }
}

/* A walk through the moments, and the calls in the reference moment: the last one that later ones can be compared
 * with. */
struct watch {
    struct store_walk *walk; // of calls
    uint64_t *calls;         // owned, by tag: in the reference
    uint64_t *busy;          // owned, a bit per tag: in the reference
    uint64_t *changed;       // owned, a bit per tag: since the reference
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

/* The current moment becomes the reference. */
static void watch_keep(struct watch *w)
{
    for (size_t i = 0; i < store_walk_batches(w->walk); i++) {
        struct walk_batch batch = store_walk_batch(w->walk, i);

        FOR_EACH_BIT(slot, w->changed[i]) {
            uint64_t calls = (uint64_t)batch.values[slot], bit = UINT64_C(1) << slot;
            bool is_busy = batch.known & bit && calls > BUSY_ALLOCS;

            w->calls[batch.first_tag + slot] = calls;
            w->busy[i] = is_busy ? w->busy[i] | bit : w->busy[i] & ~bit;
        }
        w->changed[i] = 0;
    }
}

/* As count_fallen from the reference to the current moment, which must know the same counters; costs far less. */
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

#define UPTIME_SLACK_MS 1000

/* Whether the boot of the moment after began between the two, by uptime and clock. Two recordings of one boot whose
 * clocks differ have uptimes that fall as well, but they are longer than that. */
static bool began_between(const struct moment *before, const struct moment *after)
{
    int64_t was_ms = before->facts.uptime_ms, is_ms = after->facts.uptime_ms, passed_us;

    if (was_ms < 0 || is_ms < 0 || is_ms >= was_ms - UPTIME_SLACK_MS ||
        __builtin_sub_overflow(after->utc_us, before->utc_us, &passed_us))
        return false;
    return is_ms < passed_us / 1000 + UPTIME_SLACK_MS;
}

enum reboot { REBOOT_UNKNOWN, REBOOT_NO, REBOOT_YES };

/* Whether the machine rebooted between the two: by the identity of the boot where the capture has it, else by its
 * uptime, else by the calls. */
static enum reboot is_reboot(const struct store *store, const struct moment *before, const struct moment *after,
                             const struct watch *watch)
{
    size_t busy, fallen;

    if (before->facts.boot && after->facts.boot)
        return before->facts.boot != after->facts.boot ? REBOOT_YES : REBOOT_NO;
    if (before + 1 == after && before->source == after->source && after->facts.step != BOOT_UNKNOWN)
        return after->facts.step == BOOT_NEW ? REBOOT_YES : REBOOT_NO;
    if (began_between(before, after))
        return REBOOT_YES;
    if ((before->counters & ALLOCS) == (after->counters & ALLOCS))
        watch_count(watch, &busy, &fallen);
    else
        count_fallen(store, before, after, &busy, &fallen);
    if (busy < BUSY_TAGS_MIN)
        return REBOOT_UNKNOWN;
    return fallen * 2 >= busy ? REBOOT_YES : REBOOT_NO;
}

static bool can_be_compared(const struct store *store, const struct moment *m)
{
    size_t busy, fallen;

    if (m->facts.boot)
        return true;
    count_fallen(store, m, m, &busy, &fallen);
    return busy >= BUSY_TAGS_MIN;
}

/* Moments that cannot be compared (of a file that was cut, or has no allocs) are skipped: the reference stays. */
void store_find_reboots(struct store *store)
{
    struct watch watch = watch_new(store);
    size_t capacity = 0, before = 0;

    for (size_t i = 0; i < store->moment_count; i++) {
        const struct moment *last = &store->moments[before], *moment = &store->moments[i];
        enum reboot reboot;

        watch_go(&watch, i);
        reboot = i ? is_reboot(store, last, moment, &watch) : REBOOT_NO;
        store->reboots_known |= i && reboot != REBOOT_UNKNOWN;
        if (reboot == REBOOT_YES) {
            ARRAY_RESERVE(store->reboots, capacity, store->reboot_count + 1);
            store->reboots[store->reboot_count++] = i;
        }
        if (reboot != REBOOT_UNKNOWN || !can_be_compared(store, last) || can_be_compared(store, moment)) {
            before = i;
            watch_keep(&watch);
        }
    }
    watch_free(&watch);
}
