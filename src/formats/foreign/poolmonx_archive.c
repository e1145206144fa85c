/* poolmonx_archive.c - lists that PoolMonX 1 saved as an archive of MFC (CArchive).
 *
 *     FF FE FF length UTF-16LE | FF FE FF length UTF-16LE | ...      one string per cell, rows of ten cells
 *
 * There is one snapshot per file, and no time in it. Bytes between the strings are the archive's own and are skipped.
 */
#include <string.h>

#include "base/unicode.h"
#include "formats/foreign/poolmonx_list.h"
#include "packed/bytes.h"

#define ARCHIVE_BYTES_MAX ((size_t)64 << 20)

/* Removes a string from the front of *rest, still UTF-16LE. Its length is one byte; FF: two bytes follow. */
static bool parse_string(struct text *rest, struct text *out)
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
    if (units == 0xFFFF ||
        (rest->length - head) / 2 < units) // FFFF would be followed by four bytes: no cell is that long
        return false;
    *out = (struct text){rest->data + head, units * 2};
    *rest = text_skip(*rest, head + units * 2);
    return true;
}

/* A row being put together. */
struct archive_row {
    struct buffer bytes; // owned; the cells so far, concatenated
    size_t ends[POOLMONX_CELLS];
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

/* Without a type in second place, the first cell is none: headings, or bytes of the archive. */
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

static bool add_string(struct snapshot_log *log, struct archive_row *row, struct text utf16, struct error *err)
{
    bool is_paged;

    if (is_separator(utf16))
        return true;
    add_cell(row, utf16);
    if (row->count == 2 && !poolmonx_parse_type(cell_of(row, 1), &is_paged))
        drop_first(row);
    if (row->count == POOLMONX_CELLS) {
        struct text cells[POOLMONX_CELLS];

        for (size_t i = 0; i < POOLMONX_CELLS; i++)
            cells[i] = cell_of(row, i);
        log->lines.number++;
        if (!poolmonx_put_cells(log, cells, err))
            return false;
        row->count = row->bytes.length = 0;
    }
    return true;
}

static bool read_strings(struct snapshot_log *log, struct text bytes, struct error *err)
{
    struct archive_row row = {0};
    struct text string;
    bool ok = true;

    while (ok && bytes.length) {
        if (parse_string(&bytes, &string))
            ok = add_string(log, &row, string, err);
        else
            bytes = text_skip(bytes, 1);
    }
    if (ok && row.count > 1) {
        log->lines.number++;
        snapshot_log_drop_row(log, "the row is truncated");
    }
    buffer_free(&row.bytes);
    return ok;
}

static bool archive_read_bytes(struct format_input *input, struct text bytes, struct format_target *target,
                               struct error *err)
{
    struct reader none = {0};
    struct snapshot_log log;
    bool ok;

    if (!reader_open_memory(&none, input->path, "", 0, err))
        return false;
    input->reader = &none;
    snapshot_log_open(&log, input, target);
    ok = snapshot_log_begin(&log, err) && read_strings(&log, bytes, err);
    ok = ok && snapshot_log_finish(&log, &poolmonx_list, &log, err);
    snapshot_log_free(&log);
    reader_close(&none);
    reader_free(&none);
    return ok;
}

static bool archive_read(struct format_input *input, struct format_target *target, struct error *err)
{
    struct buffer bytes = {0};
    bool ok = input->content.data || bytes_read_all(format_place(input), ARCHIVE_BYTES_MAX, &bytes, err);

    ok = ok && archive_read_bytes(input, input->content.data ? input->content : buffer_text(&bytes), target, err);
    buffer_free(&bytes);
    return ok;
}

/* A string near the beginning; and not a text file with a byte order mark. */
static bool archive_detect(struct text head)
{
    struct text string;

    for (size_t offset = 0; offset < 16 && offset < head.length; offset++) {
        struct text rest = text_skip(head, offset);

        if (parse_string(&rest, &string) && string.length >= 2 && string.data[1] == 0)
            return true;
    }
    return false;
}

const struct format format_poolmonx_archive = {
    .name = "PoolMonX 1 archive", .of_bytes = true, .detect = archive_detect, .read = archive_read};
