#include "commands/times.h"

#include "base/calendar.h"
#include "base/duration.h"

bool command_clock(const char *interval, const char *start, struct format_clock *out, struct error *err)
{
    int64_t interval_ms = 0, start_us = 0;

    if (interval && (!duration_parse(text_of(interval), &interval_ms) || interval_ms <= 0))
        return error_set(err, "argument --interval: '%s' is no stretch of time: write 30m, 90s or 24h", interval);
    if (start && !calendar_parse(text_of(start), true, &start_us))
        return error_set(err, "argument --start: '%s' is no time: write 2026-03-01 or 2026-03-01T08:30", start);
    *out = (struct format_clock){.interval_us = interval_ms * 1000, .has_start = start, .next_us = start_us};
    return true;
}
