/* leak_caches.h - caches that the system takes back when memory is short: they fill up, and that is no leak.
 *
 *     caches = leak_caches_new(store)                       once, of a finished store
 *     cache = leak_caches_of(caches, tag)                   for each tag that would be called a leak
 *     if (cache.is_excused)                                 at most LEAK_WATCH; the reason is cache.why
 *     else if (cache.pressure == LEAK_PRESSURE_KEPT)        may be called: since cache.short_us memory was short, and
 *                                                           this cache gave nothing back and grew on
 *     leak_caches_free(caches)
 *
 * Whether it is a cache: what the system said, where it was recorded (reclaim_account of Linux), otherwise the mark in
 * data/tagfamilies.txt. Never inodes of sockets, pipes, shared memory and message queues, some of which Linux accounts
 * as reclaimable: users hold them.
 *
 * Whether memory was short: less than LEAK_SHORT_OF_MEMORY of the RAM was available in at least LEAK_SHORT_MOMENTS
 * moments. On Linux MemAvailable includes what is accounted as reclaimable, so memory that a cache cannot give back
 * looks available as long as it is in it (si_mem_available in mm/show_mem.c); the cache's own bytes are taken off.
 *
 *     RAM available    40 %   4 %   3 %   3 %  30 %  35 %
 *     cache A           900   920   500   300   310   350     gave back: an excuse, now proved
 *     cache B           900   920   960   990  1040  1200     kept, and grew on: none any more
 *     cache C           900   910   915   900   905   910     kept, but did not grow: nothing to excuse
 */
#ifndef LEAKS_LEAK_CACHES_H
#define LEAKS_LEAK_CACHES_H

#include "model/reclaim.h"
#include "store/store.h"

#define LEAK_SHORT_OF_MEMORY 0.05 // of the RAM; our choice: Linux and Windows reclaim caches well above it
#define LEAK_SHORT_MOMENTS 3
#define LEAK_GAVE_BACK 0.1 // part of its highest level that a cache lost while memory was short
#define LEAK_GREW_ON 0.1   // part of its level before memory was short that it gained up to the end of the boot

enum leak_cache_why {
    LEAK_NO_CACHE,
    LEAK_CACHE_ACCOUNTED, // "file cache: the kernel accounts it as reclaimable and takes it back when memory is short"
    LEAK_CACHE_LISTED,    // the same, as our table of families knows
};

enum leak_pressure {
    LEAK_PRESSURE_UNKNOWN, // the memory available was not recorded
    LEAK_PRESSURE_NONE,    // memory was never short
    LEAK_PRESSURE_UNCLEAR, // it was, but the cache neither gave back much nor grew on
    LEAK_PRESSURE_KEPT,    // it ended no lower than before, and grew on
    LEAK_PRESSURE_GAVE_BACK,
};

struct leak_cache {
    enum leak_cache_why why;
    enum leak_pressure pressure; // LEAK_PRESSURE_UNKNOWN for what is no cache
    int64_t short_us;            // when memory was first short, UTC; set from LEAK_PRESSURE_UNCLEAR on
    bool is_excused;             // a cache, and not LEAK_PRESSURE_KEPT
    bool leads;                  // a cache of files: tags whose steps follow it are part of the same
};

struct leak_caches;

/* Owned by the caller; `store` is borrowed. */
struct leak_caches *leak_caches_new(const struct store *store);
void leak_caches_free(struct leak_caches *caches);

/* Reads the series of the tag if it is a cache. */
struct leak_cache leak_caches_of(const struct leak_caches *caches, size_t tag);

/* The parts of it. `is_listed`: our table has the mark. */
enum leak_cache_why leak_cache_why(struct text name, enum reclaim recorded, bool is_listed);

/* Never proc_inode_cache: it follows every process, and open files would follow it. */
bool leak_cache_leads(struct text name);

/* One boot: bytes of the cache and available part of the RAM, `count` values each, NaN: unknown. *first: the moment at
 * which memory was first short, set from LEAK_PRESSURE_UNCLEAR on. */
enum leak_pressure leak_pressure_on(const double *bytes, const double *available, size_t count, size_t *first);

#endif
