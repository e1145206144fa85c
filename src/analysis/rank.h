/* rank.h - the tags with the most, or with the most growth: the original's four orders.
 *
 *     pct    growth from the first to the last value that is not 0, in percent of the last (so at most 100)
 *     abs    the same growth as a difference
 *     peak   the largest value
 *     mean   the mean over the snapshots that have the tag
 *
 * Highest first; equal scores in order of the tag's bytes.
 */
#ifndef ANALYSIS_RANK_H
#define ANALYSIS_RANK_H

#include <stddef.h>

#include "analysis/stats.h"

enum order { ORDER_PCT, ORDER_ABS, ORDER_PEAK, ORDER_MEAN, ORDERS };

struct rank_options {
    long long count[ORDERS]; // tags wanted; 0 or less: the order is not computed
    const struct text *exclude;
    size_t exclude_count;
};

struct ranking {
    size_t *tags; // owned; indices in the store
    size_t count;
    bool wanted;
};

/* The score of the order pct. */
double rank_percent(const struct tag_stats *stats);

/* Leaves out tags whose value is never known, and a tag named TOTAL. Free with rankings_free. */
void rank_tags(const struct store *store, const struct tag_stats *stats, const struct rank_options *options,
               struct ranking out[ORDERS]);
void rankings_free(struct ranking rankings[ORDERS]);

#endif
