/* leak_gain.h - what one tag gained while it was looked at, and what that says about its blocks.
 *
 *     freed     = frees gained / allocs gained      0 %: whoever allocates never frees: it holds what others lack
 *     per block = bytes gained / blocks gained      the size of what is left behind: which structure it is
 *
 * Both are of the time looked at, not since the boot: a leak that began yesterday hides in counters of a month.
 */
#ifndef LEAKS_LEAK_GAIN_H
#define LEAKS_LEAK_GAIN_H

#include <stdbool.h>

#include "leaks/leak_quantity.h"

/* Over several boots, gains are summed within boots. All zero: nothing is known. */
struct leak_gain {
    bool is_known[LEAK_QUANTITIES]; // in some snapshot
    double first[LEAK_QUANTITIES];  // NaN: not in the first snapshot, and counted from 0
    double last[LEAK_QUANTITIES];
    double gain[LEAK_QUANTITIES];       // last - first of each boot
    bool knows_calls;                   // allocs and frees of a pool are known; false for Linux slab caches
    double boot_first[LEAK_QUANTITIES]; // as first, of the last of these boots that has the tag; 0: counted from 0
    double allocs, frees;               // calls gained in pools where both are known; NaN: contradictory
};

/* Frees gained in percent of allocs gained; NaN: unknown, or nothing was allocated. Above 100 when more was freed. */
double leak_freed_percent(const struct leak_gain *gain);

/* NaN: unknown, as it is where only live blocks are, or blocks or bytes were not gained. */
double leak_bytes_per_block(const struct leak_gain *gain);

#endif
