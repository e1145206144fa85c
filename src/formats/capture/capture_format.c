/* capture_format.c - captures as an entry of the table of formats. */
#include <string.h>

#include "formats/capture/capture_load.h"
#include "formats/capture/capture_times.h"
#include "formats/capture/capture_write.h"
#include "formats/format.h"
#include "formats/shown_times.h"

static bool capture_detect(struct text head)
{
    return capture_is(head.data, head.length);
}

struct passing {
    struct capture *capture;
    struct format_target *target;
    struct capture_times right; // none where the target wants those that the clock showed
    struct shown_times shown;
    size_t count; // snapshots so far
};

/* In unsigned arithmetic: times of damaged files may be anything. */
static int64_t sum(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

/* A gap that tells that the clock was set is none where that was corrected. */
static void give_gap(const struct passing *p, int64_t until_us)
{
    const struct capture *c = p->capture;
    int64_t shift_us = p->count ? capture_times_shift(&p->right, p->count - 1) : 0;

    if (c->gap[0] && p->target->on_gap && !(p->right.steps && strcmp(c->gap, CAPTURE_CLOCK_SET) == 0))
        p->target->on_gap(p->target->context, sum(c->gap_since_us, shift_us), until_us, c->gap);
}

static void give_machine(const struct passing *p)
{
    struct capture *c = p->capture;
    struct machine machine;

    if (c->machine.length && p->target->on_machine && capture_machine(&c->machine, &machine))
        p->target->on_machine(p->target->context, &machine, c->machine_us);
    c->machine.length = 0;
}

static void set_time(struct snapshot *snapshot, int64_t utc_us)
{
    if (snapshot->local_us != LOCAL_TIME_UNKNOWN)
        snapshot->local_us = sum(snapshot->local_us, (int64_t)((uint64_t)utc_us - (uint64_t)snapshot->utc_us));
    snapshot->utc_us = utc_us;
}

static bool give_snapshots(struct passing *p, struct error *err)
{
    struct snapshot snapshot = {0};
    enum capture_next next = CAPTURE_FAILED;
    bool ok = true, is_repeat;

    while (ok && (next = capture_next(p->capture, err)) == CAPTURE_SNAPSHOT) {
        give_machine(p);
        capture_snapshot(&p->capture->state, &snapshot);
        set_time(&snapshot, sum(snapshot.utc_us, capture_times_shift(&p->right, p->count)));
        if (p->target->shown_times)
            set_time(&snapshot, shown_time(&p->shown, snapshot.utc_us, &is_repeat));
        give_gap(p, snapshot.utc_us);
        p->count++;
        ok = format_give(p->target, &snapshot, err);
    }
    snapshot_free(&snapshot);
    return ok && next == CAPTURE_END;
}

static bool pass_on(struct format_input *input, struct capture *capture, struct format_target *target,
                    struct error *err)
{
    struct passing p = {.capture = capture, .target = target};
    bool ok;

    if (target->right_times || target->shown_times)
        capture_times_read(&p.right, format_place(input));
    if (p.right.steps)
        warnings_add(input->warnings, WARNING_SNAPSHOT,
                     "%s: the clock of the machine was set while recording: snapshots before have times by the last "
                     "clock, as far apart as the uptime says",
                     input->path);
    ok = give_snapshots(&p, err);
    capture_times_free(&p.right);
    shown_times_free(&p.shown);
    return ok;
}

static bool capture_read(struct format_input *input, struct format_target *target, struct error *err)
{
    struct capture capture = {0};
    bool ok;

    if (!capture_open_place(&capture, format_place(input), input->warnings, err))
        return false;
    ok = target->store ? capture_load(&capture, target->store, err) : pass_on(input, &capture, target, err);
    capture_close(&capture);
    return ok;
}

const struct format format_capture = {
    .name = "poolmonviz capture",
    .ending = CAPTURE_ENDING,
    .of_bytes = true,
    .detect = capture_detect,
    .read = capture_read,
};
