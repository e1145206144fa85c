/* leak_follow.h - tags whose steps follow those of a file cache: they are part of it.
 *
 * A directory entry holds an inode, an inode its page tree and its security label: such caches fill and empty together,
 * and not all are known as caches. A tag follows another one where Pearson's correlation of their steps from bin to bin
 * is above .7 and that of the steps' ranks above .5, over the last boot, of at least 8 bins: bursts decide, and do not
 * decide alone.
 */
#ifndef LEAKS_LEAK_FOLLOW_H
#define LEAKS_LEAK_FOLLOW_H

#include "leaks/leak_bins.h"

/* The first of `leaders`, `count` tags, that the tag follows; LEAK_NOBODY (leak_finding.h): none. */
size_t leak_followed(const struct leak_bins *bins, enum leak_quantity quantity, size_t tag, const size_t *leaders,
                     size_t count);

#endif
