#include "formats/csv/csv_repeat.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "formats/csv/csv_row.h"
#include "os/files.h"

#define FILE_BYTES_MAX ((size_t)16 << 20) // a larger file has many snapshots
#define GUESS_BYTES ((size_t)1 << 20)     // from which formats/text/reader guesses the encoding
#define READ_BYTES ((size_t)1 << 16)      // at least

static void file_free(struct repeat_file *file)
{
    buffer_free(&file->bytes);
    free(file->rows);
}

void csv_repeat_free(struct csv_repeat *r)
{
    file_free(&r->now);
    file_free(&r->before);
    buffer_free(&r->matched);
    buffer_free(&r->text);
    buffer_free(&r->scratch);
    map_free(&r->added);
    free(r->row_by_tag);
    free(r->changes);
    *r = (struct csv_repeat){0};
}

/* Not supported here: owners, local times, Diff, times after the tag, counters before it. */
static bool is_plain(const struct csv_layout *l)
{
    FOR_EACH_COUNTER(counter, l->counters)
        if (l->column[counter] < l->tag)
            return false;
    return !l->utc_is_local && l->utc < l->tag && (l->local == CSV_NO_COLUMN || l->local < l->tag) &&
           l->driver == CSV_NO_COLUMN && l->description == CSV_NO_COLUMN &&
           !(l->counters & (COUNTER_BIT(PAGED_LIVE) | COUNTER_BIT(NONPAGED_LIVE)));
}

/* Finds the encoding and the columns. The heading must be the first line; if it equals that of the file before, so are
 * these. */
static bool read_heading(struct csv_repeat *r)
{
    struct repeat_file *now = &r->now, *before = &r->before;
    const char *bytes = now->bytes.bytes, *end = bytes + now->bytes.length, *next;
    size_t bom, seen = now->bytes.length < GUESS_BYTES ? now->bytes.length : GUESS_BYTES;
    struct text line;

    if (r->has_before && before->heading <= now->bytes.length &&
        memcmp(bytes, before->bytes.bytes, before->heading) == 0 &&
        unicode_guess(bytes, seen, &bom) == before->syntax.encoding) {
        now->syntax.encoding = before->syntax.encoding;
        now->heading = before->heading;
        now->syntax.layout = before->syntax.layout;
        return true;
    }
    now->syntax.encoding = unicode_guess(bytes, seen, &bom);
    if (now->syntax.encoding != ENCODING_UTF8 && now->syntax.encoding != ENCODING_UTF16LE)
        return false;
    next = repeat_line_end(bytes + bom, end, now->syntax.encoding);
    if (!next || !repeat_line_text(bytes + bom, next, now->syntax.encoding, &r->text, &line) || line.data[0] == '#')
        return false;
    now->heading = (size_t)(next - bytes);
    return csv_next_line(line.data, line.data + line.length) == line.data + line.length &&
           csv_layout_guess(line.data, line.data + line.length, true, &now->syntax.layout) &&
           is_plain(&now->syntax.layout);
}

/* Parses the time of the first row, and finds where its tag begins. */
static bool read_first_row(struct csv_repeat *r, int64_t *utc_us, int64_t *local_us)
{
    struct repeat_file *now = &r->now;
    const struct csv_layout *layout = &now->syntax.layout;
    const char *pos = now->bytes.bytes + now->heading, *next, *p;
    struct csv_row row;
    struct text line;
    size_t prefix;

    next = repeat_line_end(pos, now->bytes.bytes + now->bytes.length, now->syntax.encoding);
    if (!next || !repeat_line_text(pos, next, now->syntax.encoding, &r->text, &line))
        return false;
    p = line.data;
    if (csv_row_split(&p, line.data + line.length, layout->separator, true, &row) != CSV_ROW ||
        row.count != layout->columns)
        return false;
    if (!calendar_parse(csv_raw_text(&row, layout->utc), false, utc_us))
        return false;
    if (layout->local == CSV_NO_COLUMN || !calendar_parse(csv_raw_text(&row, layout->local), false, local_us))
        *local_us = LOCAL_TIME_UNKNOWN;
    prefix = (size_t)(row.fields[layout->tag].data - line.data);
    now->syntax.tag_is_quoted = prefix && line.data[prefix - 1] == '"';
    for (size_t i = 0; i < prefix; i++)
        if ((unsigned char)line.data[i] >= 0x80)
            return false;
    now->prefix = prefix * repeat_unit(now->syntax.encoding);
    return true;
}

/* The row of `before` with that tag, or MAP_NONE. */
static size_t row_before(struct csv_repeat *r, size_t tag)
{
    const struct repeat_file *before = &r->before;

    if (!r->has_row_by_tag) {
        for (size_t i = 0; i < before->count; i++)
            if (before->rows[i].tag >= r->row_by_tag_count) {
                ARRAY_RESERVE(r->row_by_tag, r->row_by_tag_capacity, (size_t)before->rows[i].tag + 1);
                r->row_by_tag_count = (size_t)before->rows[i].tag + 1;
            }
        if (r->row_by_tag_count)
            memset(r->row_by_tag, 0, r->row_by_tag_count * sizeof *r->row_by_tag);
        for (size_t i = 0; i < before->count; i++)
            r->row_by_tag[before->rows[i].tag] = (uint32_t)i + 1;
        r->has_row_by_tag = true;
    }
    return tag < r->row_by_tag_count && r->row_by_tag[tag] ? r->row_by_tag[tag] - 1 : MAP_NONE;
}

/* Whether the row at `pos`, after its prefix, has the tag of the expected one. */
static bool has_tag_of(const struct csv_repeat *r, const char *pos, size_t remaining, const struct repeat_row *expected,
                       struct text tag)
{
    size_t length = (tag.length + 1) * repeat_unit(r->now.syntax.encoding); // with the quote after it

    return length <= remaining && length <= expected->length &&
           memcmp(pos, r->before.bytes.bytes + expected->offset, length) == 0;
}

static struct repeat_row *add_row(struct repeat_file *file, const char *pos, const char *next)
{
    struct repeat_row *row;

    if (file->count == file->capacity)
        ARRAY_RESERVE(file->rows, file->capacity, file->count + 1);
    assert(next > pos && (size_t)(next - file->bytes.bytes) <= file->bytes.length && file->bytes.length <= UINT32_MAX);
    row = &file->rows[file->count++];
    row->offset = (uint32_t)(pos - file->bytes.bytes);
    row->length = (uint32_t)(next - pos);
    row->tag = 0;
    return row;
}

/* Parses a row that does not equal the expected one, and adds it to the changes. False: give up. */
static bool changed_row(struct csv_repeat *r, const struct store *store, const char **pos, size_t *expected)
{
    struct repeat_file *now = &r->now;
    const char *end = now->bytes.bytes + now->bytes.length, *rest = *pos + now->prefix;
    struct repeat_parsed parsed = {0};
    struct repeat_change *change;
    size_t row = MAP_NONE; // of the file before
    bool simple = repeat_row_simple(&now->syntax, rest, end, &r->scratch, &parsed);

    if (!simple && !repeat_row_any(&now->syntax, *pos, end, &r->text, &r->scratch, &parsed))
        return false;
    if (simple && *expected < r->before.count &&
        has_tag_of(r, rest, (size_t)(end - rest), &r->before.rows[*expected], parsed.tag))
        row = *expected;
    else if (r->has_before) {
        size_t tag = store_find_tag(store, parsed.tag);

        row = tag == MAP_NONE ? MAP_NONE : row_before(r, tag);
    }
    ARRAY_RESERVE(r->changes, r->change_capacity, r->change_count + 1);
    change = &r->changes[r->change_count++];
    change->values = parsed.values;
    change->row = now->count;
    change->name = MAP_NONE;
    if (row != MAP_NONE) {
        if (r->matched.bytes[row]) // the tag has two rows
            return false;
        r->matched.bytes[row] = 1;
        *expected = row + 1;
        add_row(now, rest, parsed.next)->tag = r->before.rows[row].tag;
    } else {
        change->name = r->added.count;
        if (map_intern(&r->added, parsed.tag) != change->name)
            return false;
        add_row(now, rest, parsed.next);
    }
    *pos = parsed.next;
    return true;
}

/* Reads all rows: equal ones are recognised, the others parsed into `changes`. */
static bool read_rows(struct csv_repeat *r, const struct store *store)
{
    struct repeat_file *now = &r->now, *before = &r->before;
    const char *bytes = now->bytes.bytes, *first = bytes + now->heading, *end = bytes + now->bytes.length, *pos = first;
    size_t expected = 0, prefix = now->prefix;

    while (pos < end) {
        const struct repeat_row *row = expected < before->count ? &before->rows[expected] : NULL;

        if ((size_t)(end - pos) < prefix || !repeat_equal(pos, first, prefix))
            return false; // another time, or another form
        if (row && (size_t)(end - pos) - prefix >= row->length && !r->matched.bytes[expected] &&
            repeat_equal(pos + prefix, before->bytes.bytes + row->offset, row->length)) {
            r->matched.bytes[expected++] = 1;
            add_row(now, pos + prefix, pos + prefix + row->length)->tag = row->tag;
            pos += prefix + row->length;
        } else if (!changed_row(r, store, &pos, &expected)) {
            return false;
        }
    }
    return now->count > 0;
}

static void put_changes(struct csv_repeat *r, struct store *store, size_t moment)
{
    struct repeat_file *now = &r->now;

    for (size_t i = 0; i < r->change_count; i++) {
        const struct repeat_change *change = &r->changes[i];
        struct repeat_row *row = &now->rows[change->row];

        assert(change->row < now->count && (i == 0 || change->row > r->changes[i - 1].row));
        if (change->name == MAP_NONE) {
            store_change(store, moment, row->tag, &change->values);
        } else {
            row->tag = (uint32_t)store_tag(store, map_name(&r->added, change->name));
            store_put(store, moment, row->tag, &change->values);
        }
    }
}

static void add_to_store(struct csv_repeat *r, const char *name, struct store *store, int64_t utc_us, int64_t local_us)
{
    struct repeat_file was = r->before;

    store_source(store, name);
    r->now.moment = store_moment(store, utc_us, local_us, r->now.syntax.layout.counters);
    if (r->before.count)
        store_repeat(store, r->now.moment, r->before.moment);
    for (size_t i = 0; i < r->before.count; i++)
        if (!r->matched.bytes[i])
            store_remove(store, r->now.moment, r->before.rows[i].tag);
    put_changes(r, store, r->now.moment);
    r->before = r->now;
    r->now = was;
    r->has_compared = r->has_before;
    r->has_before = true;
    r->utc_us = utc_us;
    r->local_us = local_us;
}

/* Files can be compared only if they are written alike: otherwise every row is parsed. */
static void compare_files(struct csv_repeat *r)
{
    const struct repeat_file *now = &r->now, *before = &r->before;

    if (now->syntax.encoding != before->syntax.encoding || now->syntax.tag_is_quoted != before->syntax.tag_is_quoted ||
        now->heading != before->heading || memcmp(now->bytes.bytes, before->bytes.bytes, now->heading) != 0) {
        r->has_before = false;
        r->before.count = 0;
    }
    ARRAY_RESERVE(r->matched.bytes, r->matched.capacity, r->before.count + 1);
    memset(r->matched.bytes, 0, r->before.count + 1);
}

bool csv_repeat_bytes(struct csv_repeat *r, const char *name, struct store *store)
{
    struct repeat_file *now = &r->now;
    int64_t utc_us, local_us;
    const char *end;
    size_t unit;

    now->count = r->change_count = 0;
    r->has_row_by_tag = false;
    map_free(&r->added);
    ARRAY_RESERVE(now->bytes.bytes, now->bytes.capacity, now->bytes.length + REPEAT_SLACK);
    memset(now->bytes.bytes + now->bytes.length, 0, REPEAT_SLACK);
    if (!read_heading(r) || !read_first_row(r, &utc_us, &local_us))
        return false;
    unit = repeat_unit(now->syntax.encoding);
    end = now->bytes.bytes + now->bytes.length;
    if (now->bytes.length % unit || repeat_line_end(end - unit, end, now->syntax.encoding) != end)
        return false; // the last row may be truncated
    compare_files(r);
    if (!read_rows(r, store))
        return false;
    add_to_store(r, name, store, utc_us, local_us);
    return true;
}

/* Reads all of the file into now.bytes. A fault is left to formats/text/reader to report. */
static bool read_file(struct csv_repeat *r, struct bytes_place place)
{
    struct buffer *bytes = &r->now.bytes;
    size_t wanted = r->before.bytes.length + r->before.bytes.length / 8 + READ_BYTES, got = 1;
    struct bytes file;
    bool ok = true;

    bytes->length = 0;
    if ((!place.member && os_path_kind(place.path) != OS_FILE) || !bytes_open(&file, place, NULL))
        return false;
    while (ok && got && bytes->length <= FILE_BYTES_MAX) {
        if (bytes->length + READ_BYTES / 2 > wanted)
            wanted *= 2;
        ARRAY_RESERVE(bytes->bytes, bytes->capacity, wanted + REPEAT_SLACK);
        ok = bytes_read(&file, bytes->bytes + bytes->length, wanted - bytes->length, &got, NULL);
        bytes->length += ok ? got : 0;
    }
    ok = ok && !got && !file.is_faulty;
    bytes_close(&file);
    return ok;
}

bool csv_repeat_file(struct csv_repeat *r, struct bytes_place place, struct store *store)
{
    place.warnings = NULL;
    return text_ends_with(text_of(place.path), text_of(".csv")) && read_file(r, place) &&
           csv_repeat_bytes(r, place.path, store);
}
