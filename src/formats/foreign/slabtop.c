/* slabtop.c - output of slabtop, once (-o) or many times, whole or as much as fitted on a screen.
 *
 *      Active / Total Caches (% used)     : 105 / 129 (81.4%)
 *      Active / Total Size (% used)       : 47121380.33K / 47376581.93K (99.5%)
 *       OBJS    ACTIVE  USE OBJ SIZE    SLABS OBJ/SLAB CACHE SIZE NAME
 *     328160     80830  24%    0.50K    10255       32    164080K kmalloc-512
 *
 * A slab cache is a tag, its active objects are its live blocks; sizes are shown in 1/100 KB, so bytes are not exact
 * (slabtop_row). A snapshot is complete if as many of its rows have objects as the summary says that there are active
 * caches. Then the nonpaged pool is the sum of CACHE SIZE, the pages of all slabs; otherwise it is the total size of
 * the summary, which counts objects only and is a few percent less. What begins a snapshot is in slab_rows.h.
 */
#include <string.h>

#include "formats/foreign/slab_rows.h"
#include "formats/foreign/slabtop_row.h"

struct slabtop {
    struct slab_rows rows;
    bool has_heading;     // of the open snapshot: a line of the summary, or the names of columns
    unsigned counts;      // of the lines of its summary
    int64_t caches;       // that have objects, as the summary says; 0: not said
    int64_t caches_shown; // that have objects
    int64_t held;         // bytes of their slabs
    bool is_screen;       // the open snapshot was drawn on a screen
    bool is_drawn;        // and what follows are updates of that
    bool warned_updates;
    struct buffer wrapped; // owned; a row whose name is on the next line
    size_t wrapped_line;   // 0: there is none
};

/* --- snapshots --- */

static bool is_complete(const struct slabtop *s)
{
    return s->caches && s->caches_shown >= s->caches;
}

static void end_snapshot(struct slabtop *s)
{
    if (is_complete(s))
        s->rows.log.snapshot.totals[TOTAL_NONPAGED_POOL] = s->held;
    else
        s->rows.is_selected = true;
    slab_rows_end(&s->rows);
}

static bool begin(struct slabtop *s, bool has_heading, struct error *err)
{
    if (s->rows.log.is_open)
        end_snapshot(s);
    s->has_heading = has_heading;
    s->counts = 0;
    s->caches = s->caches_shown = s->held = 0;
    s->is_screen = s->is_drawn = false;
    return slab_rows_begin(&s->rows, err);
}

/* Behind the last row that the summary counts comes the next snapshot, or caches without objects. */
static enum slab_repeat repeat_of(const struct slabtop *s, const struct slabtop_row *row)
{
    if (s->caches)
        return is_complete(s) && row->objects ? SLAB_REPEAT_IS_NEXT : SLAB_REPEAT_IS_SUMMED;
    return s->has_heading ? SLAB_REPEAT_OF_FIRST_IS_NEXT : SLAB_REPEAT_IS_NEXT;
}

/* The name of a file before the line; true: another one than before, so the line is of another snapshot. */
static bool enter_file(struct slabtop *s, struct text file)
{
    if (file.length)
        snapshot_log_find_stamp(&s->rows.log, file);
    return slab_rows_is_other_file(&s->rows, file);
}

static bool read_row(struct slabtop *s, const struct slabtop_row *row, struct error *err)
{
    bool is_next = enter_file(s, row->file);

    if (row->time.length)
        snapshot_log_find_stamp(&s->rows.log, row->time);
    if (!slab_rows_continue(&s->rows, &row->cache, is_next, repeat_of(s, row)) && !begin(s, false, err))
        return false;
    slab_rows_add(&s->rows, &row->cache);
    s->caches_shown += row->objects > 0;
    if (__builtin_add_overflow(s->held, row->cache.held, &s->held))
        s->held = INT64_MAX;
    return true;
}

/* --- headings --- */

/* In English, or another language that has a word of it. */
static bool is_columns(struct text line)
{
    return text_find(line, text_of("OBJ/SLAB")) != TEXT_NOWHERE && text_find(line, text_of("OBJ")) < 8;
}

/* The first line of a summary begins a snapshot, and so does any that stands below rows. */
static bool read_summary(struct slabtop *s, struct slabtop_summary summary, bool is_other, struct error *err)
{
    struct snapshot_log *log = &s->rows.log;

    if (summary.kind == SLABTOP_COUNT)
        summary.kind =
            log->snapshot.count || s->counts > SLABTOP_CACHES ? SLABTOP_OBJECTS : (enum slabtop_kind)s->counts;
    if ((is_other || !log->is_open || log->snapshot.count || summary.kind == SLABTOP_OBJECTS) && !begin(s, true, err))
        return false;
    s->counts += summary.kind != SLABTOP_SIZE;
    if (summary.kind == SLABTOP_CACHES)
        s->caches = summary.active;
    if (summary.kind == SLABTOP_SIZE)
        log->snapshot.totals[TOTAL_NONPAGED_POOL] = summary.total;
    return true;
}

static bool read_columns(struct slabtop *s, bool is_other, struct error *err)
{
    s->has_heading = true;
    return (!is_other && s->rows.log.is_open && s->rows.log.snapshot.count == 0) || begin(s, true, err);
}

/* --- rows whose name mail wrapped to the next line --- */

static void drop_wrapped(struct slabtop *s)
{
    struct snapshot_log *log = &s->rows.log;

    if (s->wrapped_line == 0)
        return;
    warnings_add(log->input->warnings, WARNING_ROW, "%s:%zu: a row of slabtop without a name: row left out",
                 log->input->path, s->wrapped_line);
    log->has_lost_rows = true;
    s->wrapped_line = 0;
}

/* Keeps a row that lacks only its name. */
static bool keep_nameless(struct slabtop *s, struct text line)
{
    struct slabtop_row row;
    size_t length;

    s->wrapped.length = 0;
    buffer_add_text(&s->wrapped, line);
    buffer_add_char(&s->wrapped, ' ');
    length = s->wrapped.length;
    buffer_add_char(&s->wrapped, '?');
    if (!slabtop_parse_row(buffer_text(&s->wrapped), true, &row))
        return false;
    s->wrapped.length = length;
    s->wrapped_line = s->rows.log.lines.number;
    return true;
}

/* Whether the line is the name of the row before it; that is parsed then. */
static bool join_name(struct slabtop *s, struct text line, struct slabtop_row *out)
{
    struct text rest = line;

    if (s->wrapped_line == 0 || s->wrapped_line + 1 != s->rows.log.lines.number)
        return false;
    text_next_word(&rest);
    if (text_trim(rest).length)
        return false;
    buffer_add_text(&s->wrapped, line);
    s->wrapped_line = 0;
    return slabtop_parse_row(buffer_text(&s->wrapped), true, out);
}

/* --- lines --- */

static void drop_row(struct slabtop *s)
{
    snapshot_log_drop_row(&s->rows.log, "not a row of slabtop");
    slab_rows_skip_line(&s->rows);
}

/* Any other text on a screen below rows is where the first update begins, within the line that ends the screen; or the
 * prompt after it. */
static void end_screen(struct slabtop *s, bool is_within)
{
    const struct snapshot_log *log = &s->rows.log;

    s->is_drawn = true;
    if (!is_within)
        return;
    if (!s->warned_updates)
        warnings_add(
            log->input->warnings, WARNING_SNAPSHOT,
            "%s:%zu: slabtop draws only what changed, so that only whole screens can be read: record the output "
            "of slabtop -o in a loop",
            log->input->path, log->lines.number);
    s->warned_updates = true;
}

static bool read_other(struct slabtop *s, struct text line, bool is_within)
{
    struct snapshot_log *log = &s->rows.log;

    if (s->is_drawn || snapshot_log_find_stamp(log, line) || !log->is_open)
        return true;
    if (s->is_screen && log->snapshot.count)
        end_screen(s, is_within);
    else if (slabtop_is_damaged_row(line) && !keep_nameless(s, line))
        drop_row(s);
    return true;
}

/* `is_within`: it is not the first part of its line. */
static bool read_part(struct slabtop *s, struct text line, bool is_within, struct error *err)
{
    bool is_any_file = !s->rows.log.is_open || !s->has_heading;
    struct slabtop_summary summary;
    struct slabtop_row row;
    struct text file;

    line = text_trim(line);
    if (line.length == 0)
        return true;
    if (join_name(s, line, &row) || slabtop_parse_row(line, is_any_file, &row)) {
        drop_wrapped(s);
        return s->is_drawn || read_row(s, &row, err);
    }
    drop_wrapped(s);
    file = slab_rows_take_file(&line, false);
    if (slabtop_parse_summary(line, &summary))
        return read_summary(s, summary, enter_file(s, file), err);
    if (is_columns(line))
        return read_columns(s, enter_file(s, file), err);
    return read_other(s, line, is_within);
}

/* Several lines of a screen may be in one of the file. */
static bool read_line(void *context, struct text line, struct error *err)
{
    struct slabtop *s = context;
    struct text part;

    for (bool is_within = false; text_next_line(&line, &part); is_within = true) {
        s->is_screen |= is_within;
        if (!read_part(s, part, is_within, err))
            return false;
    }
    return true;
}

static bool finish(void *context, struct error *err)
{
    struct slabtop *s = context;

    (void)err;
    drop_wrapped(s);
    if (s->rows.log.is_open)
        end_snapshot(s);
    return true;
}

static bool slabtop_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {
        .read_line = read_line, .finish = finish, .is_pasted = true, .no_snapshot = "slabtop output without any row"};
    struct slabtop s = {0};
    bool ok;

    snapshot_log_open(&s.rows.log, input, target);
    ok = snapshot_log_read(&s.rows.log, &format, &s, err);
    if (ok)
        warnings_add(input->warnings, WARNING_FILE,
                     "%s: slabtop rounds the sizes of objects: bytes are approximate, counts are exact; /proc/slabinfo "
                     "has both",
                     input->path);
    buffer_free(&s.wrapped);
    slab_rows_free(&s.rows);
    return ok;
}

static bool is_of_slabtop(struct text line)
{
    struct slabtop_row row;

    line = text_trim(line);
    return slabtop_parse_row(line, true, &row) || (line.length && line.data[0] == 'O' && is_columns(line));
}

const struct format format_slabtop = {.name = "slabtop output", .detect_line = is_of_slabtop, .read = slabtop_read};
