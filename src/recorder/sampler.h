/* sampler.h - takes the snapshots of a source on a schedule: one loop for everything that watches a running system.
 *
 *     sampler_open(&sampler, source, &options, err)
 *     sampler_start(&sampler, interval_ms, duration_ms)
 *     while ((event = sampler_next(&sampler, &warnings, err)) != SAMPLER_ENDED)
 *         ...                                  sampler.snapshot, sampler.missed, sampler.clock_was_set
 *     sampler_close(&sampler)
 *
 * Missed ticks and clock steps are reported with the snapshot that follows them and never filled in.
 */
#ifndef RECORDER_SAMPLER_H
#define RECORDER_SAMPLER_H

#include "model/select.h"
#include "recorder/schedule.h"
#include "sources/source.h"

struct sampler_options {
    struct source_options source;
    const struct select *select;           // borrowed; tags to keep, NULL: all
    bool (*wait)(int64_t until_uptime_ms); // in place of os_wait, for tests; source.now replaces os_now
};

enum sampler_event {
    SAMPLER_SNAPSHOT,
    SAMPLER_NOTHING, // a replay has no snapshot for this tick
    SAMPLER_FAILED,  // the source failed, err says why; the next tick tries again
    SAMPLER_ENDED,   // stopped by the user or the system, the duration is over, or the replay is
};

struct sampler {
    struct sampler_options options;
    const struct source *source; // borrowed
    void *state;                 // the source's
    struct machine machine;      // set by sampler_open
    struct schedule schedule;
    int64_t started_ms, end_ms; // uptime; no tick begins at or after end_ms
    struct snapshot snapshot;   // owned; the last one taken, overwritten by the next
    double take_ms;             // wall time that the source took for it
    int64_t missed;             // ticks missed between it and the one before
    bool clock_was_set;         // between it and the one before, beyond ordinary adjustment
    size_t taken;               // snapshots so far
    int64_t last_utc_us, last_uptime_ms;
    bool is_over; // nothing follows: a replay ended
};

/* Opens the source. False: err says why, and there is nothing to close. */
bool sampler_open(struct sampler *sampler, const struct source *source, const struct sampler_options *options,
                  struct error *err);

/* The first tick is now; `duration_ms` 0: until stopped. */
void sampler_start(struct sampler *sampler, int64_t interval_ms, int64_t duration_ms);

/* Waits for the next tick and takes a snapshot. Adds the source's warnings to `warnings`. */
enum sampler_event sampler_next(struct sampler *sampler, struct warnings *warnings, struct error *err);

/* Milliseconds until the next tick, 0 when it is due. */
int64_t sampler_next_in_ms(const struct sampler *sampler);

void sampler_close(struct sampler *sampler);

#endif
