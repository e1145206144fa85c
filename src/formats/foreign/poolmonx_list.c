/* poolmonx_list.c - lists that PoolMonX 1 saved as text.
 *
 *     Tag,Type,Allocs,Frees,Diff,Bytes,KBytes,B / Alloc,Source,Source Description,
 *     File,Non Paged,120,20,100,4096,4 KB,40,nt!io,File objects,
 *
 * Nothing is quoted: a tag may contain commas. A list has no time; a script may have put several into one file, with
 * times between them.
 */
#include <string.h>

#include "formats/foreign/poolmonx_list.h"
#include "formats/text/number.h"
#include "model/tag.h"
#include "os/files.h"

bool poolmonx_parse_type(struct text t, bool *is_paged)
{
    *is_paged = text_equal(t, text_of("Paged"));
    return *is_paged || text_equal(t, text_of("Non Paged"));
}

static bool parse_integer(struct text t, int64_t *out)
{
    return number_parse_integer(&t, out) && text_trim(t).length == 0;
}

bool poolmonx_put_cells(struct snapshot_log *log, const struct text cells[POOLMONX_CELLS], struct error *err)
{
    struct pool_line line = {.tag = cells[0], .driver = cells[8], .meaning = cells[9]};

    if (cells[0].length == 0 || !poolmonx_parse_type(cells[1], &line.is_paged) ||
        !parse_integer(cells[2], &line.allocs) || !parse_integer(cells[3], &line.frees) ||
        !parse_integer(cells[4], &line.live) || !parse_integer(cells[5], &line.bytes)) {
        snapshot_log_drop_row(log, "not a row of a PoolMonX list");
        return true;
    }
    if (!snapshot_log_continues(log, line.tag, pool_line_exists(log, &line))) {
        pool_lines_fill_zeros(log);
        if (!snapshot_log_begin(log, err))
            return false;
    }
    pool_line_put(log, &line);
    return true;
}

static bool is_heading(struct text line)
{
    return text_starts_with(line, "Tag,Type,Allocs,Frees,Diff,Bytes,KBytes,");
}

/* The offset of the comma that ends the tag: the first one that a type follows. */
static size_t find_type(struct text line)
{
    size_t a = text_find(line, text_of(",Non Paged,")), b = text_find(line, text_of(",Paged,"));

    return a < b ? a : b;
}

/* Rewritten as proper CSV, a tag with a comma or a quote is quoted: it is longer than a tag then. */
static struct text unquoted(struct text tag, char scratch[TAG_CAPACITY])
{
    size_t length = 0;

    if (text_characters(tag) <= TAG_CHARACTERS || tag.data[0] != '"' || tag.data[tag.length - 1] != '"')
        return tag;
    for (size_t i = 1; i + 1 < tag.length && length < TAG_CAPACITY; i++) {
        scratch[length++] = tag.data[i];
        i += tag.data[i] == '"' && tag.data[i + 1] == '"' && i + 2 < tag.length;
    }
    return (struct text){scratch, length};
}

static bool read_row(struct snapshot_log *log, struct text line, struct error *err)
{
    char scratch[TAG_CAPACITY];
    struct text cells[POOLMONX_CELLS], rest;
    size_t offset = find_type(line);

    for (size_t i = 0; i < POOLMONX_CELLS; i++)
        cells[i] = (struct text){"", 0};
    if (offset != TEXT_NOWHERE) {
        cells[0] = unquoted((struct text){line.data, offset}, scratch);
        rest = text_skip(line, offset + 1);
        for (size_t i = 1; i < POOLMONX_CELLS; i++) {
            size_t comma = i + 1 < POOLMONX_CELLS ? text_find(rest, text_of(",")) : TEXT_NOWHERE;

            cells[i] = (struct text){rest.data, comma == TEXT_NOWHERE ? rest.length : comma};
            rest = text_skip(rest, comma == TEXT_NOWHERE ? rest.length : comma + 1);
        }
        if (text_ends_with(cells[POOLMONX_CELLS - 1], text_of(",")))
            cells[POOLMONX_CELLS - 1].length--;
    }
    return poolmonx_put_cells(log, cells, err);
}

static bool read_line(void *context, struct text line, struct error *err)
{
    struct snapshot_log *log = context;

    if (text_trim(line).length == 0)
        return true;
    if (is_heading(line)) {
        pool_lines_fill_zeros(log);
        return log->snapshot.count == 0 || snapshot_log_begin(log, err);
    }
    if (find_type(line) == TEXT_NOWHERE && snapshot_log_find_stamp(log, line))
        return true;
    return read_row(log, line, err);
}

static bool finish(void *context, struct error *err)
{
    (void)err;
    pool_lines_fill_zeros(context);
    return true;
}

const struct snapshot_log_format poolmonx_list = {
    .read_line = read_line, .finish = finish, .no_snapshot = "PoolMonX list without any row"};

static bool list_read(struct format_input *input, struct format_target *target, struct error *err)
{
    struct snapshot_log log;
    bool ok;

    snapshot_log_open(&log, input, target);
    ok = snapshot_log_begin(&log, err) && snapshot_log_read(&log, &poolmonx_list, &log, err);
    snapshot_log_free(&log);
    return ok;
}

static bool list_detect(struct text head)
{
    return is_heading(head);
}

const struct format format_poolmonx_list = {.name = "PoolMonX 1 list", .detect = list_detect, .read = list_read};
