/* slabtop.c - output of slabtop, once (-o) or many times, whole or as much as fitted on a screen.
 *
 *      Active / Total Caches (% used)     : 105 / 129 (81.4%)
 *      Active / Total Size (% used)       : 47121380.33K / 47376581.93K (99.5%)
 *       OBJS    ACTIVE  USE OBJ SIZE    SLABS OBJ/SLAB CACHE SIZE NAME
 *     328160     80830  24%    0.50K    10255       32    164080K kmalloc-512
 *
 * A slab cache is a tag, its active objects are its live blocks; sizes are shown in 1/100 KB, so bytes are not exact
 * (slabtop_row). A snapshot is complete if it has as many rows as the heading says that there are caches in use.
 */
#include <string.h>

#include "formats/foreign/slabtop_row.h"
#include "formats/foreign/snapshot_log.h"
#include "formats/slabinfo.h"

struct slabtop {
    struct snapshot_log log;
    int64_t caches; // in use, as the heading says; 0: not said
};

/* --- snapshots --- */

static void end_rows(struct slabtop *s)
{
    if (s->log.is_open && (s->caches == 0 || s->log.snapshot.count < (size_t)s->caches))
        s->log.has_lost_rows = true;
}

static bool begin(struct slabtop *s, struct error *err)
{
    end_rows(s);
    if (!snapshot_log_begin(&s->log, err))
        return false;
    s->log.snapshot.counters = SLABINFO_COUNTERS;
    s->caches = 0;
    return true;
}

/* Several caches may have one name: below the heading of their snapshot they are summed. */
static bool is_repeat(const struct slabtop *s, struct text name)
{
    return s->caches == 0 && snapshot_log_has(&s->log, name);
}

static void add(int64_t *to, int64_t value)
{
    if (__builtin_add_overflow(*to, value, to))
        *to = INT64_MAX;
}

static bool read_row(struct slabtop *s, const struct slabtop_row *row, struct error *err)
{
    bool is_new;
    struct snapshot_row *to;

    if (!snapshot_log_continues(&s->log, row->name, is_repeat(s, row->name)) && !begin(s, err))
        return false;
    to = snapshot_log_row(&s->log, row->name, &is_new);
    to->values.known = SLABINFO_COUNTERS;
    add(&to->values.value[NONPAGED_LIVE], row->live);
    add(&to->values.value[NONPAGED_BYTES], row->bytes);
    return true;
}

/* --- headings --- */

static bool is_columns(struct text line)
{
    return text_find(line, text_of("OBJS")) != TEXT_NOWHERE && text_find(line, text_of("OBJ SIZE")) != TEXT_NOWHERE &&
           text_find(line, text_of("NAME")) != TEXT_NOWHERE;
}

static bool is_summary(struct text line)
{
    return text_starts_with(line, "Active / Total ");
}

/* "Active / Total Objects" is the first line of a snapshot. */
static bool read_summary(struct slabtop *s, struct text line, struct error *err)
{
    bool is_first = text_starts_with(line, "Active / Total Objects");

    if ((is_first || !s->log.is_open) && !begin(s, err))
        return false;
    slabtop_parse_summary(line, "Caches", &s->caches, NULL);
    slabtop_parse_summary(line, "Size", NULL, &s->log.snapshot.totals[TOTAL_NONPAGED_POOL]);
    return true;
}

static bool read_line(void *context, struct text line, struct error *err)
{
    struct slabtop *s = context;
    struct snapshot_log *log = &s->log;
    struct slabtop_row row;

    line = text_trim(line);
    if (line.length == 0)
        return true;
    if (slabtop_parse_row(line, &row))
        return read_row(s, &row, err);
    if (is_summary(line))
        return read_summary(s, line, err);
    if (is_columns(line))
        return (log->is_open && log->snapshot.count == 0) || begin(s, err);
    if (!snapshot_log_find_stamp(log, line) && log->is_open && slabtop_is_damaged_row(line))
        snapshot_log_drop_row(log, "not a row of slabtop");
    return true;
}

static bool finish(void *context, struct error *err)
{
    (void)err;
    end_rows(context);
    return true;
}

static bool slabtop_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {
        .read_line = read_line, .finish = finish, .is_pasted = true, .no_snapshot = "slabtop output without any row"};
    struct slabtop s = {0};
    bool ok;

    snapshot_log_open(&s.log, input, target);
    ok = snapshot_log_read(&s.log, &format, &s, err);
    if (ok)
        warnings_add(input->warnings, WARNING_FILE,
                     "%s: slabtop rounds the sizes of objects: bytes are approximate, counts are exact; /proc/slabinfo "
                     "has both",
                     input->path);
    snapshot_log_free(&s.log);
    return ok;
}

static bool is_of_slabtop(struct text line)
{
    struct slabtop_row row;

    line = text_trim(line);
    return slabtop_parse_row(line, &row) || (line.length && line.data[0] == 'O' && is_columns(line));
}

const struct format format_slabtop = {.name = "slabtop output", .detect_line = is_of_slabtop, .read = slabtop_read};
