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

<<<<<<< HEAD
/* --- snapshots --- */
=======
/* --- stamps --- */

static bool is_complete(const struct stamp *stamp)
{
    return stamp->has_date && stamp->has_time;
}

/* A date and its time may be on two lines. */
static void stamp_join(struct stamp *to, const struct stamp *found)
{
    if (found->is_digits && is_complete(to) && !to->is_digits)
        return;
    if (is_complete(found) || (is_complete(to) && found->has_date)) {
        *to = *found;
        return;
    }
    if (is_complete(to)) // a time of day alone belongs to something else
        return;
    if (found->has_date) {
        to->has_date = true;
        to->date_us = found->date_us;
        to->is_ambiguous = found->is_ambiguous;
    } else {
        to->has_time = true;
        to->time_us = found->time_us;
        to->has_zone = found->has_zone;
        to->offset_us = found->offset_us;
    }
}

static void warn_ambiguous(struct snapshot_log *log, const struct stamp *stamp)
{
    struct buffer b = {0};

    if (!stamp->is_ambiguous || log->warned_ambiguous)
        return;
    log->warned_ambiguous = true;
    calendar_add(&b, stamp->date_us, ' ');
    warnings_add(log->input->warnings, WARNING_SNAPSHOT,
                 "%s:%zu: ambiguous date: the day was assumed to come before the month, as in %.10s", log->input->path,
                 log->lines.number, b.bytes);
    buffer_free(&b);
}

static void add_stamp(const struct snapshot_log *log, struct stamp *to, size_t *line, const struct stamp *found)
{
    if (!to->has_date && !to->has_time)
        *line = log->lines.number;
    stamp_join(to, found);
}

bool snapshot_log_find_stamp(struct snapshot_log *log, struct text line)
{
    struct stamp found;
    bool is_own = log->is_open && (log->snapshot.count == 0 || log->stamps_follow || log->given == 0) &&
                  !is_complete(&log->stamp);

    if (!stamp_find(line, log->order, &found))
        return false;
    warn_ambiguous(log, &found);
    add_stamp(log, is_own ? &log->stamp : &log->next_stamp, is_own ? &log->stamp_line : &log->next_stamp_line, &found);
    log->stamps_follow |= is_own && log->snapshot.count && is_complete(&log->stamp);
    return true;
}

/* --- times --- */

static void set_time(struct snapshot *snapshot, int64_t time_us, enum time_basis basis)
{
    snapshot->utc_us = time_us;
    snapshot->local_us = basis == TIME_LOCAL ? time_us : LOCAL_TIME_UNKNOWN;
    snapshot->basis = basis;
}

static void set_stamp_time(struct snapshot *snapshot, const struct stamp *stamp)
{
    int64_t shown_us = stamp->date_us + stamp->time_us;

    set_time(snapshot, shown_us - stamp->offset_us, stamp->has_zone ? TIME_UTC : TIME_LOCAL);
    if (stamp->has_zone && stamp->offset_us)
        snapshot->local_us = shown_us;
}

static void set_file_time(struct snapshot_log *log, int64_t time_us)
{
    struct buffer b = {0};

    set_time(&log->snapshot, time_us - time_us % SECOND_US, TIME_OF_FILE);
    calendar_add(&b, log->snapshot.utc_us, ' ');
    warnings_add(log->input->warnings, WARNING_SNAPSHOT,
                 "%s: no time found: its snapshot gets the modification time of the file, %.*s UTC, which "
                 "is wrong if the file was copied since",
                 log->input->path, (int)b.length, b.bytes);
    buffer_free(&b);
}

static void set_name_time(struct snapshot_log *log, const struct stamp *stamp)
{
    struct buffer b = {0};

    set_stamp_time(&log->snapshot, stamp);
    if (!stamp->is_ambiguous || log->input->clock->warned_guess)
        return;
    log->input->clock->warned_guess = true;
    calendar_add(&b, stamp->date_us, ' ');
    warnings_add(log->input->warnings, WARNING_SNAPSHOT,
                 "%s: which number in the name is the day was guessed, here and in the names of other files: %.10s; if "
                 "that is wrong, rename the files as in 2020-05-22_080509",
                 log->input->path, b.bytes);
    buffer_free(&b);
}

static void set_name_day(struct snapshot_log *log, const struct stamp *stamp)
{
    set_name_time(log, stamp);
    if (!log->input->clock->warned_day)
        warnings_add(log->input->warnings, WARNING_SNAPSHOT,
                     "%s: its name tells the day but no time: 00:00 is assumed, here and in other files",
                     log->input->path);
    log->input->clock->warned_day = true;
}

/* The file has no time for the snapshot. */
static void set_other_time(struct snapshot_log *log, bool is_only)
{
    struct format_clock *clock = log->input->clock;
    struct stamp stamp;
    int64_t time_us;

    if (clock->interval_us && log->has_last) {
        set_time(&log->snapshot, log->last_us + clock->interval_us, log->last_basis);
    } else if (clock->has_start) {
        set_time(&log->snapshot, clock->next_us, TIME_UTC);
        clock->has_start = clock->interval_us > 0;
    } else if ((is_only || clock->interval_us) && stamp_from_name(log->input->path, &clock->orders, &stamp)) {
        set_name_time(log, &stamp);
    } else if (is_only && !clock->interval_us && clock->has_days_in_names &&
               stamp_day_from_name(log->input->path, &clock->orders, &stamp)) {
        set_name_day(log, &stamp);
    } else if (is_only && !clock->interval_us && !clock->has_equal_file_times &&
               os_file_time(log->input->path, &time_us)) {
        set_file_time(log, time_us);
    } else {
        set_time(&log->snapshot, 0, TIME_UNKNOWN);
    }
    if (clock->has_start && log->snapshot.basis == TIME_UTC)
        clock->next_us = log->snapshot.utc_us + clock->interval_us;
}

/* Of a date in words of other languages than English only the time of day is recognised. */
static void warn_partial(struct snapshot_log *log)
{
    bool is_told = log->snapshot.basis != TIME_UNKNOWN && log->snapshot.basis != TIME_OF_FILE;

    if (is_told || log->warned_partial || log->stamp.has_date == log->stamp.has_time)
        return;
    log->warned_partial = true;
    warnings_add(log->input->warnings, WARNING_SNAPSHOT,
                 "%s:%zu: found a %s without a %s: write both as 2020-05-22 08:05:09, or use --start and --interval",
                 log->input->path, log->stamp_line, log->stamp.has_date ? "date" : "time of day",
                 log->stamp.has_date ? "time of day" : "date");
}
>>>>>>> stamps

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
