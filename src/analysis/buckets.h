/* buckets.h - downsampling: minimum and maximum of each tag over runs of moments.
 *
 *     moments   0  1  2  3  4  5  6           3 buckets: starts 0 2 4
 *     NtFs      1  5  2  .  9  9  8           least 1 2 8, greatest 5 2 9
 *
 * No peak and no dip is lost when it is drawn.
 */
#ifndef ANALYSIS_BUCKETS_H
#define ANALYSIS_BUCKETS_H

#include "analysis/stats.h"

#define BUCKET_GAP INT64_MIN

/* Larger values are cut to this: no machine has so many bytes or blocks. */
#define BUCKET_MAX (INT64_C(1) << 61)

struct buckets {
    size_t count;            // of each series
    size_t series;           // the tags of the store, then TOTAL
    bool is_exact;           // each bucket is one moment
    int64_t *least;          // owned; series x count; BUCKET_GAP where no value is known
    int64_t *greatest;       // owned; likewise
    struct tag_stats *stats; // owned; of each series
    int64_t *total;          // owned; TOTAL by moment
};

/* First moments of at most `most` buckets of nearly equal length; owned by the caller. Writes their number. */
size_t *buckets_starts(size_t moments, size_t most, size_t *count);

/* One pass over the moments. Free with buckets_free. */
void buckets_make(struct buckets *b, const struct store *store, enum metric metric, const size_t *starts, size_t count);
void buckets_free(struct buckets *b);

/* A value as buckets store it: cut to BUCKET_MAX, or BUCKET_GAP. */
int64_t bucket_value(amount value);

#endif
