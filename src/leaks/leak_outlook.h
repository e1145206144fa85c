/* leak_outlook.h - the share of all growth that the leaks are, and when they will have used up memory.
 *
 *     days = remaining bytes / sum of the leaks' rates
 *
 * Remaining: commit limit - commit, or available RAM, the median of the last 5 % of the capture. Half the width of the
 * sum's 95 % interval is the root of the sum of squares of the tags' half widths; those of tags in lockstep are added
 * first, because their errors are not independent.
 */
#ifndef LEAKS_LEAK_OUTLOOK_H
#define LEAKS_LEAK_OUTLOOK_H

#include "leaks/leak_bins.h"
#include "leaks/leak_finding.h"

/* Fills exhaustion, total_gain and found_gain of flagged findings and their groups. */
void leak_outlook(const struct store *store, const struct leak_bins *bins, struct leaks *leaks);

#endif
