/* slabinfo_file.c - copies of /proc/slabinfo in a file, one or many, as OSWatcher collects them.
 *
 *     zzz ***Sat Nov 21 23:17:00 UTC 2026
 *     slabinfo - version: 2.1
 *     # name            <active_objs> <num_objs> <objsize> ...
 *
 * The page size of the machine is unknown, and so is the total of the pages.
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

/* Its rows cannot be parsed, and do not belong to the snapshot before. */
static bool begin_skipped(struct snapshot_log *log, struct error *err)
{
    if (!snapshot_log_begin(log, err))
        return false;
    log->is_skipped = true;
    warnings_add(log->input->warnings, WARNING_SNAPSHOT,
                 "%s:%zu: unsupported version of slabinfo, only 2.1 can be read: snapshot left out", log->input->path,
                 log->lines.number);
    return true;
}

static bool read_line(void *context, struct text line, struct error *err)
{
    struct snapshot_log *log = context;
    int64_t held = 0;

    if (slabinfo_is_version(line))
        return begin(log, err);
    if (is_any_version(line))
        return begin_skipped(log, err);
    if (!log->is_open) {
        snapshot_log_find_stamp(log, line);
        return true;
    }
    if (slabinfo_line_read(line, 0, &log->snapshot, &held) == SLABINFO_FAULT && !snapshot_log_find_stamp(log, line) &&
        !log->is_skipped)
        snapshot_log_drop_row(log, "not a slab cache with its numbers");
    return true;
}

static bool slabinfo_file_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {
        .read_line = read_line,
        .no_snapshot = "no slab cache found after a line \"slabinfo - version: 2.1\", the only supported version",
    };

    return snapshot_log_read_input(input, target, &format, err);
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
