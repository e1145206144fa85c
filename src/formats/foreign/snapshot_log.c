#include "formats/foreign/snapshot_log.h"

#include <assert.h>

#include "formats/foreign/snapshot_log_internal.h"
#include "store/store.h"

#define HEAD_BYTES ((size_t)256 << 10) // searched for the order of day and month

void snapshot_log_open(struct snapshot_log *log, struct format_input *input, struct format_target *target)
{
    struct reader *r = input->reader;

    *log = (struct snapshot_log){.input = input, .target = target, .lines = {.reader = r}};
    while (!r->is_at_end && (size_t)(r->end - r->pos) < HEAD_BYTES && reader_fill(r, NULL))
        ;
    log->order = stamp_guess_order((struct text){r->pos, (size_t)(r->end - r->pos)}, input->clock->orders.latest_us);
    if (log->order == ORDER_UNKNOWN)
        log->order = input->clock->orders.run;
    snapshot_log_add_names(log, (struct text){r->pos, (size_t)(r->end - r->pos)});
}

void snapshot_log_free(struct snapshot_log *log)
{
    snapshot_free(&log->snapshot);
    pasted_free(&log->pasted);
    map_free(&log->tags);
    map_free(&log->times);
    *log = (struct snapshot_log){0};
}

/* Warns of a line that no format can parse. */
static void warn_line(struct snapshot_log *log)
{
    struct format_input *in = log->input;

    if (log->lines.is_other_encoding && !log->warned_encoding)
        warnings_add(in->warnings, WARNING_FILE,
                     "%s:%zu: the encoding changes between 8-bit and UTF-16 here, and lines that cannot be "
                     "parsed are left out: save that part as a separate file",
                     in->path, log->lines.number);
    else if (log->lines.is_too_long && !log->lines.is_other_encoding)
        warnings_add(in->warnings, WARNING_ROW, "%s:%zu: line longer than 64 KB: left out", in->path,
                     log->lines.number);
    log->warned_encoding |= log->lines.is_other_encoding;
    log->has_lost_rows = true;
}

static enum lines_next next_line(struct snapshot_log *log, bool is_pasted, struct text *line, struct error *err)
{
    enum lines_next next;

    if (log->must_peek)
        snapshot_log_peek_end(log);
    next = lines_next(&log->lines, line, err);
    if (next == LINES_LINE && (log->lines.is_too_long || log->lines.is_other_encoding))
        warn_line(log);
    if (next == LINES_LINE && is_pasted)
        *line = pasted_line(*line, &log->pasted);
    if (next == LINES_LINE && text_trim(*line).length == 0)
        log->last_blank = log->lines.number;
    return next;
}

/* --- snapshots --- */

/* Two snapshots of a file with the same time are one, recorded twice: the store keeps the last. */
static void mark_repeat(struct snapshot_log *log)
{
    int64_t time_us = log->snapshot.utc_us;
    size_t count = log->times.count;

    if (log->snapshot.basis == TIME_UNKNOWN || !log->target->store)
        return;
    map_intern(&log->times, (struct text){(const char *)&time_us, sizeof time_us});
    if (log->times.count == count)
        store_source_again(log->target->store);
}

static bool give(struct snapshot_log *log, bool is_last, struct error *err)
{
    bool is_only = is_last && log->given == 0;

    log->is_open = false;
    if (log->is_skipped)
        return true;
    if (log->snapshot.count == 0) { // its stamp belongs to the next one
        if (stamp_is_complete(&log->stamp) && !stamp_is_complete(&log->next_stamp)) {
            log->next_stamp = log->stamp;
            log->next_stamp_line = log->stamp_line;
        }
        return true;
    }
    snapshot_log_set_time(log, is_only);
    if (log->has_lost_rows)
        log->snapshot.lost = log->snapshot.counters;
    log->has_last = log->snapshot.basis != TIME_UNKNOWN;
    log->last_us = log->snapshot.utc_us;
    log->last_basis = log->snapshot.basis;
    log->given++;
    mark_repeat(log);
    return format_give(log->target, &log->snapshot, err);
}

bool snapshot_log_begin(struct snapshot_log *log, struct error *err)
{
    if (log->is_open)
        snapshot_log_settle_stamps(log, false);
    if (log->is_open && !give(log, false, err))
        return false;
    snapshot_start(&log->snapshot, 0, LOCAL_TIME_UNKNOWN, 0);
    map_clear(&log->tags);
    log->stamp = log->next_stamp;
    log->stamp_line = log->next_stamp_line;
    log->next_stamp = (struct stamp){0};
    log->is_open = true;
    log->has_lost_rows = log->is_skipped = log->has_adjacent_rows = false;
    return true;
}

/* Lines of double-spaced text are all separated by blank ones: there these mean nothing. */
bool snapshot_log_continues(struct snapshot_log *log, struct text tag, bool has_row)
{
    const struct stamp *next = &log->next_stamp;
    bool is_blank = log->last_blank > log->last_row && log->has_adjacent_rows;

    if (!log->is_open || has_row)
        return false;
    if (log->snapshot.count == 0)
        return true;
    if (stamp_is_complete(next) && stamp_is_complete(&log->stamp) && stamp_equals(next, &log->stamp)) {
        log->next_stamp = (struct stamp){0}; // every row has it
        return true;
    }
    if (stamp_is_complete(next))
        return false;
    return !(is_blank || next->has_date || next->has_time) || !snapshot_log_has(log, tag);
}

bool snapshot_log_has(const struct snapshot_log *log, struct text tag)
{
    return log->is_open && map_find(&log->tags, tag) != MAP_NONE;
}

struct snapshot_row *snapshot_log_row(struct snapshot_log *log, struct text tag, bool *is_new)
{
    size_t row;

    assert(log->is_open);
    row = map_intern(&log->tags, tag);
    assert(row <= log->snapshot.count);
    *is_new = row == log->snapshot.count;
    if (log->snapshot.count == 0 && stamp_is_complete(&log->next_stamp)) { // between its heading and its first row
        log->stamp = log->next_stamp;
        log->next_stamp = (struct stamp){0};
    }
    if (*is_new)
        snapshot_add(&log->snapshot, tag, &(struct pool_row){0});
    log->has_adjacent_rows |= log->snapshot.count > 1 && log->last_row + 1 == log->lines.number;
    log->last_row = log->lines.number;
    return &log->snapshot.rows[row];
}

void snapshot_log_drop_row(struct snapshot_log *log, const char *fault)
{
    warnings_add(log->input->warnings, WARNING_ROW, "%s:%zu: %s: row left out", log->input->path, log->lines.number,
                 fault);
    log->has_lost_rows = true;
}

/* --- the file --- */

bool snapshot_log_finish(struct snapshot_log *log, const struct snapshot_log_format *format, void *context,
                         struct error *err)
{
    if (format->finish && !format->finish(context, err))
        return false;
    if (log->is_open)
        snapshot_log_settle_stamps(log, true);
    if (log->is_open && !give(log, true, err))
        return false;
    return log->given || error_set(err, "%s: %s", log->input->path, format->no_snapshot);
}

bool snapshot_log_read(struct snapshot_log *log, const struct snapshot_log_format *format, void *context,
                       struct error *err)
{
    struct text line;
    enum lines_next next;

    while ((next = next_line(log, format->is_pasted, &line, err)) == LINES_LINE)
        if (!format->read_line(context, line, err))
            return false;
    return next == LINES_END && snapshot_log_finish(log, format, context, err);
}

bool snapshot_log_read_input(struct format_input *input, struct format_target *target,
                             const struct snapshot_log_format *format, struct error *err)
{
    struct snapshot_log log;
    bool ok;

    snapshot_log_open(&log, input, target);
    ok = snapshot_log_read(&log, format, &log, err);
    snapshot_log_free(&log);
    return ok;
}
