#include "leaks/leak_caches.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "owners/tagnames.h"

struct leak_caches {
    const struct store *store; // borrowed
    struct tagnames families;
    enum metric metric; // bytes of all pools that are known
    bool has_bytes;
    bool available_has_caches; // what is reclaimable counts as available
};

/* --- whether it is a cache --- */

static bool is_one_of(struct text name, const char *const *names)
{
    for (; *names; names++)
        if (text_equal(name, text_of(*names)))
            return true;
    return false;
}

enum leak_cache_why leak_cache_why(struct text name, enum reclaim recorded, bool is_listed)
{
    static const char *const held[] = {"inode_cache", "sock_inode_cache", "shmem_inode_cache", "mqueue_inode_cache",
                                       NULL};

    if (is_one_of(name, held) || recorded == RECLAIM_NO)
        return LEAK_NO_CACHE;
    if (recorded == RECLAIM_YES)
        return LEAK_CACHE_ACCOUNTED;
    return is_listed ? LEAK_CACHE_LISTED : LEAK_NO_CACHE;
}

bool leak_cache_leads(struct text name)
{
    static const char *const leaders[] = {"dentry",        "ext4_inode_cache",   "xfs_inode",
                                          "btrfs_inode",   "buffer_head",        "radix_tree_node",
                                          "extent_status", "ext4_extent_status", NULL};

    return is_one_of(name, leaders);
}

/* --- whether it gave back --- */

/* Consecutive moments in which memory is short, with the one before and the one after: what the system took is seen
 * only then. */
struct shortage {
    size_t from, end; // moments
    size_t first;     // that is short
    size_t count;     // that are short
};

static bool is_short(const double *available, size_t count, size_t moment)
{
    return moment < count && available[moment] < LEAK_SHORT_OF_MEMORY; // false for NaN
}

/* The next one from moment `from` on; count 0: there is none. */
static struct shortage next_shortage(const double *available, size_t count, size_t from)
{
    struct shortage s = {0};
    size_t m = from;

    while (m < count && !is_short(available, count, m))
        m++;
    s.first = m;
    s.from = m > from ? m - 1 : m;
    for (; is_short(available, count, m) || is_short(available, count, m + 1); m++)
        s.count += is_short(available, count, m);
    s.end = m < count ? m + 1 : count;
    return s;
}

static double last_known(const double *values, size_t count)
{
    while (count && isnan(values[count - 1]))
        count--;
    return count ? values[count - 1] : NAN;
}

static enum leak_pressure outcome(const double *bytes, size_t count, const struct shortage *s)
{
    double before = NAN, after = NAN, highest = 0;

    for (size_t m = s->from; m < s->end; m++) {
        if (isnan(bytes[m]))
            continue;
        if (isnan(before))
            before = bytes[m];
        after = bytes[m];
        highest = fmax(highest, after);
        if (after < (1 - LEAK_GAVE_BACK) * highest)
            return LEAK_PRESSURE_GAVE_BACK;
    }
    if (after >= before && last_known(bytes, count) >= (1 + LEAK_GREW_ON) * before) // false for NaN
        return LEAK_PRESSURE_KEPT;
    return LEAK_PRESSURE_UNCLEAR;
}

enum leak_pressure leak_pressure_on(const double *bytes, const double *available, size_t count, size_t *first)
{
    enum leak_pressure result = LEAK_PRESSURE_UNKNOWN;

    for (size_t m = 0; m < count && result == LEAK_PRESSURE_UNKNOWN; m++)
        if (!isnan(available[m]))
            result = LEAK_PRESSURE_NONE;
    for (size_t from = 0; from < count;) {
        struct shortage s = next_shortage(available, count, from);
        enum leak_pressure here;

        from = s.end;
        if (s.count < LEAK_SHORT_MOMENTS)
            continue;
        here = outcome(bytes, count, &s);
        if (result < LEAK_PRESSURE_UNCLEAR)
            *first = s.first;
        result = here > result ? here : result;
    }
    return result;
}

/* --- in a store --- */

static bool find_bytes(const struct store *store, enum metric *out)
{
    static const enum metric metrics[] = {TOTAL_USED_BYTES, NONPAGED_USED_BYTES, PAGED_USED_BYTES};

    for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++)
        if (metric_uses(metrics[i], store_counters(store))) {
            *out = metrics[i];
            return true;
        }
    return false;
}

struct leak_caches *leak_caches_new(const struct store *store)
{
    struct leak_caches *c = memory_new(1, sizeof *c);

    c->store = store;
    c->has_bytes = find_bytes(store, &c->metric);
    c->available_has_caches = text_equal(text_of(store_machine_of(store)->source), text_of("slabinfo"));
    tagnames_add_families(&c->families);
    return c;
}

void leak_caches_free(struct leak_caches *c)
{
    if (!c)
        return;
    tagnames_free(&c->families);
    free(c);
}

/* Bytes of the tag in each moment, and the part of the RAM that would be available without it. */
static void read_series(const struct leak_caches *c, size_t tag, double *bytes, double *available)
{
    size_t moments = store_moments(c->store);
    amount *values = memory_new(moments, sizeof *values);

    store_series(c->store, tag, c->metric, values);
    for (size_t m = 0; m < moments; m++) {
        const int64_t *totals = store_facts_of(c->store, m)->totals;
        double own;

        bytes[m] = values[m] == AMOUNT_MISSING ? NAN : (double)values[m];
        own = c->available_has_caches && !isnan(bytes[m]) ? bytes[m] : 0;
        available[m] = NAN;
        if (totals[TOTAL_AVAILABLE] >= 0 && totals[TOTAL_RAM] > 0)
            available[m] = ((double)totals[TOTAL_AVAILABLE] - own) / (double)totals[TOTAL_RAM];
    }
    free(values);
}

/* All boots: that it gave back in one proves that it can. */
static void find_pressure(const struct leak_caches *c, size_t tag, struct leak_cache *cache)
{
    size_t moments = store_moments(c->store);
    double *bytes = memory_new(moments, sizeof *bytes), *available = memory_new(moments, sizeof *available);

    read_series(c, tag, bytes, available);
    for (size_t from = 0, end; from < moments; from = end) {
        enum leak_pressure here;
        size_t first = 0;

        for (end = from + 1; end < moments && store_boot_of(c->store, end) == from;)
            end++;
        here = leak_pressure_on(bytes + from, available + from, end - from, &first);
        if (here >= LEAK_PRESSURE_UNCLEAR && cache->pressure < LEAK_PRESSURE_UNCLEAR)
            cache->short_us = store_time(c->store, from + first);
        cache->pressure = here > cache->pressure ? here : cache->pressure;
    }
    free(bytes);
    free(available);
}

struct leak_cache leak_caches_of(const struct leak_caches *c, size_t tag)
{
    struct text name = store_tag_name(c->store, tag);
    struct leak_cache cache = {
        .why = leak_cache_why(name, store_reclaimable(c->store, tag), tagnames_shrinks(&c->families, name))};

    if (cache.why == LEAK_NO_CACHE)
        return cache;
    if (c->has_bytes)
        find_pressure(c, tag, &cache);
    cache.is_excused = cache.pressure != LEAK_PRESSURE_KEPT;
    cache.leads = leak_cache_leads(name);
    return cache;
}
