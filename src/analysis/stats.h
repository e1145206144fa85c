/* stats.h - what each tag did over the whole capture, in one pass over the moments. */
#ifndef ANALYSIS_STATS_H
#define ANALYSIS_STATS_H

#include <stddef.h>

#include "store/store_walk.h"

struct tag_stats {
    size_t seen;                        // moments in which the value is known; all below is meaningless when 0
    size_t first_at, last_at;           // the first and the last of them
    amount first, last;                 // values there
    amount first_nonzero, last_nonzero; // 0 when every value is 0
    amount peak, sum;
    amount fallen; // at restarts: the last value before each, less the first one after it
};

/* Takes the next moment's value into stats that are all zero at first; `boot` is the first moment of its boot. */
void stats_add(struct tag_stats *stats, size_t moment, size_t boot, amount value);

/* The same of all tags of a batch, by tag, of a walk that goes from moment to moment; stats_end takes what is left when
 * it has been to all. */
void stats_take(struct tag_stats *stats, const struct walk_batch *batch, size_t moment, size_t boot);
void stats_end(struct tag_stats *stats, const struct store_walk *walk, size_t moments);

/* One entry for each tag of the store; the caller frees it. */
struct tag_stats *stats_of_tags(const struct store *store, enum metric metric);

/* The same of the sum over all tags, leaving out moments that are not whole. */
struct tag_stats stats_of_total(const struct store *store, enum metric metric);

/* Mean over the moments in which the value is known. */
double stats_mean(const struct tag_stats *stats);

/* Growth in percent of the first value; NaN when that is not above 0. */
double stats_growth_percent(const struct tag_stats *stats);

#endif
