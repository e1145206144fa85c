#include "formats/capture/capture_times.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct capture_tick capture_tick(const struct capture *c)
{
    return (struct capture_tick){.utc_us = c->state.utc_us,
                                 .uptime_ms = c->state.uptime_ms,
                                 .boot = c->state.boot,
                                 .was_set = strcmp(c->gap, CAPTURE_CLOCK_SET) == 0,
                                 .session = c->sessions,
                                 .file = c->files};
}

void capture_times_free(struct capture_times *t)
{
    free(t->ticks);
    free(t->times_us);
    *t = (struct capture_times){0};
}

static void read_ticks(struct capture_times *t, struct bytes_place place, bool heads_only)
{
    struct capture capture = {.heads_only = heads_only};
    struct warnings ignored = {0};
    struct error err = {0};
    size_t capacity = 0, at;
    int64_t by_us;

    if (capture_open_place(&capture, place, &ignored, &err)) {
        while (capture_next(&capture, &err) == CAPTURE_SNAPSHOT) {
            ARRAY_RESERVE(t->ticks, capacity, t->count + 1);
            t->ticks[t->count++] = capture_tick(&capture);
        }
        capture_close(&capture);
    }
    warnings_free(&ignored);
    t->times_us = memory_new(t->count + 1, sizeof *t->times_us);
    t->steps = capture_clock_settle(t->ticks, t->count, t->times_us, &at, &by_us);
    if (t->steps == 0)
        capture_times_free(t);
}

/* Heads are read fast. Where the clock was set, rows are read, too: snapshots whose rows are damaged do not count. */
void capture_times_read(struct capture_times *t, struct bytes_place place)
{
    read_ticks(t, place, true);
    if (t->steps == 0)
        return;
    capture_times_free(t);
    read_ticks(t, place, false);
}

int64_t capture_times_shift(const struct capture_times *t, size_t index)
{
    return index < t->count ? (int64_t)((uint64_t)t->times_us[index] - (uint64_t)t->ticks[index].utc_us) : 0;
}
