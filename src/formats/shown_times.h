/* shown_times.h - the times at which the snapshots of one capture are shown, in text and in CSV.
 *
 *     taken    09:00:00.318   09:00:00.790   09:05:00.321
 *     shown    09:00:00       09:00:00.790   09:05:00
 *
 * Whole seconds; a further snapshot within the same second keeps its fraction. Two snapshots of exactly the same time
 * are one moment, recorded twice.
 */
#ifndef FORMATS_SHOWN_TIMES_H
#define FORMATS_SHOWN_TIMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"

/* All zero is the start of a capture. */
struct shown_times {
    struct map taken; // times of the snapshots so far
    int64_t *shown;   // owned; by index in `taken`
    size_t shown_capacity;
    struct map seconds; // seconds that contain a snapshot
    int64_t *last;      // owned; by index in `seconds`: the last time shown in it
    size_t last_capacity;
};

/* The shown time of the next snapshot. *is_repeat: a snapshot of exactly this time came before. */
int64_t shown_time(struct shown_times *times, int64_t utc_us, bool *is_repeat);
void shown_times_free(struct shown_times *times);

#endif
