/* snapshot_log_stamps.c - stamps found in the lines of a log, and the times that snapshots get from them. */
#include <string.h>

#include "base/calendar.h"
#include "formats/foreign/snapshot_log_internal.h"

#define PEEK_BYTES_MAX ((size_t)256 << 20)

bool stamp_is_complete(const struct stamp *stamp)
{
    return stamp->has_date && stamp->has_time;
}

bool stamp_equals(const struct stamp *a, const struct stamp *b)
{
    return a->date_us == b->date_us && a->time_us == b->time_us && a->offset_us == b->offset_us;
}

/* A date and its time may be on two lines. */
static void stamp_join(struct stamp *to, const struct stamp *found)
{
    if (found->is_digits && stamp_is_complete(to) && !to->is_digits)
        return;
    if (stamp_is_complete(found) || (stamp_is_complete(to) && found->has_date)) {
        *to = *found;
        return;
    }
    if (stamp_is_complete(to)) // a time of day alone belongs to something else
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

/* The first snapshot has no stamp before it: where the others have theirs is still open. */
static bool is_place_open(const struct snapshot_log *log)
{
    return log->place == STAMPS_UNKNOWN && log->is_open && log->given == 0 && log->snapshot.count &&
           !stamp_is_complete(&log->stamp);
}

static void keep_stamp(struct snapshot_log *log, const struct stamp *found)
{
    struct stamp *to;
    bool is_own = log->is_open && log->snapshot.count == 0 && !stamp_is_complete(&log->stamp);
    size_t *first_line = is_own ? &log->stamp_line : &log->next_stamp_line;

    to = is_own ? &log->stamp : &log->next_stamp;
    if (!to->has_date && !to->has_time)
        *first_line = log->lines.number;
    stamp_join(to, found);
    log->last_stamp_line = log->lines.number;
    log->must_peek = is_place_open(log) && stamp_is_complete(&log->next_stamp);
}

bool snapshot_log_find_stamp(struct snapshot_log *log, struct text line)
{
    struct stamp found, named;
    bool is_found = stamp_find(line, log->order, &found);

    if (!(is_found && stamp_is_complete(&found)) && snapshot_log_name_stamp(log, line, &named)) {
        found = named;
        is_found = true;
    }
    if (!is_found)
        return false;
    warn_ambiguous(log, &found);
    keep_stamp(log, &found);
    return true;
}

void snapshot_log_set_stamp(struct snapshot_log *log, const struct stamp *stamp)
{
    keep_stamp(log, stamp);
    log->place = STAMPS_BEFORE;
    log->must_peek = false;
}

/* --- the place of stamps --- */

#define ROW_NUMBERS_MIN 4

/* A number as rows have them: digits, separators of groups, a unit. */
static bool is_number(struct text word)
{
    bool has_digit = false;

    for (size_t i = 0; i < word.length; i++) {
        if (!text_is_digit_at(word, i) && (!word.data[i] || !strchr(",.'%KMG()-+", word.data[i])))
            return false;
        has_digit |= text_is_digit_at(word, i);
    }
    return has_digit;
}

bool snapshot_log_resembles_row(struct text line)
{
    size_t numbers = 0;
    struct text word;

    while (numbers < ROW_NUMBERS_MIN && (word = text_next_word(&line)).length)
        numbers += is_number(word);
    return numbers == ROW_NUMBERS_MIN;
}

/* Looks at the rest of the file in the window, as a pipe can be read only once. A longer file is taken as one whose
 * stamps precede their snapshots. */
void snapshot_log_peek_end(struct snapshot_log *log)
{
    struct reader *r = log->lines.reader;
    struct stamp stamp, last = {0};
    struct text rest, line;

    log->must_peek = false;
    log->place = STAMPS_BEFORE;
    while (!r->is_at_end && (size_t)(r->end - r->pos) < PEEK_BYTES_MAX)
        if (!reader_fill(r, NULL))
            return;
    if (!r->is_at_end)
        return;
    rest = (struct text){r->pos, (size_t)(r->end - r->pos)};
    last = log->next_stamp;
    while (text_next_line(&rest, &line)) {
        line = pasted_line(line, &log->pasted);
        if (stamp_find(line, log->order, &stamp))
            stamp_join(&last, &stamp);
        else if (snapshot_log_resembles_row(line))
            last = (struct stamp){0};
    }
    log->ends_with_stamp = stamp_is_complete(&last);
    log->place = STAMPS_UNKNOWN;
}

/* Directly above a heading or a row, and not directly below the rows before. */
static bool is_next_nearer(const struct snapshot_log *log)
{
    return log->last_blank < log->last_stamp_line && log->last_blank > log->last_row;
}

void snapshot_log_settle_stamps(struct snapshot_log *log, bool is_last)
{
    bool is_only = is_last && log->given == 0;

    if (log->snapshot.count == 0 || log->is_skipped)
        return;
    if (log->place == STAMPS_UNKNOWN && (stamp_is_complete(&log->stamp) || log->given))
        log->place = STAMPS_BEFORE;
    if (log->place == STAMPS_UNKNOWN && stamp_is_complete(&log->next_stamp))
        log->place = log->ends_with_stamp && !is_next_nearer(log) ? STAMPS_AFTER : STAMPS_BEFORE;
    if ((log->place != STAMPS_AFTER && !is_only) || stamp_is_complete(&log->stamp) ||
        !(log->next_stamp.has_date || log->next_stamp.has_time))
        return;
    log->stamp = log->next_stamp;
    log->stamp_line = log->next_stamp_line;
    log->next_stamp = (struct stamp){0};
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
    if (stamp->has_zone && (stamp->offset_us || stamp->has_local))
        snapshot->local_us = shown_us;
}

static void set_file_time(struct snapshot_log *log, int64_t time_us, bool is_local)
{
    struct buffer b = {0};

    set_time(&log->snapshot, time_us - time_us % SECOND_US, TIME_OF_FILE);
    calendar_add(&b, log->snapshot.utc_us, ' ');
    warnings_add(log->input->warnings, WARNING_SNAPSHOT,
                 "%s: no time found: its snapshot gets the modification time of the file, %.*s %s, which "
                 "is wrong if the file was copied since",
                 log->input->path, (int)b.length, b.bytes, is_local ? "local time" : "UTC");
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
    bool is_local;

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
               format_file_time(log->input, &time_us, &is_local)) {
        set_file_time(log, time_us, is_local);
    } else {
        set_time(&log->snapshot, 0, TIME_UNKNOWN);
    }
    if (clock->has_start && log->snapshot.basis == TIME_UTC)
        clock->next_us = log->snapshot.utc_us + clock->interval_us;
}

/* Of a date in words of a language that stamp_words.h lacks only the time of day is recognised. */
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

/* A time of day alone is of the day of the stamp before it, or of the next day where it is earlier: the date was
 * written once, at the beginning. */
static void complete_stamp(struct snapshot_log *log)
{
    const struct stamp *last = &log->last_stamp;
    struct stamp *stamp = &log->stamp;

    if (stamp->has_time && !stamp->has_date && stamp_is_complete(last)) {
        stamp->has_date = true;
        stamp->date_us = last->date_us + (stamp->time_us < last->time_us ? DAY_US : 0);
        stamp->has_zone = last->has_zone;
        stamp->offset_us = last->offset_us;
    }
    if (stamp_is_complete(stamp))
        log->last_stamp = *stamp;
}

void snapshot_log_set_time(struct snapshot_log *log, bool is_only)
{
    complete_stamp(log);
    if (stamp_is_complete(&log->stamp))
        set_stamp_time(&log->snapshot, &log->stamp);
    else
        set_other_time(log, is_only);
    warn_partial(log);
}
