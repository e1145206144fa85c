/* replay.c - plays a capture as if it were live, for demos and tests. */
#include <stdlib.h>

#include "base/memory.h"
#include "formats/capture/capture.h"
#include "formats/capture/capture_write.h"
#include "sources/source.h"

struct replay {
    struct capture capture;
    struct warnings warnings; // faults of the capture; not reported
    struct snapshot now, next;
    bool has_now, has_next;
    int64_t first_us;   // of the capture
    int64_t started_ms; // uptime
    double speed;
    struct os_moment (*clock)(void);
};

static bool read_next(struct replay *r, struct error *err)
{
    enum capture_next next = capture_next(&r->capture, err);

    r->has_next = next == CAPTURE_SNAPSHOT;
    if (r->has_next)
        capture_snapshot(&r->capture.state, &r->next);
    return next != CAPTURE_FAILED;
}

static void replay_close(void *state)
{
    struct replay *r = state;

    if (!r)
        return;
    capture_close(&r->capture);
    warnings_free(&r->warnings);
    snapshot_free(&r->now);
    snapshot_free(&r->next);
    free(r);
}

static bool replay_open(const struct source_options *options, void **state, struct machine *machine, struct error *err)
{
    struct replay *r = memory_new(1, sizeof *r);

    r->speed = options->speed;
    r->clock = options->now ? options->now : os_now;
    if (!capture_open(&r->capture, options->capture, &r->warnings, err) || !read_next(r, err) ||
        (!r->has_next && !error_set(err, "'%s' contains no complete snapshot", options->capture))) {
        replay_close(r);
        return false;
    }
    if (!capture_machine(&r->capture.machine, machine))
        *machine = (struct machine){0};
    r->first_us = r->next.utc_us;
    r->started_ms = r->clock().uptime_ms;
    *state = r;
    return true;
}

/* Whether the next snapshot is due at the speed of the replay. */
static bool is_due(const struct replay *r)
{
    double played_us = (double)(r->clock().uptime_ms - r->started_ms) * 1000 * r->speed;

    return r->has_next && (double)(r->next.utc_us - r->first_us) <= played_us;
}

static bool advance(struct replay *r, struct error *err)
{
    struct snapshot previous = r->now;

    r->now = r->next;
    r->next = previous;
    r->has_now = true;
    return read_next(r, err);
}

/* The latest snapshot that is due; each is returned once. */
static bool replay_take(void *state, struct snapshot *out, struct warnings *warnings, struct error *err)
{
    struct replay *r = state;

    (void)warnings;
    r->has_now = false;
    if (r->speed <= 0 && r->has_next && !advance(r, err))
        return false;
    while (r->speed > 0 && is_due(r))
        if (!advance(r, err))
            return false;
    if (!r->has_now)
        return error_set(err, "%s: %s", r->capture.path,
                         r->has_next ? "the next snapshot is not due yet" : "all snapshots have been played");
    snapshot_copy(out, &r->now);
    return true;
}

static bool replay_is_over(const void *state)
{
    const struct replay *r = state;

    return !r->has_next && !r->has_now;
}

const struct source source_replay = {.name = "replay",
                                     .summary = "a capture, played as if live",
                                     .open = replay_open,
                                     .take = replay_take,
                                     .is_over = replay_is_over,
                                     .close = replay_close};
