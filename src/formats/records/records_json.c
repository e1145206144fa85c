/* records_json.c - objects of JSON with the collector's columns: one a line, as `convert` writes them, or in an array,
 * as `snapshot -view json` and PowerShell's ConvertTo-Json print them.
 *
 *     {"DateTimeUTC":"2026-03-01T10:00:00","Machine":{"PagedPool":827392,"NonPagedPool":...}}
 *     {"DateTimeUTC":"2026-03-01T10:00:00","Tag":"File","PagedAllocs":0,...}
 *
 * The array may be in another object: PowerShell 5 prints {"value":[...],"Count":2}. Its times are
 * "/Date(1781449200000)/", milliseconds since 1970.
 */
#include <string.h>

#include "formats/jsonl_names.h"
#include "formats/records/json_object.h"
#include "formats/records/record.h"

#define OBJECT_BYTES_MAX ((size_t)1 << 20) // a longer one is not of a tag
#define OUTER_MAX 8                        // objects in which those of tags are

struct json_records {
    struct records records;
    struct buffer strings; // owned; of the current object
    struct buffer names;   // owned; of the layout's columns, one after the other, each ended by a zero
    size_t name_offset[RECORD_COLUMNS_MAX];
    size_t outer;          // objects without a tag that were entered since the last one with a tag
    size_t truncated_line; // of the last object that has no end; 0: none
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
    if ((!log->is_open || log->snapshot.count) && !record_begin_at(&j->records, cells, count, err))
        return false;
    read_totals(&log->snapshot, totals);
    return true;
}

/* The milliseconds since 1970 in "/Date(1781449200000)/", which may be in an object with other forms of the time. */
static struct text date_of(struct text value)
{
    size_t pos = text_find(value, text_of("/Date(")), digits = 0;

    if (pos == TEXT_NOWHERE)
        return value;
    value = text_skip(value, pos + strlen("/Date("));
    while (text_is_digit_at(value, digits))
        digits++;
    return (struct text){value.data, digits};
}

static struct text cell_of(const struct json_records *j, size_t column, const struct json_member *member)
{
    if (j->records.layout.columns[column].role >= ROLE_UTC)
        return member->kind == JSON_STRING || member->kind == JSON_OBJECT ? date_of(member->value) : member->value;
    return member->kind == JSON_STRING || member->kind == JSON_NUMBER ? member->value : (struct text){"", 0};
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
        if (is_valid) {
            cells[count] = cell_of(j, count, &member);
            count++;
        }
    }
    if (count < j->records.layout.count)
        cut_layout(j, count);
    if (!is_valid || object.length) {
        snapshot_log_drop_row(&j->records.log, "not an object as JSON writes it");
        return true;
    }
    if (totals.length)
        return put_machine(j, cells, count, totals, err);
    if (!j->records.layout.has_tag) // the time of the objects in it
        record_find_time(&j->records, cells, count);
    return !record_layout_is_usable(&j->records.layout) || record_put(&j->records, cells, count, err);
}

/* --- the file --- */

/* Goes on behind the brace of an object; false: that was done too often, it is of something else. */
static bool enter(struct json_records *j)
{
    if (j->outer == OUTER_MAX)
        return false;
    j->outer++;
    j->records.log.lines.reader->pos++;
    return true;
}

/* Moves to the next brace and counts the lines before it. */
static void skip_to_brace(struct json_records *j)
{
    struct reader *r = j->records.log.lines.reader;
    const char *start = r->pos < r->end ? memchr(r->pos, '{', (size_t)(r->end - r->pos)) : NULL;

    for (const char *p = r->pos; p < (start ? start : r->end); p++)
        j->records.log.lines.number += *p == '\n';
    r->pos = start ? start : r->end;
}

/* Moves to the next object; false: the end of the file, or a read error. */
static bool find_object(struct json_records *j, struct text *object, struct error *err)
{
    struct reader *r = j->records.log.lines.reader;

    for (;;) {
        skip_to_brace(j);
        *object = (struct text){r->pos, 0};
        if (r->pos < r->end)
            object->length = json_length((struct text){r->pos, (size_t)(r->end - r->pos)});
        if (object->length)
            return true;
        if (!r->is_at_end && (size_t)(r->end - r->pos) <= OBJECT_BYTES_MAX) {
            if (!reader_fill(r, err))
                return false;
            continue;
        }
        if (r->pos < r->end && r->is_at_end)
            j->truncated_line = j->records.log.lines.number;
        if (r->pos < r->end && !enter(j))
            r->pos = r->end;
        else if (r->is_at_end && r->pos == r->end)
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
        if (!j->records.layout.has_tag && memchr(object.data + 1, '{', object.length - 1) && enter(j))
            continue;
        j->outer = j->records.layout.has_tag ? 0 : j->outer;
        for (size_t i = 0; i < object.length; i++)
            j->records.log.lines.number += object.data[i] == '\n';
        r->pos = object.data + object.length;
    }
    if (j->truncated_line)
        j->records.log.lines.number = j->truncated_line;
    if (j->truncated_line && j->records.log.is_open)
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

/* Whether the object around the member at `pos` can be read. */
static bool is_usable_at(struct text head, size_t pos)
{
    struct buffer strings = {0};
    struct record_layout layout = {0};
    struct json_member member;
    struct text object;
    bool ok = true;

    while (pos > 0 && head.data[pos] != '{')
        pos--;
    object = text_skip(head, pos);
    object.length = json_length(object);
    for (bool more = json_first_member(&object, &strings, &member); more && ok;
         more = json_next_member(&object, &strings, &member))
        ok = record_layout_add(&layout, member.name);
    buffer_free(&strings);
    return ok && record_layout_is_usable(&layout);
}

/* A member Tag near the beginning, in an object; text and fences may be before it. In lower case, many objects have it
 * that are none of ours. */
static bool json_detect(struct text head)
{
    enum { SEARCHED = 1 << 16 };
    size_t tag, lower;
    struct text rest;

    head.length = head.length < SEARCHED ? head.length : SEARCHED;
    tag = text_find(head, text_of("\"Tag\""));
    lower = tag == TEXT_NOWHERE ? text_find(head, text_of("\"tag\"")) : tag;
    if (lower == TEXT_NOWHERE || !memchr(head.data, '{', lower))
        return false;
    rest = text_trim(text_skip(head, lower + strlen("\"Tag\"")));
    return rest.length && rest.data[0] == ':' && (tag != TEXT_NOWHERE || is_usable_at(head, lower));
}

const struct format format_records_json = {.name = "JSON of pool tags", .detect = json_detect, .read = json_read};
