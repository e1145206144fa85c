/* capture_clock.h - the order of a capture's snapshots in time, where the clock of the machine was set.
 *
 *     UTC       09:00  09:05  07:10  07:15       the clock was set back by two hours
 *     uptime    60:00  65:00  70:00  75:00       the uptime goes on, as it does while the machine sleeps
 *     time      07:00  07:05  07:10  07:15       seconds of the uptime, shown by the last clock
 *
 * Within a boot the uptime tells how much time passed; a clock that differs from it by more than services adjust it was
 * set. The boot is known by its identity, by an uptime that fell, or by one that rose while the same recorder ran.
 * Where nothing tells it, and between files that were joined, UTC is believed. What was recorded before a reboot keeps
 * its times if they can be right by the last clock.
 */
#ifndef FORMATS_CAPTURE_CAPTURE_CLOCK_H
#define FORMATS_CAPTURE_CAPTURE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

struct capture_tick {
    int64_t utc_us, uptime_ms; // uptime < 0: not known
    uint64_t boot;             // 0: not known
    bool was_set;              // the recorder noted that the clock was set before this snapshot
    size_t session;            // of the recorder: in one session the machine was not rebooted
    size_t file;               // that `convert` joined: the order of files tells nothing
};

/* Whether the machine was rebooted between two consecutive snapshots, as uptime and identity tell. */
enum boot_step capture_boot_step(const struct capture_tick *before, const struct capture_tick *after);

/* Writes the time of each snapshot, ascending within a boot. Returns how often the clock was set; *at is the index of
 * the first snapshot after the first time, *by_us how far. 0: the times are those of the clock. */
size_t capture_clock_settle(const struct capture_tick *ticks, size_t count, int64_t *times_us, size_t *at,
                            int64_t *by_us);

#endif
