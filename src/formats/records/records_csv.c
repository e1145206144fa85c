/* records_csv.c - CSV with the columns of poolmon, or with those of the collector behind other text or without a time.
 *
 *     Tag,Type,Allocs,Frees,Diff,Bytes,PerAlloc
 *     Abcd,Nonp,8000484,484,8000000,768000000,96
 *
 * Any separator, any order of columns, quoted or not; also rows that were sorted by tag. The collector's own files are
 * read by formats/csv.
 */
#include <string.h>

#include "base/memory.h"
#include "formats/records/record.h"
#include "formats/records/rows_by_time.h"

struct csv_records {
    struct records records; // first: records_finish gets it
    struct buffer cells;    // owned; without quotes
    char separator;
    struct rows_by_time rows; // owned; where the records are not in the order of time
    struct buffer time;       // owned; scratch
};

/* Splits a line into cells, which are in `scratch` where they were quoted. Returns how many there are; only the first
 * RECORD_COLUMNS_MAX are kept. */
static size_t split(struct text line, char separator, struct buffer *scratch, struct text cells[RECORD_COLUMNS_MAX])
{
    size_t count = 0, pos = 0;

    scratch->length = 0;
    ARRAY_RESERVE(scratch->bytes, scratch->capacity, line.length + 1); // so that cells do not move
    while (pos <= line.length) {
        size_t start = scratch->length;
        bool is_quoted = false;

        for (; pos < line.length && (is_quoted || line.data[pos] != separator); pos++) {
            if (line.data[pos] != '"')
                scratch->bytes[scratch->length++] = line.data[pos];
            else if (is_quoted && pos + 1 < line.length && line.data[pos + 1] == '"')
                scratch->bytes[scratch->length++] = line.data[pos++];
            else
                is_quoted = !is_quoted;
        }
        if (count < RECORD_COLUMNS_MAX)
            cells[count] = (struct text){scratch->bytes + start, scratch->length - start};
        count++;
        pos++;
    }
    return count;
}

#define COLUMNS_MIN 3

static bool parse_heading(struct text line, struct buffer *scratch, char *separator, struct record_layout *out)
{
    if (!text_has_pair(line, 'a', 'g')) // of Tag
        return false;
    for (const char *s = ",;\t|"; *s; s++) {
        struct text cells[RECORD_COLUMNS_MAX];
        size_t count = memchr(line.data, *s, line.length) ? split(line, *s, scratch, cells) : 0;

        *out = (struct record_layout){0};
        if (count < COLUMNS_MIN || count > RECORD_COLUMNS_MAX)
            continue;
        for (size_t i = 0; i < count; i++)
            record_layout_add(out, text_trim(cells[i]));
        *separator = *s;
        if (record_layout_is_usable(out))
            return true;
    }
    return false;
}

/* --- the order of rows --- */

/* The cells of times as they are written. */
static struct text time_of(struct csv_records *c, const struct text *cells, size_t count)
{
    c->time.length = 0;
    for (size_t i = 0; i < count; i++)
        if (c->records.layout.columns[i].role >= ROLE_UTC) {
            buffer_add_text(&c->time, cells[i]);
            buffer_add_char(&c->time, '\0');
        }
    return buffer_text(&c->time);
}

/* Whether times come back in the window: rows were sorted by tag, or recorded twice. */
static bool do_times_return(struct csv_records *c)
{
    const struct reader *r = c->records.log.lines.reader;
    struct text rest = {r->pos, (size_t)(r->end - r->pos)}, line, cells[RECORD_COLUMNS_MAX];
    struct map times = {0};
    struct record_layout layout;
    char separator;
    size_t last = MAP_NONE;
    bool returns = false;

    while (!returns && text_next_line(&rest, &line)) {
        if (parse_heading(line, &c->cells, &separator, &layout)) {
            c->separator = separator;
            c->records.layout = layout;
        } else if (c->records.layout.count && split(line, c->separator, &c->cells, cells) == c->records.layout.count) {
            size_t known = times.count, time = map_intern(&times, time_of(c, cells, c->records.layout.count));

            returns = time < known && time != last;
            last = time;
        }
    }
    map_free(&times);
    return returns;
}

/* Puts the rows that were kept back. */
static bool put_rows(struct csv_records *c, struct error *err)
{
    struct snapshot_log *log = &c->records.log;
    size_t number = log->lines.number;
    bool ok = true;

    rows_by_time_sort(&c->rows);
    for (size_t i = 0; ok && i < c->rows.count; i++) {
        struct text cells[RECORD_COLUMNS_MAX];

        split(rows_by_time_line(&c->rows, i), c->separator, &c->cells, cells);
        log->lines.number = c->rows.rows[i].line;
        ok = record_put(&c->records, cells, c->records.layout.count, err);
    }
    log->lines.number = number;
    rows_by_time_free(&c->rows);
    return ok;
}

/* --- lines --- */

static bool begin_table(struct csv_records *c, char separator, const struct record_layout *layout, struct error *err)
{
    struct snapshot_log *log = &c->records.log;

    if (!put_rows(c, err) || (log->is_open && log->snapshot.count && !record_begin(&c->records, err)))
        return false;
    c->separator = separator;
    c->records.layout = *layout;
    return true;
}

static bool put(struct csv_records *c, struct text line, const struct text *cells, size_t count, struct error *err)
{
    if (!c->records.is_by_time)
        return record_put(&c->records, cells, count, err);
    rows_by_time_add(&c->rows, time_of(c, cells, count), line, c->records.log.lines.number);
    return true;
}

/* Text between tables may have separators, but few numbers between them. */
static bool has_number(const struct text *cells, size_t count)
{
    for (size_t i = 0; i < count && i < RECORD_COLUMNS_MAX; i++)
        if (text_is_digit_at(text_trim(cells[i]), 0))
            return true;
    return false;
}

/* A separator at the end of lines makes an empty cell. */
static bool read_line(void *context, struct text line, struct error *err)
{
    struct csv_records *c = context;
    struct snapshot_log *log = &c->records.log;
    size_t columns = c->records.layout.count, count;
    struct text cells[RECORD_COLUMNS_MAX];
    struct record_layout layout;
    char separator;

    if (parse_heading(line, &c->cells, &separator, &layout))
        return begin_table(c, separator, &layout, err);
    if (text_trim(line).length == 0 || (!columns && snapshot_log_find_stamp(log, line)) || !columns)
        return true;
    count = split(line, c->separator, &c->cells, cells);
    if (count == columns || (count == columns + 1 && count <= RECORD_COLUMNS_MAX && cells[columns].length == 0))
        return put(c, line, cells, columns, err);
    if (snapshot_log_find_stamp(log, line))
        return true;
    if (count > 1 && (log->lines.is_unterminated || (count >= COLUMNS_MIN && has_number(cells, count))))
        return record_drop(&c->records, "not as many cells as the heading has", err);
    return true;
}

static bool finish(void *context, struct error *err)
{
    return put_rows(context, err) && records_finish(context, err);
}

static bool csv_records_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {.read_line = read_line,
                                                      .finish = finish,
                                                      .is_pasted = true,
                                                      .no_snapshot = "a heading of pool tags without any usable row"};
    struct csv_records c = {0};
    bool ok;

    snapshot_log_open(&c.records.log, input, target);
    c.records.is_by_time = do_times_return(&c);
    c.records.layout = (struct record_layout){0};
    ok = snapshot_log_read(&c.records.log, &format, &c, err);
    records_free(&c.records);
    rows_by_time_free(&c.rows);
    buffer_free(&c.cells);
    buffer_free(&c.time);
    return ok;
}

static bool is_heading(struct text line)
{
    struct buffer scratch = {0};
    struct record_layout layout;
    char separator;
    bool is = parse_heading(line, &scratch, &separator, &layout);

    buffer_free(&scratch);
    return is;
}

/* Rows of a spreadsheet look like poolmon's, but for the TABs. */
static bool is_row_of_tabs(struct text line)
{
    size_t tabs = 0;

    for (size_t i = 0; i < line.length; i++)
        tabs += line.data[i] == '\t';
    return tabs + 1 >= COLUMNS_MIN;
}

const struct format format_records_csv = {.name = "CSV of pool tags",
                                          .detect_line = is_heading,
                                          .is_row = is_row_of_tabs,
                                          .of_tags = true,
                                          .read = csv_records_read};
