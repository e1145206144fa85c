/* clock.h - clocks, and waiting for a time or for a request to stop. */
#ifndef OS_CLOCK_H
#define OS_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Seconds since some fixed point, for measuring durations. */
double os_wall_seconds(void);
double os_cpu_seconds(void); // this process, all threads

/* The current time. utc_us and local_us come from one reading, so their difference is always the UTC offset. */
struct os_moment {
    int64_t utc_us;    // microseconds since 1970-01-01T00:00:00
    int64_t local_us;  // the same in local time
    int64_t uptime_ms; // since the system booted, including sleep; monotonic
};

struct os_moment os_now(void);

/* From now on Ctrl+C, a termination request and a closed terminal do not end the program: os_wait reports them. */
void os_catch_stop(void);

/* Sleeps until the uptime is reached or the program is asked to stop. True: asked to stop, at once and on every
 * later call. */
bool os_wait(int64_t until_uptime_ms);

#endif
