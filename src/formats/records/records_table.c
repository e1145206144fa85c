/* records_table.c - tables of the collector's columns: PowerShell's Format-Table, and our own `snapshot`.
 *
 *     Tag  NonPagedAllocs NonPagedFrees NonPagedDiff NonPagedUsedBytes
 *     ---  -------------- ------------- ------------ -----------------
 *     Io          1021112       1020985          127             91912
 *
 * Numbers are the words after the tag. Text is found by the offsets of the headings: a tag may contain blanks. What a
 * narrow window cut ends with points and is unknown.
 */
#include <string.h>

#include "formats/records/record.h"
#include "model/tag.h"

struct table {
    struct record_layout layout;
    size_t offset[RECORD_COLUMNS_MAX]; // of each heading, in characters
    size_t tag;                        // the column
};

struct table_records {
    struct records records; // first: records_finish gets it
    struct table table;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The byte offset of a character, or the length of the line. */
static size_t byte_at(struct text line, size_t character)
{
    size_t pos = 0;

    while (character-- && pos < line.length)
        text_code_point(line, &pos);
    return pos;
}

/* --- headings --- */

static bool parse_heading(struct text line, struct table *out)
{
    struct text rest = line, word;
    struct table t = {0};

    if (text_find(line, text_of("aged")) == TEXT_NOWHERE)
        return false;
    while ((word = text_next_word(&rest)).length) {
        size_t column = t.layout.count;

        if (!record_layout_add(&t.layout, word))
            return false;
        t.offset[column] = text_characters((struct text){line.data, (size_t)(word.data - line.data)});
        if (t.layout.columns[column].role == ROLE_TAG)
            t.tag = column;
    }
    if (!t.layout.has_tag || t.layout.has_pool || !t.layout.has_counters)
        return false;
    *out = t;
    return true;
}

static bool is_rule(struct text line)
{
    for (size_t i = 0; i < line.length; i++)
        if (!is_blank(line.data[i]) && line.data[i] != '-')
            return false;
    return line.length > 0;
}

/* --- rows --- */

static bool is_number(struct text word)
{
    return text_is_digit_at(word, 0) || (word.length > 1 && word.data[0] == '-' && text_is_digit_at(word, 1)) ||
           text_equal(word, text_of("-")) || text_equal(word, text_of("...")) ||
           text_equal(word, text_of("\xE2\x80\xA6"));
}

/* The tag below its heading: four characters, or a longer word; and what follows it. Where blanks were lost, the next
 * word. */
static struct text parse_tag(const struct table *t, struct text line, struct text *rest)
{
    size_t start = byte_at(line, t->offset[t->tag]), end = byte_at(line, t->offset[t->tag] + TAG_CHARACTERS);
    bool is_aligned =
        line.data + start >= rest->data && start < line.length && (start == 0 || is_blank(line.data[start - 1]));

    if (!is_aligned || (end < line.length && !is_blank(line.data[end]) && is_blank(line.data[start])))
        return text_next_word(rest);
    while (end < line.length && !is_blank(line.data[end]))
        end++;
    *rest = text_skip(line, end);
    return (struct text){line.data + start, end - start};
}

/* Text below its heading, up to the next one. */
static struct text parse_text(const struct table *t, size_t column, struct text line)
{
    size_t start = byte_at(line, t->offset[column]),
           end = column + 1 < t->layout.count ? byte_at(line, t->offset[column + 1]) : line.length;

    return text_trim((struct text){line.data + start, end - start});
}

/* False: not a row, as a column of numbers has none. */
static bool parse_row(const struct table *t, struct text line, struct text cells[RECORD_COLUMNS_MAX])
{
    struct text rest = line;

    for (size_t i = 0; i < t->layout.count; i++) {
        enum role role = t->layout.columns[i].role;

        if (role == ROLE_TAG)
            cells[i] = parse_tag(t, line, &rest);
        else if (role == ROLE_DRIVER || role == ROLE_DESCRIPTION)
            cells[i] = parse_text(t, i, line);
        else
            cells[i] = text_next_word(&rest);
        if (role == ROLE_COUNTER && !is_number(cells[i]))
            return false;
    }
    return cells[t->tag].length > 0;
}

static bool read_line(void *context, struct text line, struct error *err)
{
    struct table_records *t = context;
    struct snapshot_log *log = &t->records.log;
    struct text cells[RECORD_COLUMNS_MAX];

    if (parse_heading(line, &t->table)) {
        t->records.layout = t->table.layout;
        return !log->is_open || !log->snapshot.count || record_begin(&t->records, err);
    }
    if (text_trim(line).length == 0 || is_rule(line))
        return true;
    if (t->table.layout.count && parse_row(&t->table, line, cells))
        return record_put(&t->records, cells, t->table.layout.count, err);
    snapshot_log_find_stamp(log, line);
    return true;
}

static bool table_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {.read_line = read_line,
                                                      .finish = records_finish,
                                                      .is_pasted = true,
                                                      .no_snapshot = "a heading of pool tags without any usable row"};
    struct table_records t = {0};
    bool ok;

    snapshot_log_open(&t.records.log, input, target);
    ok = snapshot_log_read(&t.records.log, &format, &t, err);
    records_free(&t.records);
    return ok;
}

static bool is_heading(struct text line)
{
    struct table table;

    return parse_heading(line, &table);
}

const struct format format_records_table = {
    .name = "table of pool tags", .detect_line = is_heading, .of_tags = true, .read = table_read};
