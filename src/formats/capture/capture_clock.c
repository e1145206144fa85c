#include "formats/capture/capture_clock.h"

#include "base/calendar.h"

#define ADJUSTMENT_US (2 * SECOND_US) // time services slew by parts per thousand, and step when the clock is far off
#define UPTIME_SLACK_MS 1000

static bool knows_uptimes(const struct capture_tick *a, const struct capture_tick *b)
{
    return a->uptime_ms >= 0 && b->uptime_ms >= 0 && b->uptime_ms < INT64_MAX / 1000 && a->uptime_ms < INT64_MAX / 1000;
}

/* Microseconds that passed by the uptime. */
static int64_t passed(const struct capture_tick *before, const struct capture_tick *after)
{
    return (after->uptime_ms - before->uptime_ms) * 1000;
}

/* By how much the clock differs from the uptime, beyond ordinary adjustment; 0: it does not. */
static int64_t clock_step(const struct capture_tick *before, const struct capture_tick *after)
{
    int64_t by_uptime = passed(before, after), by_clock, step, ordinary = ADJUSTMENT_US + by_uptime / 1000;

    if (__builtin_sub_overflow(after->utc_us, before->utc_us, &by_clock) ||
        __builtin_sub_overflow(by_clock, by_uptime, &step))
        return 0;
    return step > ordinary || step < -ordinary ? step : 0;
}

enum boot_step capture_boot_step(const struct capture_tick *before, const struct capture_tick *after)
{
    if (before->boot && after->boot)
        return before->boot == after->boot ? BOOT_SAME : BOOT_NEW;
    if (!knows_uptimes(before, after) || before->file != after->file)
        return BOOT_UNKNOWN;
    if (after->uptime_ms + UPTIME_SLACK_MS < before->uptime_ms)
        return BOOT_NEW;
    if (before->session == after->session)
        return BOOT_SAME;
    return clock_step(before, after) == 0 ? BOOT_SAME : BOOT_UNKNOWN; // the uptime of another boot may be longer
}

/* A new boot that began, by the clock, before the snapshot of the boot before it. */
static int64_t step_across_boots(const struct capture_tick *before, const struct capture_tick *after)
{
    int64_t by_clock, least = after->uptime_ms * 1000;

    if (!knows_uptimes(before, after) || __builtin_sub_overflow(after->utc_us, before->utc_us, &by_clock))
        return 0;
    return by_clock < least - ADJUSTMENT_US ? by_clock - least : 0;
}

/* How far the clock was set between the two; 0: it was not, or nothing tells. */
static int64_t step_between(const struct capture_tick *before, const struct capture_tick *after, enum boot_step boot)
{
    int64_t step;

    if (boot == BOOT_NEW)
        return step_across_boots(before, after);
    if (!knows_uptimes(before, after) || passed(before, after) < 0)
        return 0;
    step = clock_step(before, after);
    if (boot == BOOT_UNKNOWN && step > 0 && !after->was_set) // there may have been a reboot, and time without power
        return 0;
    return step;
}

/* Whether the time before a reboot can be right by the clock of which the time after it differs by `shift`. */
static bool can_precede(const struct capture_tick *before, struct capture_tick after, int64_t shift)
{
    return !__builtin_add_overflow(after.utc_us, shift, &after.utc_us) && step_across_boots(before, &after) == 0;
}

/* The same, and ends *shift where the clocks of both have nothing to do with each other. */
static int64_t step_before(const struct capture_tick *before, const struct capture_tick *after, int64_t *shift)
{
    enum boot_step boot = capture_boot_step(before, after);
    int64_t step = step_between(before, after, boot);
    bool is_joined = before->file != after->file && boot != BOOT_SAME;

    if (is_joined || (boot == BOOT_NEW && step && can_precede(before, *after, *shift)))
        return *shift = 0;
    return step;
}

size_t capture_clock_settle(const struct capture_tick *ticks, size_t count, int64_t *times_us, size_t *at,
                            int64_t *by_us)
{
    int64_t shift = 0; // of the snapshots before, to the last clock
    size_t steps = 0;

    for (size_t i = count; i-- > 0;) {
        int64_t step = i + 1 < count ? step_before(&ticks[i], &ticks[i + 1], &shift) : 0;

        if (step) {
            steps++;
            *at = i + 1;
            *by_us = step;
        }
        if (__builtin_add_overflow(shift, step, &shift) || __builtin_add_overflow(ticks[i].utc_us, shift, &times_us[i]))
            return 0;
    }
    return steps;
}
