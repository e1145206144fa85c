/* leak_outlook.h - the share of all growth that the leaks are, and when they will have used up memory.
 *
 *     days = remaining bytes / sum of the leaks' rates
 *
 * Remaining: commit limit - commit, or available RAM, the median of the last 5 % of the capture. Half the width of the
 * sum's 95 % interval is the root of the sum of squares of the tags' half widths; those of tags in lockstep are added
 * first, because their errors are not independent.
 *
 * Without verdicts: remaining / what all tags together gained in a day, at the pace of the last boot, without an
 * interval; nothing if a reboot followed.
 */
#ifndef LEAKS_LEAK_OUTLOOK_H
#define LEAKS_LEAK_OUTLOOK_H

#include "leaks/leak_finding.h"
#include "store/store.h"

/* Fills exhaustion, total_gain, found_gain and outpacing, from findings with their gains, so_far, and groups. */
void leak_outlook(const struct store *store, struct leaks *leaks);

#endif
