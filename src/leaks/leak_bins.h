/* leak_bins.h - a capture divided into boots, and each boot into bins of equal time.
 *
 *     boot       ------- 0 -------   ------- 1 -------
 *     bin      0  1  2  ...  47    0  1  2  ...  47
 *     NtFs       0  3  4  ...  91    0  2  2  ...  80      mean of the bin - first snapshot of the boot
 *
 * Live blocks (allocs - frees) are summed over both pools. A tag is 0 before its first snapshot in a boot; where it is
 * missing later it keeps its last value. Boots shorter than 8 snapshots or 8 % of the capture are left out.
 *
 * A boot has at most 48 bins; from 28 days on a bin is a day, from 200 days on one or more weeks. From 1.5 days on
 * a whole number of bins makes a day, because otherwise the time of day would turn into growth.
 */
#ifndef LEAKS_LEAK_BINS_H
#define LEAKS_LEAK_BINS_H

#include "leaks/leak_quantity.h"
#include "store/store_walk.h"

#define LEAK_DAY 86400.0
#define LEAK_SPAN_SHARE_MIN 0.08 // of the capture, for a boot to count

struct leak_boot {
    size_t first, last; // moments, both inclusive
    double start, span; // seconds; start from the capture's first moment
    size_t bins;        // that contain a moment; others are dropped
    size_t per_day;     // bins per day; 0: not a whole number
    double bin_seconds; // length of a bin
    double *times;      // owned; mean time of each bin's moments, seconds from the capture's first; ascending
    double *values[LEAK_QUANTITIES];       // owned; tag by tag, `bins` values each
    double *start_levels[LEAK_QUANTITIES]; // owned; by tag: the first snapshot, subtracted from values
    double *calls;                         // owned; tag by tag: calls of alloc a second; NULL: unknown
    size_t *first_bin; // owned; by tag: the first bin completely after its first snapshot; >= bins: none
};

struct leak_bins {
    size_t tags;
    bool known[LEAK_QUANTITIES], knows_calls;
    enum metric metric[LEAK_QUANTITIES];
    struct leak_boot *boots; // owned; without those left out
    size_t boot_count;
    size_t all_boots;               // with them
    size_t moments;                 // used
    int64_t start_us;               // the first of them, UTC; 0: none
    double span;                    // seconds, first to last moment
    double *units[LEAK_QUANTITIES]; // owned; by tag: size of one object: 1, or its mean bytes
};

/* Reads the store once, from `since_moment` on. Free with leak_bins_free. */
void leak_bins_make(struct leak_bins *bins, const struct store *store, size_t since_moment);
void leak_bins_free(struct leak_bins *bins);

/* The most bins of a boot. */
size_t leak_bins_most(const struct leak_bins *bins);

/* A tag's series in a boot, boot->bins values; borrowed. */
static inline const double *leak_series(const struct leak_boot *boot, enum leak_quantity quantity, size_t tag)
{
    return boot->values[quantity] + tag * boot->bins;
}

/* Likewise; NULL: unknown. */
static inline const double *leak_calls(const struct leak_boot *boot, size_t tag)
{
    return boot->calls ? boot->calls + tag * boot->bins : NULL;
}

/* Mean level of the first, or last, eighth of the boot's bins, the first snapshot not subtracted. */
double leak_level(const struct leak_boot *boot, enum leak_quantity quantity, size_t tag, bool at_end);

#endif
