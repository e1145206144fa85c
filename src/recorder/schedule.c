#include "recorder/schedule.h"

#define ADJUSTMENT_MS 2000 // time services slew by at most parts per thousand, and step when far off

int64_t schedule_due(const struct schedule *s)
{
    return s->start_ms + s->tick * s->interval_ms;
}

int64_t schedule_pass(struct schedule *s, int64_t now_ms)
{
    int64_t late = now_ms - schedule_due(s), missed = late > 0 ? late / s->interval_ms : 0;

    s->tick += missed + 1;
    return missed;
}

int64_t schedule_clock_step_ms(int64_t utc_before_us, int64_t utc_us, int64_t uptime_before_ms, int64_t uptime_ms)
{
    int64_t passed = uptime_ms - uptime_before_ms, step = (utc_us - utc_before_us) / 1000 - passed;
    int64_t ordinary = ADJUSTMENT_MS + passed / 1000;

    return step > ordinary || step < -ordinary ? step : 0;
}
