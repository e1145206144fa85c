/* store_walk.h - a metric of all tags, moment after moment, and what changed on the way.
 *
 *     at 09:00   NtFs 5   MmSt 7   File -      changed: NtFs MmSt
 *     at 09:01   NtFs 5   MmSt 8   File 3      changed:      MmSt File
 *
 * Most of what a moment says, the one before said: a walk decodes only the rest, and who walks need only look at that.
 * For a finished store, which must not go meanwhile. Memory: 4 KB for each 64 tags.
 */
#ifndef STORE_STORE_WALK_H
#define STORE_STORE_WALK_H

#include "store/store.h"

struct store_walk;

/* Of a metric; or of the calls of alloc of both pools together, as they were counted since the boot: in 32 bits a pool that
 * wrap. */
struct store_walk *store_walk_new(const struct store *store, enum metric metric);
struct store_walk *store_walk_new_calls(const struct store *store);
void store_walk_free(struct store_walk *walk);

/* Goes to a moment: mostly the next one, but any will do. */
void store_walk_to(struct store_walk *walk, size_t moment);

/* Up to 64 tags that follow each other. */
#define WALK_BATCH 64

struct walk_batch {
    size_t first_tag;
    uint64_t known;       // a bit per tag that has a value
    uint64_t before;      // that had one where the walk was before
    uint64_t changed;     // that has another one than before, or has no more, or has now
    const amount *values; // borrowed until the walk goes on
};

/* All tags of the store, in so many stretches. */
size_t store_walk_batches(const struct store_walk *walk);
struct walk_batch store_walk_batch(const struct store_walk *walk, size_t batch);

/* The sum of all values that are known where the walk is. */
amount store_walk_sum(const struct store_walk *walk);

#endif
