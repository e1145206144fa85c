/* slabinfo_file.c - copies of /proc/slabinfo in a file, one or many, whole or in parts.
 *
 *     zzz ***Sat Nov 21 23:17:00 UTC 2026                                       OSWatcher, or a loop with date
 *     slabinfo - version: 2.1
 *     # name            <active_objs> <num_objs> <objsize> ...
 *     dentry                    58900 60270 192 21 1 : tunables 0 0 0 : slabdata 2870 2870 0
 *
 *     before.txt:dentry         58900 ...                                       grep dentry *.txt
 *
 * The line of the version and the names of columns stand together above the rows. Apart, and among rows, they were
 * sorted like rows: then they begin no snapshot. What else begins one is in slab_rows.h. The page size of the machine
 * is unknown, and so is the total of the pages.
 */
#include "formats/foreign/slab_rows.h"
#include "formats/foreign/slabinfo_row.h"
#include "formats/foreign/snapshot_log.h"

enum heading { HEADING_VERSION = 1, HEADING_COLUMNS = 2 };

struct slabinfo_log {
    struct slab_rows rows;
    unsigned heading;      // of the open snapshot: bits of enum heading; 0: its rows were selected
    unsigned next_heading; // read since the last row
    struct slabinfo_columns columns[SLABINFO_LAYOUTS]; // of rows without the words between the numbers
    size_t cut_line;                                   // the last row without its end; 0: none
    bool has_whole;                                    // rows of the open snapshot that have their end
};

/* Rows without the line of the version were selected, unless they are as many as a kernel has: grep finds the names of
 * columns by "name". */
static bool is_selected(const struct slabinfo_log *s)
{
    if (s->heading == HEADING_COLUMNS)
        return s->rows.log.snapshot.count <= SLAB_SELECTED_MAX;
    return s->heading == 0;
}

/* A copy whose last row alone was cut ends too early. */
static void end_snapshot(struct slabinfo_log *s)
{
    struct snapshot_log *log = &s->rows.log;

    s->rows.is_selected |= log->is_open && is_selected(s);
    if (!log->is_open || !s->has_whole || !s->cut_line || s->cut_line != log->last_row)
        return;
    log->has_lost_rows = true;
    warnings_add(log->input->warnings, WARNING_ROW,
                 "%s:%zu: slabinfo ends within a row here: the sum of all tags is unknown", log->input->path,
                 s->cut_line);
}

static bool begin(struct slabinfo_log *s, struct error *err)
{
    end_snapshot(s);
    s->heading = s->next_heading;
    s->next_heading = 0;
    s->cut_line = 0;
    s->has_whole = false;
    return slab_rows_begin(&s->rows, err);
}

static bool is_any_version(struct text line)
{
    return text_starts_with(line, "slabinfo - version:");
}

/* Its rows cannot be parsed, and do not belong to the snapshot before. */
static bool begin_skipped(struct slabinfo_log *s, struct error *err)
{
    struct snapshot_log *log = &s->rows.log;

    s->next_heading = HEADING_VERSION;
    if (!begin(s, err))
        return false;
    log->is_skipped = true;
    warnings_add(log->input->warnings, WARNING_SNAPSHOT,
                 "%s:%zu: unsupported version of slabinfo, only 2.0 and 2.1 can be read: snapshot left out",
                 log->input->path, log->lines.number);
    return true;
}

/* The name of a file before the line; true: another one than before, so the line is of another snapshot. */
static bool enter_file(struct slabinfo_log *s, struct text file)
{
    if (file.length)
        snapshot_log_find_stamp(&s->rows.log, file);
    return slab_rows_is_other_file(&s->rows, file);
}

/* --- headings --- */

/* A snapshot has one line of each kind, both together or above a row that the open snapshot has. A single one among
 * other rows was sorted in, or belongs to what follows: the next row tells. */
static bool read_heading(struct slabinfo_log *s, unsigned kind, struct text file, struct error *err)
{
    struct snapshot_log *log = &s->rows.log;
    bool is_other = enter_file(s, file);

    s->next_heading |= kind;
    if (log->is_skipped && kind == HEADING_COLUMNS)
        s->next_heading = 0;
    else if (!log->is_open || is_other || log->is_skipped || s->next_heading & s->heading ||
             s->next_heading == (HEADING_VERSION | HEADING_COLUMNS))
        return begin(s, err);
    if (log->snapshot.count == 0) {
        s->heading |= s->next_heading;
        s->next_heading = 0;
    }
    return true;
}

/* Whether a single line of a heading before that row begins a snapshot; otherwise it is of the open one. */
static bool is_below_heading(struct slabinfo_log *s, struct text name)
{
    if (s->next_heading == 0 || snapshot_log_has(&s->rows.log, name))
        return s->next_heading != 0;
    s->heading |= s->next_heading;
    s->next_heading = 0;
    slab_rows_skip_line(&s->rows);
    return false;
}

/* --- rows --- */

static bool read_row(struct slabinfo_log *s, const struct slabinfo_row *row, struct error *err)
{
    struct slab_rows *rows = &s->rows;
    struct snapshot_log *log = &rows->log;
    bool is_next = enter_file(s, row->file);
    enum slab_repeat repeat;

    if (row->time.length)
        snapshot_log_find_stamp(log, row->time);
    is_next |= is_below_heading(s, row->cache.name);
    repeat = s->heading ? SLAB_REPEAT_OF_FIRST_IS_NEXT : SLAB_REPEAT_IS_NEXT;
    if (!slab_rows_continue(rows, &row->cache, is_next, repeat) && !begin(s, err))
        return false;
    if (log->is_skipped)
        return true;
    slab_rows_add(rows, &row->cache);
    s->has_whole |= !row->is_cut;
    s->cut_line = row->is_cut ? log->lines.number : 0;
    return true;
}

static bool parse_row(const struct slabinfo_log *s, struct text line, struct slabinfo_row *out)
{
    if (slabinfo_row_parse_plain(line, out))
        return true;
    if (slabinfo_row_may_be(line))
        return slabinfo_row_parse(line, !s->rows.log.is_open || s->heading == 0, out);
    return slabinfo_row_parse_columns(line, s->columns, out);
}

/* The rest of a row that mail wrapped. */
static bool read_end(struct slabinfo_log *s, struct text line)
{
    if (!s->cut_line || s->cut_line + 1 != s->rows.log.lines.number || !slabinfo_row_is_end(line))
        return false;
    s->cut_line = 0;
    s->has_whole = true;
    slab_rows_skip_line(&s->rows);
    return true;
}

/* --- the file --- */

/* The bit of a line of the heading, and the name of a file before it; 0: another line. */
static unsigned heading_of(struct slabinfo_log *s, struct text line, struct text *file)
{
    *file = slab_rows_take_file(&line, false);
    if (slabinfo_is_version(line))
        return HEADING_VERSION;
    if (!slabinfo_row_is_heading(line))
        return 0;
    slabinfo_row_columns(line, s->columns);
    return HEADING_COLUMNS;
}

static void drop_row(struct slabinfo_log *s)
{
    snapshot_log_drop_row(&s->rows.log, "not a slab cache with its numbers");
    slab_rows_skip_line(&s->rows);
}

static bool read_line(void *context, struct text line, struct error *err)
{
    struct slabinfo_log *s = context;
    struct snapshot_log *log = &s->rows.log;
    struct slabinfo_row row;
    struct text file;
    unsigned heading;

    line = text_trim(line);
    if (line.length == 0)
        return true;
    if (parse_row(s, line, &row))
        return read_row(s, &row, err);
    heading = heading_of(s, line, &file);
    if (heading)
        return read_heading(s, heading, file, err);
    if (is_any_version(line))
        return begin_skipped(s, err);
    if (!read_end(s, line) && !snapshot_log_find_stamp(log, line) && line.data[0] != '#' && log->is_open &&
        !log->is_skipped && slabinfo_row_is_damaged(line))
        drop_row(s);
    return true;
}

static bool finish(void *context, struct error *err)
{
    struct slabinfo_log *s = context;

    (void)err;
    s->heading |= s->next_heading; // sorted behind all rows
    end_snapshot(s);
    slab_rows_end(&s->rows);
    return true;
}

static bool slabinfo_file_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {
        .read_line = read_line,
        .finish = finish,
        .is_pasted = true,
        .no_snapshot = "no slab cache found in the form of slabinfo 2.0 or 2.1, the supported versions",
    };
    struct slabinfo_log s = {0};
    bool ok;

    snapshot_log_open(&s.rows.log, input, target);
    ok = snapshot_log_read(&s.rows.log, &format, &s, err);
    slab_rows_free(&s.rows);
    return ok;
}

static bool is_of_slabinfo(struct text line)
{
    struct slabinfo_row row;

    if (slabinfo_row_may_be(line))
        return slabinfo_row_parse(line, true, &row) || slabinfo_row_is_heading(text_trim(line));
    line = text_trim(line);
    return line.length && ((line.data[0] == 's' && is_any_version(line)) || slabinfo_row_is_heading(line));
}

const struct format format_slabinfo = {
    .name = "/proc/slabinfo", .detect_line = is_of_slabinfo, .read = slabinfo_file_read};
