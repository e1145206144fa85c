/* schedule.h - when the next snapshot is due: start + k x interval, so delays do not accumulate. */
#ifndef RECORDER_SCHEDULE_H
#define RECORDER_SCHEDULE_H

#include <stdint.h>

struct schedule {
    int64_t start_ms; // uptime of the first tick
    int64_t interval_ms;
    int64_t tick; // of the next snapshot, from 0
};

int64_t schedule_due(const struct schedule *schedule);

/* Advances to the first tick after `now`, which is at or after the due one. Returns how many ticks were missed in
 * between: the machine slept or was busy. */
int64_t schedule_pass(struct schedule *schedule, int64_t now_ms);

/* By how much the clock was set between two snapshots, beyond ordinary adjustment; 0: it was not. */
int64_t schedule_clock_step_ms(int64_t utc_before_us, int64_t utc_us, int64_t uptime_before_ms, int64_t uptime_ms);

#endif
