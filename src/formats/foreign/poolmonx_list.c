/* poolmonx_list.c - what PoolMonX 1 saved: its list, as text with commas, or as an archive of MFC.
 *
 *     Tag,Type,Allocs,Frees,Diff,Bytes,KBytes,B / Alloc,Source,Source Description,
 *     File,Non Paged,120,20,100,4096,4 KB,40,nt!io,File objects,
 *
 * Nothing is quoted: a tag may hold commas. The archive holds the same cells as strings, FF FE FF, a length, UTF-16LE.
 * There is one snapshot in a file, and no time in it.
 */
#include <string.h>

#include "base/unicode.h"
#include "formats/foreign/pool_line.h"
#include "formats/text/number.h"
#include "model/tag.h"
#include "os/os.h"

#define ARCHIVE_BYTES_MAX ((size_t)64 << 20)
#define CELLS 10

static bool is_type(struct text t, bool *is_paged)
{
    *is_paged = text_equal(t, text_of("Paged"));
    return *is_paged || text_equal(t, text_of("Non Paged"));
}

static bool whole_number(struct text t, int64_t *out)
{
    return number_take_whole(&t, out) && text_trim(t).length == 0;
}

/* The cells of a row in their order: Tag, Type, Allocs, Frees, Diff, Bytes, KBytes, B / Alloc, Source, Description. */
static void put_cells(struct series *s, const struct text cells[CELLS])
{
    struct pool_line line = {.tag = cells[0], .driver = cells[8], .meaning = cells[9]};

    if (cells[0].length == 0 || !is_type(cells[1], &line.is_paged) || !whole_number(cells[2], &line.allocs) ||
        !whole_number(cells[3], &line.frees) || !whole_number(cells[4], &line.live) ||
        !whole_number(cells[5], &line.bytes))
        series_lost(s, "is no row of PoolMonX's list");
    else
        pool_line_put(s, &line);
}

static bool end(struct series *s, struct error *err)
{
    pool_lines_end(s);
    if (!series_end(s, err))
        return false;
    return s->given || error_set(err, "%s: is a list of PoolMonX without rows", s->input->path);
}

/* --- text --- */

static bool is_heading(struct text line)
{
    return text_starts_with(line, "Tag,Type,Allocs,Frees,Diff,Bytes,");
}

/* Where the type begins that ends the tag: behind the first comma that a type follows. */
static size_t type_at(struct text line)
{
    size_t a = text_find(line, text_of(",Non Paged,")), b = text_find(line, text_of(",Paged,"));

    return a < b ? a : b;
}

/* Where somebody made real CSV of it, a tag with a comma or a quote stands in quotes: it is longer than a tag then. */
static struct text unquoted(struct text tag, char room[TAG_CAPACITY])
{
    size_t length = 0;

    if (text_characters(tag) <= TAG_CHARACTERS || tag.data[0] != '"' || tag.data[tag.length - 1] != '"')
        return tag;
    for (size_t i = 1; i + 1 < tag.length && length < TAG_CAPACITY; i++) {
        room[length++] = tag.data[i];
        i += tag.data[i] == '"' && tag.data[i + 1] == '"' && i + 2 < tag.length;
    }
    return (struct text){room, length};
}

static void take_line(struct series *s, struct text line)
{
    char room[TAG_CAPACITY];
    struct text cells[CELLS], rest;
    size_t at = type_at(line);

    for (size_t i = 0; i < CELLS; i++)
        cells[i] = (struct text){"", 0};
    if (at != TEXT_NOWHERE) {
        cells[0] = unquoted((struct text){line.data, at}, room);
        rest = text_behind(line, at + 1);
        for (size_t i = 1; i < CELLS; i++) {
            size_t comma = i + 1 < CELLS ? text_find(rest, text_of(",")) : TEXT_NOWHERE;

            cells[i] = (struct text){rest.data, comma == TEXT_NOWHERE ? rest.length : comma};
            rest = text_behind(rest, comma == TEXT_NOWHERE ? rest.length : comma + 1);
        }
        if (text_ends_with(cells[CELLS - 1], text_of(",")))
            cells[CELLS - 1].length--;
    }
    put_cells(s, cells);
}

static bool list_read(struct format_input *input, struct format_target *target, struct error *err)
{
    struct series s;
    struct text line;
    enum lines_next next;
    bool ok;

    series_open(&s, input, target);
    ok = series_begin(&s, err);
    while ((next = series_next(&s, &line, err)) == LINES_LINE)
        if (text_trim(line).length && !is_heading(line))
            take_line(&s, line);
    ok = ok && next == LINES_END && end(&s, err);
    series_free(&s);
    return ok;
}

static bool list_detect(struct text head)
{
    return is_heading(head);
}

const struct format format_poolmonx_list = {.name = "list of PoolMonX 1", .detect = list_detect, .read = list_read};

/* --- archive --- */

/* A string at the front of *rest, still UTF-16LE, its length in one byte, or in two or four behind FF and FFFF. */
static bool take_string(struct text *rest, struct text *out)
{
    const unsigned char *p = (const unsigned char *)rest->data;
    size_t head = 4, units;

    if (rest->length < 4 || p[0] != 0xFF || p[1] != 0xFE || p[2] != 0xFF)
        return false;
    units = p[3];
    if (units == 0xFF) {
        if (rest->length < 6)
            return false;
        units = (size_t)(p[4] | p[5] << 8);
        head = 6;
    }
    if (units == 0xFFFF || (rest->length - head) / 2 < units) // no cell is that long
        return false;
    *out = (struct text){rest->data + head, units * 2};
    *rest = text_behind(*rest, head + units * 2);
    return true;
}

/* A row being put together. */
struct archive_row {
    struct buffer bytes; // owned; the cells so far, one behind the other
    size_t ends[CELLS];
    size_t count;
};

static void add_cell(struct archive_row *row, struct text utf16)
{
    unicode_to_utf8(ENCODING_UTF16LE, utf16.data, utf16.length, true, &row->bytes);
    row->ends[row->count++] = row->bytes.length;
}

static struct text cell_of(const struct archive_row *row, size_t i)
{
    size_t start = i ? row->ends[i - 1] : 0;

    return (struct text){row->bytes.bytes + start, row->ends[i] - start};
}

/* Without a type in second place the first cell is none: headings, or bytes of the archive. */
static void drop_first(struct archive_row *row)
{
    size_t first = row->ends[0];

    memmove(row->bytes.bytes, row->bytes.bytes + first, row->bytes.length - first);
    row->bytes.length -= first;
    row->count--;
    for (size_t i = 0; i < row->count; i++)
        row->ends[i] = row->ends[i + 1] - first;
}

static bool is_separator(struct text utf16)
{
    return utf16.length == 2 && utf16.data[1] == 0 &&
           (utf16.data[0] == ',' || utf16.data[0] == '\n' || utf16.data[0] == '\r');
}

static void take_string_cell(struct series *s, struct archive_row *row, struct text utf16)
{
    bool is_paged;

    if (is_separator(utf16))
        return;
    add_cell(row, utf16);
    if (row->count == 2 && !is_type(cell_of(row, 1), &is_paged))
        drop_first(row);
    if (row->count == CELLS) {
        struct text cells[CELLS];

        for (size_t i = 0; i < CELLS; i++)
            cells[i] = cell_of(row, i);
        s->lines.number++;
        put_cells(s, cells);
        row->count = row->bytes.length = 0;
    }
}

/* All strings of the archive; what stands between them is the archive's own. */
static void take_strings(struct series *s, struct text bytes)
{
    struct archive_row row = {0};
    struct text string;

    while (bytes.length) {
        if (take_string(&bytes, &string))
            take_string_cell(s, &row, string);
        else
            bytes = text_behind(bytes, 1);
    }
    if (row.count > 1) {
        s->lines.number++;
        series_lost(s, "the row is cut short");
    }
    buffer_free(&row.bytes);
}

static bool archive_read_bytes(struct format_input *input, struct text bytes, struct format_target *target,
                               struct error *err)
{
    struct reader none = {0};
    struct series s;
    bool ok;

    if (!reader_open_memory(&none, input->path, "", 0, err))
        return false;
    input->reader = &none;
    series_open(&s, input, target);
    ok = series_begin(&s, err);
    take_strings(&s, bytes);
    ok = ok && end(&s, err);
    series_free(&s);
    reader_close(&none);
    reader_free(&none);
    return ok;
}

static bool archive_read(struct format_input *input, struct format_target *target, struct error *err)
{
    struct buffer bytes = {0};
    bool ok = input->content.data || os_read_small(input->path, ARCHIVE_BYTES_MAX, &bytes, err);

    ok = ok && archive_read_bytes(input, input->content.data ? input->content : buffer_text(&bytes), target, err);
    buffer_free(&bytes);
    return ok;
}

/* A string stands near the beginning, and it is no text file with a byte order mark. */
static bool archive_detect(struct text head)
{
    struct text string;

    for (size_t at = 0; at < 16 && at < head.length; at++) {
        struct text rest = text_behind(head, at);

        if (take_string(&rest, &string) && string.length >= 2 && string.data[1] == 0)
            return true;
    }
    return false;
}

const struct format format_poolmonx_archive = {
    .name = "archive of PoolMonX 1", .of_bytes = true, .detect = archive_detect, .read = archive_read};
