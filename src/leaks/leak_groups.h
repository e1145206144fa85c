/* leak_groups.h - leaks that grow in lockstep: a hint that one object holds them.
 *
 * Any two rising lines correlate, so levels are never compared: only the residuals of line and cycles are, boot after
 * boot. Two tags are grouped where r >= 0.8 and
 *     r sqrt((n_eff - 2) / (1 - r^2)) >= 4,  n_eff of leak_effective.h,
 * or where the steps from bin to bin have r >= 0.8 as well: residuals that wander slowly correlate by chance, their
 * steps do not.
 *
 * Of leaks as steady as a clock nothing is left without the line: 20 blocks a step, each step. These are grouped by
 * their counts: in every step both grow, in the same simple ratio:
 *     File  57  77  97 117 ...      Even  61 261 461 661 ...      1 : 10
 * Simple is a ratio of a whole number to one of 1 to 4, because any two straight lines have some ratio.
 */
#ifndef LEAKS_LEAK_GROUPS_H
#define LEAKS_LEAK_GROUPS_H

#include "leaks/leak_bins.h"
#include "leaks/leak_finding.h"

/* Fills leaks->groups from the flagged findings. */
void leak_groups_find(const struct leak_bins *bins, struct leaks *leaks);

#endif
