#include "commands/time_options.h"

#include "base/calendar.h"
#include "base/duration.h"

static bool parse_time(const char *option, const char *value, int64_t *out_us, struct error *err)
{
    return calendar_parse(text_of(value), true, out_us) ||
           error_set(err, "argument %s: invalid time '%s': use 2026-03-01 or 2026-03-01T08:30", option, value);
}

bool parse_window(const char *since, const char *until, struct store_window *out, struct error *err)
{
    int64_t time_us;

    *out = STORE_ALL_TIME;
    if (since && !parse_time("--since", since, &out->since_us, err))
        return false;
    if (until && !parse_time("--until", until, &out->until_us, err))
        return false;
    if (until && !calendar_parse(text_of(until), false, &time_us)) // a date alone
        out->until_us += DAY_US - 1;
    return true;
}

bool parse_clock(const char *interval, const char *start, struct format_clock *out, struct error *err)
{
    int64_t interval_ms = 0, start_us = 0;

    if (interval && (!duration_parse(text_of(interval), &interval_ms) || interval_ms <= 0))
        return error_set(err, "argument --interval: invalid duration '%s': use 90s, 30m or 24h", interval);
    if (start && !parse_time("--start", start, &start_us, err))
        return false;
    *out = (struct format_clock){.interval_us = interval_ms * 1000, .has_start = start, .next_us = start_us};
    return true;
}
