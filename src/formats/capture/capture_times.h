/* capture_times.h - the times of a capture's snapshots by the last clock, for what keeps no uptime to tell them by.
 *
 * The capture is read once before for that. Snapshots of one whose clock was never set keep their times.
 */
#ifndef FORMATS_CAPTURE_CAPTURE_TIMES_H
#define FORMATS_CAPTURE_CAPTURE_TIMES_H

#include "formats/capture/capture.h"
#include "formats/capture/capture_clock.h"

/* All zero: the clock was never set. */
struct capture_times {
    struct capture_tick *ticks; // owned
    int64_t *times_us;          // owned
    size_t count;               // of both: as many as snapshots
    size_t steps;               // how often the clock was set
};

/* Of the snapshot that was decoded last. */
struct capture_tick capture_tick(const struct capture *capture);

/* Reads the times of all snapshots; a file that cannot be read has none. *times is all zero before. */
void capture_times_read(struct capture_times *times, struct bytes_place place);
void capture_times_free(struct capture_times *times);

/* By how many microseconds the time of snapshot number `index`, from 0, is corrected. */
int64_t capture_times_shift(const struct capture_times *times, size_t index);

#endif
