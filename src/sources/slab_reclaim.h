/* slab_reclaim.h - which slab caches the kernel accounts as reclaimable, from /sys/kernel/slab.
 *
 *     /sys/kernel/slab/dentry/reclaim_account            "1"
 *     /sys/kernel/slab/filp                              a link to a cache that it was merged with
 *
 * Documentation/ABI/testing/sysfs-kernel-slab of the Linux kernel describes the file. Only caches with the same value
 * are merged (SLAB_MERGE_SAME in mm/slab_common.c), so the cache that a link leads to answers for both. A cache keeps
 * the value for as long as it exists: each name is asked once.
 */
#ifndef SOURCES_SLAB_RECLAIM_H
#define SOURCES_SLAB_RECLAIM_H

#include "base/map.h"
#include "model/snapshot.h"

struct slab_reclaim {
    char *directory; // owned: /sys/kernel/slab
    struct map names;
    unsigned char *values; // owned, by name: enum reclaim
    size_t capacity;
    struct buffer path, text; // owned; scratch
};

void slab_reclaim_free(struct slab_reclaim *reclaim);

/* Sets it for all rows. Without the directory or the right to read it, it stays unknown. */
void slab_reclaim_set(struct slab_reclaim *reclaim, struct snapshot *snapshot);

#endif
