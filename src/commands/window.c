#include "commands/window.h"

#include "base/calendar.h"

bool window_parse(const char *since, const char *until, struct store_window *out, struct error *err)
{
    static const char no_time[] = "argument %s: '%s' is no time: write 2026-03-01 or 2026-03-01T08:30";
    int64_t time_us;

    *out = STORE_ALL_TIME;
    if (since && !calendar_parse(text_of(since), true, &out->since_us))
        return error_set(err, no_time, "--since", since);
    if (until && !calendar_parse(text_of(until), true, &out->until_us))
        return error_set(err, no_time, "--until", until);
    if (until && !calendar_parse(text_of(until), false, &time_us))
        out->until_us += DAY_US - 1;
    return true;
}
