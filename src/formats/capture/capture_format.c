/* capture_format.c - captures as an entry of the table of formats. */
#include "formats/capture/capture_load.h"
#include "formats/capture/capture_write.h"
#include "formats/format.h"
#include "formats/shown_times.h"

static bool capture_detect(struct text head)
{
    return capture_is(head.data, head.length);
}

static void give_facts(struct capture *capture, struct format_target *target)
{
    struct machine machine;

    if (capture->machine.length && target->on_machine && capture_machine(&capture->machine, &machine))
        target->on_machine(target->context, &machine);
    capture->machine.length = 0;
    if (capture->gap[0] && target->on_gap)
        target->on_gap(target->context, capture->gap_since_us, capture->state.utc_us, capture->gap);
}

/* Replaces the time of the snapshot by its shown time. */
static void set_shown_time(struct snapshot *snapshot, struct shown_times *times)
{
    bool is_repeat;
    int64_t shown_us = shown_time(times, snapshot->utc_us, &is_repeat);

    if (snapshot->local_us != LOCAL_TIME_UNKNOWN)
        snapshot->local_us = (int64_t)((uint64_t)snapshot->local_us + (uint64_t)shown_us - (uint64_t)snapshot->utc_us);
    snapshot->utc_us = shown_us;
}

static bool give_snapshots(struct capture *capture, struct format_target *target, struct error *err)
{
    struct snapshot snapshot = {0};
    struct shown_times times = {0};
    enum capture_next next = CAPTURE_FAILED;
    bool ok = true;

    while (ok && (next = capture_next(capture, err)) == CAPTURE_SNAPSHOT) {
        give_facts(capture, target);
        capture_snapshot(&capture->state, &snapshot);
        if (target->shown_times)
            set_shown_time(&snapshot, &times);
        ok = format_give(target, &snapshot, err);
    }
    snapshot_free(&snapshot);
    shown_times_free(&times);
    return ok && next == CAPTURE_END;
}

static bool capture_read(struct format_input *input, struct format_target *target, struct error *err)
{
    struct capture capture = {0};
    bool ok;

    if (!capture_open_place(&capture, format_place(input), input->warnings, err))
        return false;
    ok = target->store ? capture_load(&capture, target->store, err) : give_snapshots(&capture, target, err);
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
