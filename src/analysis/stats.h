/* stats.h - first, last, peak, sum and losses at reboots of each tag, in one pass over the moments. */
#ifndef ANALYSIS_STATS_H
#define ANALYSIS_STATS_H

#include <stddef.h>

#include "store/store_walk.h"

struct tag_stats {
    size_t seen;                        // moments in which the value is known; if 0, nothing below is valid
    size_t first_at, last_at;           // the first and the last of them
    amount first, last;                 // their values
    amount first_nonzero, last_nonzero; // 0 when every value is 0
    amount peak, sum;
    amount fallen; // sum over reboots of the last value before - the first value after
};

/* Adds the value of a moment after all added so far; stats start as all zero. `boot`: first moment of its boot. */
void stats_add(struct tag_stats *stats, size_t moment, size_t boot, amount value);

/* The same for a walk that goes from moment to moment: adds the values that changed; unchanged ones are added by the
 * next change, or by stats_finish after the last moment. `stats`: by tag. */
void stats_add_changes(struct tag_stats *stats, const struct walk_batch *batch, size_t moment, size_t boot);
void stats_finish(struct tag_stats *stats, const struct store_walk *walk, size_t moments);

/* One entry for each tag of the store; the caller frees it. */
struct tag_stats *stats_of_tags(const struct store *store, enum metric metric);

/* The same for the sum over all tags; moments that are incomplete are left out. */
struct tag_stats stats_of_total(const struct store *store, enum metric metric);

/* Mean over the moments in which the value is known. */
double stats_mean(const struct tag_stats *stats);

/* Growth in percent of the first value; NaN unless that is above 0. */
double stats_growth_percent(const struct tag_stats *stats);

#endif
