/* records_table.c - tables of the collector's columns: PowerShell's Format-Table, and our own `snapshot`; and tables of
 * some of poolmon's columns.
 *
 *     Tag  NonPagedAllocs NonPagedFrees NonPagedDiff NonPagedUsedBytes
 *     ---  -------------- ------------- ------------ -----------------
 *     Io          1021112       1020985          127             91912
 *
 * What a narrow window cut has points at its end, or at its front where it is a number, and is unknown. With -Wrap it
 * goes on in the next line, so a row is put when the line after it is known.
 */
#include <string.h>

#include "formats/records/table_columns.h"

#define HEADING_LINES_MAX 8

struct table_records {
    struct records records; // first: records_finish gets it
    struct table_columns table;
    struct buffer above; // owned; lines since the last blank line or row, ended by LF
    size_t above_count;
    bool is_below_row;                       // or a heading
    bool has_row;                            // a row waits for its end:
    struct buffer cells[RECORD_COLUMNS_MAX]; // owned
    size_t line, blank;                      // of the log, at the row's first line
};

/* --- rows --- */

/* A line below rows that was meant as one: as many words as columns, and numbers for half of those that need one. */
static bool was_row(const struct table_records *t, struct text line)
{
    size_t words = 0, numbers = 0, counters = 0;
    struct text word;

    if (snapshot_log_resembles_row(line))
        return true;
    for (size_t i = 0; i < t->table.layout.count; i++)
        counters += table_columns_is_number(&t->table, i);
    while ((word = text_next_word(&line)).length) {
        words++;
        numbers += text_is_digit_at(word, 0);
    }
    return t->is_below_row && words == t->table.layout.count && numbers && numbers * 2 >= counters;
}

/* The log is told that it still stands at the row. */
static bool put_row(struct table_records *t, struct error *err)
{
    struct snapshot_log *log = &t->records.log;
    size_t line = log->lines.number, blank = log->last_blank;
    struct text cells[RECORD_COLUMNS_MAX];
    bool ok;

    if (!t->has_row)
        return true;
    for (size_t i = 0; i < t->table.layout.count; i++)
        cells[i] = buffer_text(&t->cells[i]);
    log->lines.number = t->line;
    log->last_blank = t->blank;
    ok = record_put(&t->records, cells, t->table.layout.count, err);
    log->lines.number = line;
    log->last_blank = blank;
    t->has_row = false;
    return ok;
}

static void keep_row(struct table_records *t, const struct text *cells)
{
    for (size_t i = 0; i < t->table.layout.count; i++) {
        t->cells[i].length = 0;
        buffer_add_text(&t->cells[i], cells[i]);
    }
    t->has_row = true;
    t->line = t->records.log.lines.number;
    t->blank = t->records.log.last_blank;
}

static bool has_number(const struct table_records *t, const struct text *cells)
{
    for (size_t i = 0; i < t->table.layout.count; i++)
        if (table_columns_is_number(&t->table, i) && cells[i].length)
            return true;
    return false;
}

static bool is_digits(struct text cell)
{
    for (size_t i = 0; i < cell.length; i++)
        if (!text_is_digit_at(cell, i))
            return false;
    return true;
}

/* Whether the line has the ends of the waiting row's cells: no tag, and only some of the numbers. */
static bool continues_row(const struct table_records *t, const struct text *cells)
{
    size_t counters = 0, found = 0, others = 0;

    if (!t->has_row || text_trim(cells[t->table.tag]).length)
        return false;
    for (size_t i = 0; i < t->table.layout.count; i++) {
        bool is_counter = table_columns_is_number(&t->table, i);

        if (i != t->table.tag && cells[i].length && t->cells[i].length == 0)
            return false;
        if (is_counter && !is_digits(cells[i]))
            return false;
        counters += is_counter;
        found += is_counter && cells[i].length;
        others += !is_counter && i != t->table.tag && cells[i].length;
    }
    return found < counters && (found || others);
}

/* A cell is broken where it is full, but a time as people write it at its blanks. */
static void continue_row(struct table_records *t, const struct text *cells)
{
    for (size_t i = 0; i < t->table.layout.count; i++) {
        struct buffer *to = &t->cells[i];

        if (i == t->table.tag || cells[i].length == 0)
            continue;
        if (memchr(to->bytes, '/', to->length) || memchr(to->bytes, '.', to->length))
            buffer_add_char(to, ' ');
        buffer_add_text(to, cells[i]);
    }
}

/* --- headings --- */

static void keep_above(struct table_records *t, struct text line)
{
    if (t->above_count == HEADING_LINES_MAX) {
        t->above.length = 0;
        t->above_count = 0;
    }
    buffer_add_text(&t->above, line);
    buffer_add_char(&t->above, '\n');
    t->above_count++;
}

static void forget_above(struct table_records *t)
{
    t->above.length = 0;
    t->above_count = 0;
}

/* The headings of a table. Pages of one output repeat them: there the times in the rows tell. */
static bool find_table(struct table_records *t, struct text line, bool *is_table, struct error *err)
{
    struct snapshot_log *log = &t->records.log;

    *is_table =
        table_columns_find_above(line, buffer_text(&t->above), &t->table) || table_columns_find(line, &t->table);
    if (!*is_table)
        return true;
    t->records.layout = t->table.layout;
    return !log->is_open || !log->snapshot.count || t->records.tells_time || record_begin(&t->records, err);
}

/* --- lines --- */

static bool read_line(void *context, struct text line, struct error *err)
{
    struct table_records *t = context;
    struct text cells[RECORD_COLUMNS_MAX];
    bool is_table, is_blank = text_trim(line).length == 0;
    bool is_row = !is_blank && t->table.layout.count && table_columns_split(&t->table, line, cells);

    if (is_row && continues_row(t, cells)) {
        continue_row(t, cells);
        return true;
    }
    is_row = is_row && has_number(t, cells);
    if (!put_row(t, err) || !find_table(t, line, &is_table, err))
        return false;
    if (is_row && !is_table)
        keep_row(t, cells);
    if (is_blank || is_row)
        forget_above(t);
    else
        keep_above(t, line);
    if (!is_blank && !is_row && !is_table && !snapshot_log_find_stamp(&t->records.log, line) && t->table.layout.count &&
        was_row(t, line))
        return record_drop(&t->records, "not a row of the table above", err);
    t->is_below_row = is_row || is_table;
    return true;
}

static bool finish(void *context, struct error *err)
{
    return put_row(context, err) && records_finish(context, err);
}

static bool table_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {.read_line = read_line,
                                                      .finish = finish,
                                                      .is_pasted = true,
                                                      .no_snapshot = "a heading of pool tags without any usable row"};
    struct table_records t = {0};
    bool ok;

    snapshot_log_open(&t.records.log, input, target);
    ok = snapshot_log_read(&t.records.log, &format, &t, err);
    records_free(&t.records);
    buffer_free(&t.above);
    for (size_t i = 0; i < RECORD_COLUMNS_MAX; i++)
        buffer_free(&t.cells[i]);
    return ok;
}

const struct format format_records_table = {
    .name = "table of pool tags", .detect_line = table_columns_begin, .of_tags = true, .read = table_read};
