/* leak_tally.h - counts what every tag gained, moment by moment, within boots.
 *
 *     moment    allocs       unwrapped     live      a tag that is not in the first snapshot:
 *        0      4294967000                  10       from 0, where the snapshot before it is complete;
 *        1             704   + 1000         30       from where it comes into view, in copied screens
 *        2            1704   + 1000         50
 *                            = 2000       = 40
 *
 * Calls are counted in 32 bits for each pool, so their differences are taken modulo 2^32. A tag that is missing from a
 * complete last snapshot has 0 there.
 *
 * Looked at are the boots that are long enough for a verdict. Where none is: the last boot of two snapshots or more,
 * whose gains are all that can be said so far.
 */
#ifndef LEAKS_LEAK_TALLY_H
#define LEAKS_LEAK_TALLY_H

#include "leaks/leak_bins.h"
#include "leaks/leak_finding.h"

/* Fills gain of each finding and found->so_far, for the moments that leak_bins_make was given. Without verdicts it
 * sorts the findings by gain. */
void leak_tally(const struct store *store, const struct leak_bins *bins, size_t since_moment, struct leaks *found);

#endif
