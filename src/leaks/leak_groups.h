/* leak_groups.h - leaks that grow in lockstep: a hint that one object holds them.
 *
 * Any two rising lines correlate, so levels are never compared: only the residuals of line and cycles are, boot after
 * boot. Two tags are grouped where r >= 0.8 and
 *     r sqrt((n_eff - 2) / (1 - r^2)) >= 4,  n_eff of leak_excess.h,
 * or where the steps from bin to bin have r >= 0.8 as well: residuals that wander slowly correlate by chance, their
 * steps do not.
 */
#ifndef LEAKS_LEAK_GROUPS_H
#define LEAKS_LEAK_GROUPS_H

#include "leaks/leak_bins.h"
#include "leaks/leak_finding.h"

/* Fills leaks->groups from the flagged findings. */
void leak_groups_find(const struct leak_bins *bins, struct leaks *leaks);

#endif
