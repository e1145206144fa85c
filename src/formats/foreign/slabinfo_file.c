/* slabinfo_file.c - /proc/slabinfo copied into a file, once or again and again, as OSWatcher does it.
 *
 *     zzz ***Sat Nov 21 23:17:00 UTC 2026
 *     slabinfo - version: 2.1
 *     # name            <active_objs> <num_objs> <objsize> ...
 *
 * How large the machine's pages are is not told, so the total of the pages is not known.
 */
#include "formats/foreign/snapshot_log.h"
#include "formats/slabinfo.h"

static bool begin(struct snapshot_log *log, struct error *err)
{
    if (!snapshot_log_begin(log, err))
        return false;
    log->snapshot.counters = SLABINFO_COUNTERS;
    return true;
}

static bool is_any_version(struct text line)
{
    return text_starts_with(line, "slabinfo - version:");
}

/* The rows under it are no more of the snapshot before than they are understood. */
static bool begin_left_out(struct snapshot_log *log, struct error *err)
{
    if (!snapshot_log_begin(log, err))
        return false;
    log->is_left_out = true;
    warnings_add(log->input->warnings, WARNING_SNAPSHOT,
                 "%s:%zu: is of another version than 2.1, which is the one that is understood: snapshot left out",
                 log->input->path, log->lines.number);
    return true;
}

static bool read_line(void *context, struct text line, struct error *err)
{
    struct snapshot_log *log = context;
    int64_t none = 0;

    if (slabinfo_is_version(line))
        return begin(log, err);
    if (is_any_version(line))
        return begin_left_out(log, err);
    if (!log->is_open) {
        snapshot_log_find_stamp(log, line);
        return true;
    }
    if (slabinfo_line_read(line, 0, &log->snapshot, &none) == SLABINFO_FAULT && !snapshot_log_find_stamp(log, line) &&
        !log->is_left_out)
        snapshot_log_drop_row(log, "not a cache with its numbers");
    return true;
}

static bool slabinfo_file_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {
        .read_line = read_line,
        .no_snapshot = "holds no cache under a first line \"slabinfo - version: 2.1\", which is the version that is "
                       "understood",
    };
    struct snapshot_log log;
    bool ok;

    snapshot_log_open(&log, input, target);
    ok = snapshot_log_read(&log, &format, &log, err);
    snapshot_log_free(&log);
    return ok;
}

static bool slabinfo_detect(struct text head)
{
    struct text line;

    while (text_next_line(&head, &line))
        if (is_any_version(line))
            return true;
    return false;
}

const struct format format_slabinfo = {
    .name = "/proc/slabinfo", .in_text = true, .detect = slabinfo_detect, .read = slabinfo_file_read};
