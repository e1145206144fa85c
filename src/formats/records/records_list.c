/* records_list.c - lists of the collector's columns, as PowerShell's Format-List prints them.
 *
 *     Tag               : File
 *     NonPagedAllocs    : 25376177
 *     NonPagedUsedBytes : 70145152
 *                                         a blank line, or a name that comes again, ends a record
 */
#include <string.h>

#include "formats/records/record.h"

struct list_records {
    struct records records;          // first: records_finish gets it
    struct buffer values;            // owned; of the open record
    size_t ends[RECORD_COLUMNS_MAX]; // of each value in it
    struct record_layout layout;     // of the open record
};

/* "Name : value"; false for other lines. The value keeps blanks at its end: a tag may have them. */
static bool parse_line(struct text line, struct text *name, struct text *value)
{
    const char *colon = line.length ? memchr(line.data, ':', line.length) : NULL;

    if (!colon)
        return false;
    *name = text_trim((struct text){line.data, (size_t)(colon - line.data)});
    *value = text_skip(line, (size_t)(colon + 1 - line.data));
    if (value->length && value->data[0] == ' ')
        *value = text_skip(*value, 1);
    return name->length > 0;
}

static bool end_record(struct list_records *l, struct error *err)
{
    struct text cells[RECORD_COLUMNS_MAX];
    const char *values = l->values.bytes ? l->values.bytes : "";
    bool is_usable = record_layout_is_usable(&l->layout);

    for (size_t i = 0, start = 0; i < l->layout.count; start = l->ends[i++])
        cells[i] = (struct text){values + start, l->ends[i] - start};
    l->records.layout = l->layout;
    l->layout = (struct record_layout){0};
    l->values.length = 0;
    return !is_usable || record_put(&l->records, cells, l->records.layout.count, err);
}

static bool read_line(void *context, struct text line, struct error *err)
{
    struct list_records *l = context;
    struct record_layout one = {0};
    struct text name, value;

    if (text_trim(line).length == 0)
        return end_record(l, err);
    if (!parse_line(line, &name, &value) || !record_layout_add(&one, name) || one.columns[0].role == ROLE_NONE) {
        if (l->layout.count == 0)
            snapshot_log_find_stamp(&l->records.log, line);
        return true;
    }
    if (record_layout_has(&l->layout, one.columns[0]) && !end_record(l, err))
        return false;
    if (!record_layout_add(&l->layout, name))
        return true;
    buffer_add_text(&l->values, value);
    l->ends[l->layout.count - 1] = l->values.length;
    return true;
}

static bool finish(void *context, struct error *err)
{
    struct list_records *l = context;

    return end_record(l, err) && records_finish(&l->records, err);
}

static bool list_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {.read_line = read_line,
                                                      .finish = finish,
                                                      .is_pasted = true,
                                                      .no_snapshot = "a list of pool tags without any usable record"};
    struct list_records l = {0};
    bool ok;

    snapshot_log_open(&l.records.log, input, target);
    ok = snapshot_log_read(&l.records.log, &format, &l, err);
    records_free(&l.records);
    buffer_free(&l.values);
    return ok;
}

/* A counter of the collector with its number. */
static bool is_of_list(struct text line)
{
    struct record_layout one = {0};
    struct text name, value;

    if (line.length == 0 || !memchr("PNT ", line.data[0], 4) || !parse_line(line, &name, &value))
        return false;
    return text_is_digit_at(text_trim(value), 0) && name.length <= 20 && record_layout_add(&one, name) &&
           one.has_counters;
}

const struct format format_records_list = {
    .name = "list of pool tags", .detect_line = is_of_list, .of_tags = true, .read = list_read};
