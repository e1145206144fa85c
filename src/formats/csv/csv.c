#include "formats/csv/csv.h"

#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "formats/csv/csv_layout.h"
#include "formats/csv/csv_row.h"
#include "model/column.h"

#define ROW_BYTES_MAX 65536 // a longer row has a quote that was never closed

struct csv_reading {
    struct reader *reader;
    struct csv_target *target;
    struct warnings *warnings;
    struct csv_layout layout;
    struct csv_row row;
    size_t line;           // of the current row, from 1
    size_t rows;           // read
    struct buffer scratch; // owned
    size_t moment;         // valid when rows > 0
    char time[64];         // the current moment's time as written in the file: an equal one needs no parsing
    size_t time_length;
    bool lost_before; // a row of unknown time was lost after the last good one
};

/* A cell as printable text for a message; valid until the next use of scratch. */
static const char *shown(struct csv_reading *in, struct text t)
{
    in->scratch.length = 0;
    for (size_t i = 0; i < t.length && i < 40;) {
        uint32_t c = text_code_point(t, &i);

        buffer_add_utf8(&in->scratch, c < 0x20 || (c >= 0x7F && c < 0xA0) ? 0xFFFD : c);
    }
    buffer_add_char(&in->scratch, '\0');
    return in->scratch.bytes;
}

static bool has_field(const struct csv_reading *in, size_t column)
{
    return column < in->row.count && column < CSV_FIELDS;
}

static bool same_time(const struct csv_reading *in)
{
    struct text t = csv_raw_text(&in->row, in->layout.utc);

    return in->time_length && t.length == in->time_length && memcmp(t.data, in->time, t.length) == 0;
}

/* A lost row belongs to the current snapshot, to the next one, or, if its time is unreadable, to either. */
static void row_lost(struct csv_reading *in)
{
    int64_t time_us;
    bool has_time = has_field(in, in->layout.utc);
    bool is_here = has_time && same_time(in);
    bool is_elsewhere = has_time && !is_here && calendar_parse(csv_raw_text(&in->row, in->layout.utc), false, &time_us);

    if (in->rows && !is_elsewhere)
        csv_target_lost(in->target, in->moment, ALL_COUNTERS);
    in->lost_before |= !is_here;
}

/* Removes a final 0x1A, the end-of-file mark of DOS, from the window. */
static void trim_end_mark(struct reader *r)
{
    if (r->is_at_end && r->end > r->pos && r->end[-1] == 0x1A)
        r->end--;
}

/* Whether the window ends with the current line, or within it. */
static bool is_last_line(const struct reader *r)
{
    return csv_next_line(r->pos, r->end) == r->end;
}

/* Truncated UTF-16: an odd byte at the end is read as U+FFFD. */
static bool ends_in_half_a_character(const struct reader *r)
{
    return r->is_at_end && is_last_line(r) && r->end - r->pos >= 3 && memcmp(r->end - 3, "\xEF\xBF\xBD", 3) == 0;
}

/* Skips the current line, however long it is. */
static bool skip_line(struct csv_reading *in, struct error *err)
{
    struct reader *r = in->reader;

    in->row.lines = 1;
    while (is_last_line(r) && !r->is_at_end) {
        r->pos = r->end > r->pos ? r->end - 1 : r->end; // the last byte may be the CR of CR LF
        if (!reader_fill(r, err))
            return false;
    }
    r->pos = csv_next_line(r->pos, r->end);
    return true;
}

static void warn_row(struct csv_reading *in, const char *fault)
{
    warnings_add(in->warnings, WARNING_ROW, "%s:%zu: %s: row left out", in->reader->path, in->line, fault);
    row_lost(in);
}

/* A blank line, or the #TYPE line of Export-Csv. */
static bool is_skipped(const struct csv_reading *in)
{
    struct text first = csv_raw_text(&in->row, 0);

    if (in->row.count == in->layout.columns) // a tag may be #TYPE
        return false;
    if (in->row.count == 1 && text_trim(first).length == 0)
        return true;
    return first.length >= 5 && memcmp(first.data, "#TYPE", 5) == 0;
}

enum row_next { NEXT_ROW, NEXT_END, NEXT_ERROR };

/* Splits the next row into in->row; skips blank and malformed lines. */
static enum row_next next_row(struct csv_reading *in, const char **start, struct error *err)
{
    struct reader *r = in->reader;

    for (;;) {
        enum csv_state state = CSV_CUT;
        bool is_long = r->end - r->pos > ROW_BYTES_MAX;

        trim_end_mark(r);
        *start = r->pos;
        if (r->pos < r->end)
            state = csv_row_split(&r->pos, is_long ? r->pos + ROW_BYTES_MAX : r->end, in->layout.separator,
                                  r->is_at_end && !is_long, &in->row);
        else if (r->is_at_end)
            return NEXT_END;
        if (state == CSV_ROW) {
            if (!is_skipped(in))
                return NEXT_ROW;
        } else if (!r->is_at_end && !is_long && (state == CSV_CUT || is_last_line(r))) {
            if (!reader_fill(r, err))
                return NEXT_ERROR;
            continue;
        } else {
            in->row.count = 0; // its fields are not reliable
            warn_row(in, state == CSV_CUT || ends_in_half_a_character(r) ? "the row is truncated"
                                                                         : "text after a closing quote");
            if (!skip_line(in, err))
                return NEXT_ERROR;
        }
        in->line += in->row.lines;
    }
}

static bool is_blank_line(const char *pos, const char *next)
{
    while (pos < next && (*pos == ' ' || *pos == '\t' || *pos == '\r' || *pos == '\n'))
        pos++;
    return pos == next;
}

/* The first line that is neither blank nor #TYPE must be a heading. */
static bool read_heading(struct csv_reading *in, struct error *err)
{
    struct reader *r = in->reader;
    const char *next;

    in->layout.separator = ',';
    in->layout.utc = CSV_NO_COLUMN;
    for (;;) {
        while (!r->is_at_end && r->end - r->pos <= ROW_BYTES_MAX && is_last_line(r))
            if (!reader_fill(r, err))
                return false;
        trim_end_mark(r);
        if (r->pos == r->end)
            return error_set(err, "%s: the file is empty", r->path);
        next = csv_next_line(r->pos, r->end);
        if (!is_blank_line(r->pos, next) && *r->pos != '#')
            break;
        r->pos = next;
        in->line++;
    }
    if (csv_layout_guess(r->pos, next, r->is_at_end || next < r->end, &in->layout)) {
        r->pos = next;
        in->line++;
        return true;
    }
    return error_set(err,
                     "%s:%zu: not the heading of a pool snapshot: it needs columns Tag, DateTimeUTC (or "
                     "DateTime) and one such as PagedUsedBytes",
                     r->path, in->line);
}

static void warn_local_time(struct csv_reading *in)
{
    if (in->layout.utc_is_local)
        warnings_add(in->warnings, WARNING_FILE,
                     "%s: no column DateTimeUTC: DateTime is used instead, so times are local and an hour "
                     "repeats when daylight saving time ends",
                     in->reader->path);
}

/* Finds the moment of the row; false: its time is invalid. */
static bool find_moment(struct csv_reading *in)
{
    struct text t = csv_raw_text(&in->row, in->layout.utc);
    int64_t utc_us, local_us;
    size_t before = in->moment;

    if (same_time(in) && !in->lost_before)
        return true;
    if (!calendar_parse(t, false, &utc_us))
        return false;
    if (in->layout.local == CSV_NO_COLUMN ||
        !calendar_parse(csv_raw_text(&in->row, in->layout.local), false, &local_us))
        local_us = LOCAL_TIME_UNKNOWN;
    in->moment = csv_target_moment(in->target, utc_us, local_us, &in->layout);
    in->time_length = t.length < sizeof in->time ? t.length : 0;
    memcpy(in->time, t.data, in->time_length);
    if (in->lost_before && (in->rows == 0 || in->moment != before))
        csv_target_lost(in->target, in->moment, ALL_COUNTERS);
    in->lost_before = false;
    return true;
}

static void warn_cell(struct csv_reading *in, enum counter counter, struct text cell)
{
    const char *name = column_name(column_of_counter(counter));

    if (text_trim(cell).length == 0)
        warnings_add(in->warnings, WARNING_ROW, "%s:%zu: %s is empty: cell left out", in->reader->path, in->line, name);
    else
        warnings_add(in->warnings, WARNING_ROW, "%s:%zu: %s is '%s', not a 64-bit integer: cell left out",
                     in->reader->path, in->line, name, shown(in, cell));
}

/* The collector's Diff is 2^32 too small when allocs wrapped and frees did not. */
static int64_t live_of(int64_t diff)
{
    return diff < 0 && diff >= -(INT64_C(1) << 32) ? diff + (INT64_C(1) << 32) : diff;
}

static void read_row(struct csv_reading *in)
{
    struct pool_row row = {0};

    FOR_EACH_COUNTER(counter, in->layout.counters) {
        struct text cell = csv_raw_text(&in->row, in->layout.column[counter]);

        if (!text_to_int64(cell, &row.value[counter])) {
            warn_cell(in, counter, cell);
            continue;
        }
        if (counter == PAGED_LIVE || counter == NONPAGED_LIVE)
            row.value[counter] = live_of(row.value[counter]);
        row.known |= COUNTER_BIT(counter);
    }
    if (!csv_target_put(in->target, in->moment, &in->layout, &in->row, &row))
        warnings_add(in->warnings, WARNING_ROW, "%s:%zu: the sum of a tag's rows exceeds 64 bits: cell left out",
                     in->reader->path, in->line);
    in->rows++;
}

/* An unquoted last row without a line end may be truncated inside a number: the sum in its last column reveals that. */
static bool ends_in_truncated_number(const struct csv_reading *in, const char *start)
{
    const struct csv_layout *l = &in->layout;
    const char *end = in->reader->end;
    int64_t paged, nonpaged, total;

    if (!in->reader->is_at_end || in->reader->pos != end || start == end || end[-1] == '\n' || end[-1] == '\r' ||
        end[-1] == '"' || l->total_bytes + 1 != l->columns)
        return false;
    if (l->paged_bytes == CSV_NO_COLUMN || l->nonpaged_bytes == CSV_NO_COLUMN)
        return false;
    return text_to_int64(csv_raw_text(&in->row, l->paged_bytes), &paged) &&
           text_to_int64(csv_raw_text(&in->row, l->nonpaged_bytes), &nonpaged) &&
           text_to_int64(csv_raw_text(&in->row, l->total_bytes), &total) &&
           total != (int64_t)((uint64_t)paged + (uint64_t)nonpaged);
}

/* A heading in the middle, where files were concatenated; its columns may be others. */
static bool is_heading(struct csv_reading *in)
{
    struct csv_layout found;

    if (!csv_layout_find(&in->row, in->layout.separator, &found))
        return false;
    in->layout = found;
    in->time_length = 0;
    return true;
}

/* False on a read error. */
static bool handle_row(struct csv_reading *in, const char *start, struct error *err)
{
    char fault[160];

    if (in->row.count != in->layout.columns) {
        if (is_heading(in))
            return true;
        snprintf(fault, sizeof fault, "expected %zu fields, found %zu", in->layout.columns, in->row.count);
        warn_row(in, fault);
        if (in->row.lines > 1) { // an unpaired quote: the lines it swallowed may be valid
            in->reader->pos = start;
            return skip_line(in, err);
        }
    } else if (ends_in_truncated_number(in, start)) {
        warn_row(in, "the row is truncated");
    } else if (find_moment(in)) {
        read_row(in);
    } else if (!is_heading(in)) {
        snprintf(fault, sizeof fault, "invalid %s '%s'", in->layout.utc_is_local ? "DateTime" : "DateTimeUTC",
                 shown(in, csv_raw_text(&in->row, in->layout.utc)));
        warn_row(in, fault);
    }
    return true;
}

static bool read_rows(struct csv_reading *in, struct error *err)
{
    for (;;) {
        const char *start;
        enum row_next next = next_row(in, &start, err);

        if (next == NEXT_END)
            return true;
        if (next == NEXT_ERROR || !handle_row(in, start, err)) {
            if (in->rows)
                csv_target_lost(in->target, in->moment, ALL_COUNTERS);
            return false;
        }
        in->line += in->row.lines;
    }
}

bool csv_read(struct reader *reader, struct csv_target *target, struct warnings *warnings, struct error *err)
{
    struct csv_reading in = {.reader = reader, .target = target, .warnings = warnings, .line = 1};
    bool ok = read_heading(&in, err);

    if (ok) {
        warn_local_time(&in);
        ok = read_rows(&in, err);
        if (ok && in.rows == 0)
            ok = error_set(err, "%s: no usable row after the heading", reader->path);
    }
    buffer_free(&in.scratch);
    buffer_free(&target->scratch);
    buffer_free(&target->owner_scratch);
    return ok;
}
