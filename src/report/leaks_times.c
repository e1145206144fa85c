#include "report/leaks_times.h"

#include "base/calendar.h"

#define MINUTE_CHARACTERS 16 // of a time without seconds

const char *leaks_clock(const struct leaks *leaks)
{
    static const char *const names[] = {[LEAK_UTC] = "UTC", [LEAK_LOCAL] = "local time", [LEAK_NO_CLOCK] = ""};

    return names[leaks->clock];
}

void leaks_add_clock(struct buffer *b, const struct leaks *leaks)
{
    if (leaks->clock != LEAK_NO_CLOCK)
        buffer_printf(b, " (%s)", leaks_clock(leaks));
}

void leaks_add_minute(struct buffer *b, int64_t time_us)
{
    struct buffer time = {0};

    calendar_add(&time, time_us, ' ');
    buffer_add(b, time.bytes, time.length < MINUTE_CHARACTERS ? time.length : MINUTE_CHARACTERS);
    buffer_free(&time);
}
