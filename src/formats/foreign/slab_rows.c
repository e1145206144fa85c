#include "formats/foreign/slab_rows.h"

void slab_rows_free(struct slab_rows *rows)
{
    buffer_free(&rows->file);
    snapshot_log_free(&rows->log);
}

/* --- the names of files --- */

static bool is_drive(struct text line)
{
    return line.length > 2 && line.data[1] == ':' && (line.data[2] == '\\' || line.data[2] == '/');
}

/* Whether the colon is that of a time of day: 22:00 or 22:00:00. */
static bool is_of_time(struct text line, size_t colon)
{
    size_t next = colon + 3;

    if (!colon || !text_is_digit_at(line, colon - 1) || !text_is_digit_at(line, colon + 1) ||
        !text_is_digit_at(line, colon + 2) || text_is_digit_at(line, next))
        return false;
    return next >= line.length || line.data[next] != ':' || text_is_digit_at(line, next + 1);
}

#define LINE_DIGITS_MAX 8 // more are seconds since 1970

static void skip_line_number(struct text *line)
{
    size_t digits = 0;

    while (text_is_digit_at(*line, digits))
        digits++;
    if (digits && digits <= LINE_DIGITS_MAX && digits < line->length && line->data[digits] == ':' &&
        !is_of_time(*line, digits))
        *line = text_skip(*line, digits + 1);
}

/* Names of caches may begin with a colon, and have none after a point or a slash. */
struct text slab_rows_take_file(struct text *line, bool is_any)
{
    struct text name = {line->data, 0};
    size_t end = is_drive(*line) ? 2 : 0;
    bool is_file = end || (is_any && !text_is_digit_at(*line, 0));

    for (; end < line->length && line->data[end] != ':' && line->data[end] != ' ' && line->data[end] != '\t'; end++)
        is_file |= line->data[end] == '/' || line->data[end] == '.' || line->data[end] == '\\';
    if (is_file && end && end + 1 < line->length && line->data[end] == ':' && !is_of_time(*line, end)) {
        name.length = end + 1;
        *line = text_skip(*line, end + 1);
    }
    skip_line_number(line);
    *line = text_trim(*line);
    return name;
}

/* --- times --- */

bool slab_rows_is_separator(char c)
{
    return c == ' ' || c == '\t' || c == ',' || c == ';';
}

struct text slab_rows_time_before(struct text before)
{
    struct stamp stamp;

    while (before.length &&
           (slab_rows_is_separator(before.data[before.length - 1]) || before.data[before.length - 1] == ':'))
        before.length--;
    if (before.length && stamp_find(before, ORDER_UNKNOWN, &stamp) && stamp.has_time)
        return before;
    return (struct text){before.data, 0};
}

/* --- rows of other files --- */

bool slab_rows_is_other_file(struct slab_rows *rows, struct text file)
{
    bool is_other;

    if (file.length == 0)
        return false;
    is_other = rows->file.length && !text_equal(file, buffer_text(&rows->file));
    rows->file.length = 0;
    buffer_add_text(&rows->file, file);
    return is_other;
}

/* --- rows --- */

bool slab_rows_begin(struct slab_rows *rows, struct error *err)
{
    slab_rows_end(rows);
    rows->is_selected = false;
    if (!snapshot_log_begin(&rows->log, err))
        return false;
    rows->log.snapshot.counters = SLABINFO_COUNTERS;
    return true;
}

/* Of the rows of a loop, the first one is that which comes first in the next pass. */
static bool is_first_again(const struct slab_rows *rows, const struct slab_cache *row)
{
    return rows->log.snapshot.count <= SLAB_SELECTED_MAX && text_equal(map_name(&rows->log.tags, 0), row->name) &&
           row->size == rows->first_size;
}

static bool is_repeat(struct slab_rows *rows, const struct slab_cache *row, enum slab_repeat repeat)
{
    const struct snapshot_log *log = &rows->log;

    if (!log->is_open || log->snapshot.count == 0)
        return false;
    if (repeat == SLAB_REPEAT_OF_FIRST_IS_NEXT && is_first_again(rows, row)) {
        rows->is_selected = true;
        return true;
    }
    if (repeat != SLAB_REPEAT_IS_NEXT && (!log->has_adjacent_rows || log->last_row + 1 == log->lines.number))
        return false;
    return snapshot_log_has(log, row->name);
}

bool slab_rows_continue(struct slab_rows *rows, const struct slab_cache *row, bool is_next, enum slab_repeat repeat)
{
    return snapshot_log_continues(&rows->log, row->name, is_next || is_repeat(rows, row, repeat));
}

static void add(int64_t *to, int64_t value)
{
    if (__builtin_add_overflow(*to, value, to))
        *to = INT64_MAX;
}

void slab_rows_add(struct slab_rows *rows, const struct slab_cache *row)
{
    bool is_new, is_first = rows->log.snapshot.count == 0;
    struct snapshot_row *to = snapshot_log_row(&rows->log, row->name, &is_new);

    if (is_first)
        rows->first_size = row->size;
    to->values.known = SLABINFO_COUNTERS;
    add(&to->values.value[NONPAGED_LIVE], row->live);
    add(&to->values.value[NONPAGED_BYTES], row->bytes);
}

void slab_rows_skip_line(struct slab_rows *rows)
{
    rows->log.last_row = rows->log.lines.number;
}

void slab_rows_end(struct slab_rows *rows)
{
    if (rows->log.is_open && rows->is_selected)
        rows->log.has_lost_rows = true;
}
