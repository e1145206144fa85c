/* records_csv.c - CSV with the columns of poolmon, or with those of the collector behind other text or without a time.
 *
 *     Tag,Type,Allocs,Frees,Diff,Bytes,PerAlloc
 *     Abcd,Nonp,8000484,484,8000000,768000000,96
 *
 * Any separator, any order of columns, quoted or not. The collector's own files are read by formats/csv.
 */
#include <string.h>

#include "base/memory.h"
#include "formats/records/record.h"

struct csv_records {
    struct records records; // first: records_finish gets it
    struct buffer cells;    // owned; without quotes
    char separator;
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

static bool begin_table(struct csv_records *c, const struct record_layout *layout, struct error *err)
{
    struct snapshot_log *log = &c->records.log;

    if (log->is_open && log->snapshot.count && !record_begin(&c->records, err))
        return false;
    c->records.layout = *layout;
    return true;
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

    if (parse_heading(line, &c->cells, &separator, &layout)) {
        c->separator = separator;
        return begin_table(c, &layout, err);
    }
    if (text_trim(line).length == 0 || (!columns && snapshot_log_find_stamp(log, line)) || !columns)
        return true;
    count = split(line, c->separator, &c->cells, cells);
    if (count == columns || (count == columns + 1 && count <= RECORD_COLUMNS_MAX && cells[columns].length == 0))
        return record_put(&c->records, cells, columns, err);
    if (!snapshot_log_find_stamp(log, line) && count >= COLUMNS_MIN && log->is_open)
        snapshot_log_drop_row(log, "not as many cells as the heading has");
    return true;
}

static bool csv_records_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {.read_line = read_line,
                                                      .finish = records_finish,
                                                      .is_pasted = true,
                                                      .no_snapshot = "a heading of pool tags without any usable row"};
    struct csv_records c = {0};
    bool ok;

    snapshot_log_open(&c.records.log, input, target);
    ok = snapshot_log_read(&c.records.log, &format, &c, err);
    records_free(&c.records);
    buffer_free(&c.cells);
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

const struct format format_records_csv = {
    .name = "CSV of pool tags", .detect_line = is_heading, .of_tags = true, .read = csv_records_read};
