/* store_walk.h - a metric of all tags, moment after moment, and what changed on the way.
 *
 *     at 09:00   NtFs 5   MmSt 7   File -      changed: NtFs MmSt
 *     at 09:01   NtFs 5   MmSt 8   File 3      changed:      MmSt File
 *
 * Consecutive moments mostly repeat each other: a walk decodes only what changed since the previous moment, and tells
 * its user which values these are. For a finished store, which must outlive the walk. Memory: 4 KB for each 64 tags.
 */
#ifndef STORE_STORE_WALK_H
#define STORE_STORE_WALK_H

#include "store/store.h"

struct store_walk;

/* Owned by the caller. Values of a metric; or the allocs of both pools together as counted since the boot, which wrap
 * at 32 bits in each pool; or one counter as it was read. */
struct store_walk *store_walk_new(const struct store *store, enum metric metric);
struct store_walk *store_walk_new_calls(const struct store *store);
struct store_walk *store_walk_new_counter(const struct store *store, enum counter counter);
void store_walk_free(struct store_walk *walk);

/* Goes to a moment: usually the next one, but any will do. */
void store_walk_to(struct store_walk *walk, size_t moment);

/* Tags in a batch; the last one may have fewer. */
#define WALK_BATCH 64

struct walk_batch {
    size_t first_tag;
    uint64_t known;       // a bit per tag that has a value
    uint64_t before;      // that had one in the moment the walk came from
    uint64_t changed;     // that has another value than there, has lost it, or has got one
    const amount *values; // borrowed, until the walk moves on
};

/* Batches that cover all tags of the store. */
size_t store_walk_batches(const struct store_walk *walk);
struct walk_batch store_walk_batch(const struct store_walk *walk, size_t batch);

/* The sum of all known values of the moment. */
amount store_walk_sum(const struct store_walk *walk);

#endif
