/* records_json.c - objects of JSON with the collector's columns: one a line, as `convert` writes them, or in an array,
 * as `snapshot -view json` and PowerShell's ConvertTo-Json print them.
 *
 *     {"DateTimeUTC":"2026-03-01T10:00:00","Machine":{"PagedPool":827392,"NonPagedPool":...}}
 *     {"DateTimeUTC":"2026-03-01T10:00:00","Tag":"File","PagedAllocs":0,...}
 */
#include <string.h>

#include "formats/jsonl_names.h"
#include "formats/records/json_object.h"
#include "formats/records/record.h"

#define OBJECT_BYTES_MAX ((size_t)1 << 20) // a longer one is not of a tag

struct json_records {
    struct records records;
    struct buffer strings; // owned; of the current object
    struct buffer names;   // owned; of the layout's columns, one after the other, each ended by a zero
    size_t name_offset[RECORD_COLUMNS_MAX];
};

/* --- objects --- */

/* Keeps the first columns only. */
static void cut_layout(struct json_records *j, size_t count)
{
    struct record_layout *l = &j->records.layout;

    j->names.length = count < l->count ? j->name_offset[count] : j->names.length;
    *l = (struct record_layout){0};
    for (size_t i = 0; i < count; i++)
        record_layout_add(l, text_of(j->names.bytes + j->name_offset[i]));
}

static bool has_column(const struct json_records *j, size_t column, struct text name)
{
    size_t offset;

    if (column >= j->records.layout.count)
        return false;
    offset = j->name_offset[column];
    return j->names.length - offset > name.length && j->names.bytes[offset + name.length] == '\0' &&
           text_equal((struct text){j->names.bytes + offset, name.length}, name);
}

/* Objects mostly have the same members as the one before. */
static bool add_column(struct json_records *j, size_t column, struct text name)
{
    if (has_column(j, column, name))
        return true;
    if (column >= RECORD_COLUMNS_MAX || memchr(name.data, '\0', name.length))
        return false;
    cut_layout(j, column);
    j->name_offset[column] = j->names.length;
    buffer_add_text(&j->names, name);
    buffer_add_char(&j->names, '\0');
    return record_layout_add(&j->records.layout, name);
}

static void read_totals(struct snapshot *snapshot, struct text object)
{
    struct buffer strings = {0};
    struct json_member member;

    for (bool more = json_first_member(&object, &strings, &member); more;
         more = json_next_member(&object, &strings, &member))
        for (int i = 0; i < TOTALS; i++) {
            int64_t value;

            if (text_equal(member.name, text_of(jsonl_total_names[i])) && text_to_int64(member.value, &value) &&
                value >= 0)
                snapshot->totals[i] = value;
        }
    buffer_free(&strings);
}

/* The totals come before the rows of their snapshot. */
static bool put_machine(struct json_records *j, const struct text *cells, size_t count, struct text totals,
                        struct error *err)
{
    struct snapshot_log *log = &j->records.log;

    record_find_time(&j->records, cells, count);
    if ((!log->is_open || log->snapshot.count) && !record_begin(&j->records, err))
        return false;
    read_totals(&log->snapshot, totals);
    return true;
}

static bool read_object(struct json_records *j, struct text object, struct error *err)
{
    struct text cells[RECORD_COLUMNS_MAX], totals = {"", 0};
    struct json_member member;
    size_t count = 0;
    bool is_valid = true;

    for (bool more = json_first_member(&object, &j->strings, &member); more;
         more = is_valid && json_next_member(&object, &j->strings, &member)) {
        if (member.kind == JSON_OBJECT && text_equal(member.name, text_of(JSONL_MACHINE)))
            totals = member.value;
        is_valid = add_column(j, count, member.name);
        if (is_valid)
            cells[count++] =
                member.kind == JSON_STRING || member.kind == JSON_NUMBER ? member.value : (struct text){"", 0};
    }
    if (count < j->records.layout.count)
        cut_layout(j, count);
    if (!is_valid || object.length) {
        snapshot_log_drop_row(&j->records.log, "not an object as JSON writes it");
        return true;
    }
    if (totals.length)
        return put_machine(j, cells, count, totals, err);
    return !record_layout_is_usable(&j->records.layout) || record_put(&j->records, cells, count, err);
}

/* --- the file --- */

/* Moves to the next object; false: the end of the file, or a read error. */
static bool find_object(struct json_records *j, struct text *object, struct error *err)
{
    struct reader *r = j->records.log.lines.reader;

    for (;;) {
        const char *start = r->pos < r->end ? memchr(r->pos, '{', (size_t)(r->end - r->pos)) : NULL;

        for (const char *p = r->pos; p < (start ? start : r->end); p++)
            j->records.log.lines.number += *p == '\n';
        r->pos = start ? start : r->end;
        *object = (struct text){r->pos, start ? json_length((struct text){r->pos, (size_t)(r->end - r->pos)}) : 0};
        if (object->length)
            return true;
        if (r->is_at_end)
            return false;
        if ((size_t)(r->end - r->pos) > OBJECT_BYTES_MAX)
            r->pos = r->end; // not of a tag
        else if (!reader_fill(r, err))
            return false;
    }
}

static bool read_objects(struct json_records *j, const struct snapshot_log_format *format, struct error *err)
{
    struct reader *r = j->records.log.lines.reader;
    struct text object;

    err->text[0] = '\0';
    j->records.log.lines.number = 1;
    while (find_object(j, &object, err)) {
        if (!read_object(j, object, err))
            return false;
        for (size_t i = 0; i < object.length; i++)
            j->records.log.lines.number += object.data[i] == '\n';
        r->pos = object.data + object.length;
    }
    if (r->pos < r->end && j->records.log.is_open)
        snapshot_log_drop_row(&j->records.log, "the object is truncated");
    return !err->text[0] && snapshot_log_finish(&j->records.log, format, &j->records, err);
}

static bool json_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {.finish = records_finish,
                                                      .no_snapshot = "no object with a Tag and its numbers"};
    struct json_records j = {.records.are_tags_exact = true};
    struct error local = {0};
    bool ok;

    snapshot_log_open(&j.records.log, input, target);
    ok = read_objects(&j, &format, err ? err : &local);
    records_free(&j.records);
    buffer_free(&j.strings);
    buffer_free(&j.names);
    return ok;
}

/* A member Tag near the beginning, in an object; text and fences may be before it. */
static bool json_detect(struct text head)
{
    enum { SEARCHED = 1 << 16 };
    size_t tag;

    head.length = head.length < SEARCHED ? head.length : SEARCHED;
    tag = text_find(head, text_of("\"Tag\""));
    if (tag == TEXT_NOWHERE || !memchr(head.data, '{', tag))
        return false;
    head = text_trim(text_skip(head, tag + strlen("\"Tag\"")));
    return head.length && head.data[0] == ':';
}

const struct format format_records_json = {.name = "JSON of pool tags", .detect = json_detect, .read = json_read};
