/* schedule.h - when the next snapshot is due: start + k x interval, so that no delay adds up. */
#ifndef RECORDER_SCHEDULE_H
#define RECORDER_SCHEDULE_H

#include <stdint.h>

struct schedule {
    int64_t start_ms; // uptime of the first tick
    int64_t interval_ms;
    int64_t tick; // of the next snapshot, from 0
};

int64_t schedule_due(const struct schedule *schedule);

/* It is `now`, at or behind the due tick. Moves on to the tick that comes next, and returns how many were missed between
 * the due one and now: the machine slept, or had no time. */
int64_t schedule_pass(struct schedule *schedule, int64_t now_ms);

/* How far the clock was set between two snapshots, beyond what an ordinary adjustment does: 0 when it was not. */
int64_t schedule_clock_step_ms(int64_t utc_before_us, int64_t utc_us, int64_t uptime_before_ms, int64_t uptime_ms);

#endif
