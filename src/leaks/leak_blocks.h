/* leak_blocks.h - a capture cut into boots, and every boot into blocks of equal time: the series that leaks are sought in.
 *
 *     boot       ------- 0 -------   ------- 1 -------
 *     block      0  1  2  ...  47    0  1  2  ...  47
 *     NtFs       0  3  4  ...  91    0  2  2  ...  80      mean of the block, less the first snapshot of the boot
 *
 * Live blocks are summed over both pools. A tag counts 0 until its boot has seen it; where it is missing later it keeps its
 * last value. Boots that are too short to say anything are left out.
 */
#ifndef LEAKS_LEAK_BLOCKS_H
#define LEAKS_LEAK_BLOCKS_H

#include "store/store_walk.h"

enum leak_quantity { LEAK_COUNTS, LEAK_BYTES, LEAK_QUANTITIES };

#define LEAK_DAY 86400.0

struct leak_boot {
    size_t first, last;   // moments, both inclusive
    double start, span;   // seconds; start from the capture's first moment
    size_t blocks;        // that hold a moment
    size_t per_day;       // blocks in a day; 0: not a whole number
    double block_seconds; // length of a block
    double *middle;       // owned; mean time of each block's moments, in seconds from the capture's first moment
    double *values[LEAK_QUANTITIES];       // owned; of tag after tag, `blocks` values each
    double *start_levels[LEAK_QUANTITIES]; // owned; by tag: what was taken off
    double *calls; // owned; of tag after tag: calls of alloc a second; NULL: the capture has none
    size_t *from;  // owned; by tag: the first block that is wholly after its first sight; SIZE_MAX: never seen
};

struct leak_blocks {
    size_t tags;
    bool known[LEAK_QUANTITIES], knows_calls;
    enum metric metric[LEAK_QUANTITIES];
    struct leak_boot *boots; // owned; those used
    size_t boot_count;
    size_t all_boots;               // also those left out
    size_t moments;                 // that were used
    int64_t start_us;               // the first of them, UTC
    double span;                    // seconds, first to last moment
    double *units[LEAK_QUANTITIES]; // owned; by tag: what one object is: 1, or its mean bytes
};

/* Reads the store once. `since_moment` and all after it are used. */
void leak_blocks_make(struct leak_blocks *blocks, const struct store *store, size_t since_moment);
void leak_blocks_free(struct leak_blocks *blocks);

/* The series of a tag in a boot. */
static inline const double *leak_series(const struct leak_boot *boot, enum leak_quantity quantity, size_t tag)
{
    return boot->values[quantity] + tag * boot->blocks;
}

static inline const double *leak_calls(const struct leak_boot *boot, size_t tag)
{
    return boot->calls ? boot->calls + tag * boot->blocks : NULL;
}

/* Mean of the first, or last, eighth of the boot's blocks, as absolute level. */
double leak_level(const struct leak_boot *boot, enum leak_quantity quantity, size_t tag, bool at_end);

#endif
