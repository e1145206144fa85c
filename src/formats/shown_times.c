#include "formats/shown_times.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"

void shown_times_free(struct shown_times *times)
{
    map_free(&times->taken);
    map_free(&times->seconds);
    free(times->shown);
    free(times->last);
    *times = (struct shown_times){0};
}

static size_t time_index(struct map *map, int64_t time_us, bool *is_new)
{
    size_t known = map->count, index = map_intern(map, (struct text){(const char *)&time_us, sizeof time_us});

    *is_new = index == known;
    return index;
}

static int64_t next_shown(struct shown_times *times, int64_t utc_us)
{
    for (;;) {
        int64_t second_us = utc_us - (utc_us % SECOND_US + SECOND_US) % SECOND_US;
        bool is_new;
        size_t second = time_index(&times->seconds, second_us, &is_new);

        ARRAY_RESERVE(times->last, times->last_capacity, second + 1);
        if (is_new)
            return times->last[second] = second_us;
        if (utc_us <= times->last[second])
            utc_us = times->last[second] + 1000;
        if (utc_us - second_us < SECOND_US)
            return times->last[second] = utc_us;
    }
}

int64_t shown_time(struct shown_times *times, int64_t utc_us, bool *is_repeat)
{
    bool is_new;
    size_t taken = time_index(&times->taken, utc_us, &is_new);

    ARRAY_RESERVE(times->shown, times->shown_capacity, taken + 1);
    if (is_new)
        times->shown[taken] = next_shown(times, utc_us);
    *is_repeat = !is_new;
    return times->shown[taken];
}
