/* poolmon.c - logs of poolmon.exe (/n), and copies of its screen.
 *
 *      Memory:49371552K Avail:26121028K  PageFlts:901597864   InRam Krnl:76500K P:4130272K
 *      Commit:35762700K Limit:64575904K Peak:43634092K            Pool N:2275124K P:4427892K
 *      System pool information                                          of a screen only
 *      Tag  Type     Allocs            Frees            Diff            Bytes           Per Alloc   Mapped_Driver
 *      FMfn Paged   8665967 ( 12)    5982729 (  3)   2683238     1495080176 ( 64)            557    [fltmgr.sys]
 *
 * Widths of columns differ between builds and mean nothing except for the tag (poolmon_row). "Pool N" is nonpaged, "P"
 * is paged.
 *
 * A log omits a pool that a tag never used: its counters are 0. A screen shows the rows that fit: counters of other
 * rows are unknown. Snapshots of session pools are of other pools than the system's: of a file with both kinds, the
 * first kind is read.
 */
#include <stdio.h>
#include <string.h>

#include "formats/foreign/poolmon_row.h"
#include "formats/text/number.h"

struct poolmon {
    struct snapshot_log log;
    size_t tag_offset; // in lines, as the heading shows it
    bool has_heading;  // the open snapshot has one: not only some of its rows
    size_t rows;       // rows of the open snapshot, added or not
    bool has_changes;  // the open snapshot has changes: it is of a screen
    bool is_screen;    // any snapshot is
    char kind[64];     // of pools, the title of the first snapshot; "": the system
    bool has_kind;
    size_t skipped;             // snapshots of other pools
    struct buffer file;         // owned; the name of a file before the last row, as findstr prints it
    size_t others, first_other; // lines of numbers that are not of poolmon
};

/* --- snapshots --- */

/* A screen does not show all rows, and rows without a heading were selected, as with findstr. */
static void end_rows(struct poolmon *p)
{
    if (p->has_changes || !p->has_heading)
        p->log.has_lost_rows = true;
    if (!p->has_changes)
        pool_lines_fill_zeros(&p->log);
}

static bool begin(struct poolmon *p, struct error *err)
{
    end_rows(p);
    p->has_changes = p->has_heading = false;
    p->rows = 0;
    return snapshot_log_begin(&p->log, err);
}

/* The totals of the system are not those of session pools. */
static void read_title(struct poolmon *p, struct text title)
{
    char kind[sizeof p->kind] = "";
    struct snapshot_log *log = &p->log;

    if (!text_starts_with(title, "System"))
        snprintf(kind, sizeof kind, "%.*s", (int)title.length, title.data);
    if (!log->is_open || p->rows)
        return;
    if (!p->has_kind) {
        p->has_kind = true;
        memcpy(p->kind, kind, sizeof kind);
    }
    log->is_skipped = strcmp(kind, p->kind) != 0;
    p->skipped += log->is_skipped;
    if (kind[0])
        log->snapshot.totals[TOTAL_PAGED_POOL] = log->snapshot.totals[TOTAL_NONPAGED_POOL] = TOTAL_UNKNOWN;
}

/* A row that the snapshot has already is of the next one. Only tags that differ in bytes that a copy shows as points
 * look alike; they are summed, as nothing tells them apart. */
static bool is_repeat(const struct poolmon *p, const struct pool_line *line)
{
    if (!pool_line_exists(&p->log, line))
        return false;
    return !p->has_heading || p->log.snapshot.count < 2 || !memchr(line->tag.data, '.', line->tag.length);
}

/* Rows of another file are of another snapshot. The number of a line may follow the name. */
static bool is_of_other_file(struct poolmon *p, struct text prefix)
{
    bool is_first = p->file.length == 0, is_other;

    if (!text_ends_with(prefix, text_of(":")))
        return false;
    do
        prefix.length--;
    while (prefix.length && (text_is_digit_at(prefix, prefix.length - 1) || prefix.data[prefix.length - 1] == ':'));
    is_other = !is_first && !text_equal(prefix, buffer_text(&p->file));
    p->file.length = 0;
    buffer_add_text(&p->file, prefix);
    return is_other;
}

static const char *parse_row(struct poolmon_row *row, struct text rest)
{
    if (row->line.tag.length == 0)
        return "expected a tag of four characters before the pool";
    if (!poolmon_parse_numbers(rest, row))
        return "expected allocs, frees, diff, bytes and bytes per alloc after the pool";
    poolmon_parse_owner(row);
    return NULL;
}

static bool read_row(struct poolmon *p, struct poolmon_row *row, struct text rest, struct error *err)
{
    const char *fault = parse_row(row, rest);
    bool is_next = is_of_other_file(p, row->prefix) || is_repeat(p, &row->line);

    if (row->prefix.length)
        snapshot_log_find_stamp(&p->log, row->prefix);
    if (!fault && !snapshot_log_continues(&p->log, row->line.tag, is_next) && !begin(p, err))
        return false;
    if (!p->log.is_open && !begin(p, err))
        return false;
    p->has_kind = true; // no title before the first row: the system pools
    p->rows++;
    if (p->log.is_skipped)
        return true;
    if (fault)
        snapshot_log_drop_row(&p->log, fault);
    if (fault || !pool_line_put(&p->log, &row->line))
        return true;
    p->has_changes |= row->has_changes;
    p->is_screen |= row->has_changes;
    return true;
}

/* --- headings --- */

/* The kilobytes after a label, as bytes. */
static bool kilobytes(struct text line, const char *label, int64_t *out)
{
    size_t offset = text_find(line, text_of(label));
    struct text rest;
    int64_t value;

    if (offset == TEXT_NOWHERE)
        return false;
    rest = text_skip(line, offset + strlen(label));
    if (!number_parse_integer(&rest, &value) || value < 0 || value > INT64_MAX / 1024 || rest.length == 0 ||
        rest.data[0] != 'K')
        return false;
    *out = value * 1024;
    return true;
}

static void read_memory(struct poolmon *p, struct text line)
{
    int64_t *totals = p->log.snapshot.totals;

    kilobytes(line, "Memory:", &totals[TOTAL_RAM]);
    kilobytes(line, "Avail:", &totals[TOTAL_AVAILABLE]);
}

static void read_commit(struct poolmon *p, struct text line)
{
    int64_t *totals = p->log.snapshot.totals;
    size_t pool = text_find(line, text_of("Pool N:"));

    kilobytes(line, "Commit:", &totals[TOTAL_COMMIT]);
    kilobytes(line, "Limit:", &totals[TOTAL_COMMIT_LIMIT]);
    if (pool == TEXT_NOWHERE)
        return;
    kilobytes(line, "Pool N:", &totals[TOTAL_NONPAGED_POOL]);
    kilobytes(text_skip(line, pool), " P:", &totals[TOTAL_PAGED_POOL]);
}

/* Web pages turn the heading and the rule below it into a heading of their own: "## Tag Type ...". */
static bool is_heading(struct text bare)
{
    struct text rest;

    while (bare.length && bare.data[0] == '#')
        bare = text_skip(bare, 1);
    rest = bare = text_trim(bare);
    return text_starts_with(bare, "Tag") && text_equal(text_next_word(&rest), text_of("Tag")) &&
           text_equal(text_next_word(&rest), text_of("Type")) && text_equal(text_next_word(&rest), text_of("Allocs"));
}

static bool is_memory(struct text bare)
{
    return text_starts_with(bare, "Memory:") && text_find(bare, text_of("Avail:")) != TEXT_NOWHERE;
}

static bool is_ignored(struct text bare)
{
    size_t dashes = 0;

    while (dashes < bare.length && bare.data[dashes] == '-')
        dashes++;
    return dashes == bare.length || text_starts_with(bare, "Total") || text_starts_with(bare, "TOTAL");
}

/* A snapshot begins with its Memory line, or without one with the headings. */
static bool begins(const struct poolmon *p, bool is_memory_line)
{
    return is_memory_line || !p->log.is_open || p->rows;
}

/* A line that is no row. */
static bool read_other(struct poolmon *p, struct text line, struct error *err)
{
    struct text bare = text_trim(line);
    bool memory = is_memory(bare), heading = !memory && is_heading(bare);

    if ((memory || heading) && begins(p, memory) && !begin(p, err))
        return false;
    if (memory)
        read_memory(p, bare);
    if (heading)
        p->tag_offset = (size_t)(bare.data - line.data);
    p->has_heading |= memory || heading;
    if (memory || heading || is_ignored(bare))
        return true;
    if (text_starts_with(bare, "Commit:") && p->log.is_open)
        read_commit(p, bare);
    else if (text_ends_with(bare, text_of("pool information")))
        read_title(p, bare);
    else if (snapshot_log_find_stamp(&p->log, line))
        return true;
    else if (p->log.lines.is_unterminated && p->log.snapshot.count && poolmon_is_cut_row(line, p->tag_offset))
        snapshot_log_drop_row(&p->log, "the row is truncated");
    else if (snapshot_log_resembles_row(line) && p->others++ == 0)
        p->first_other = p->log.lines.number;
    return true;
}

static void warn_others(const struct poolmon *p)
{
    struct format_input *in = p->log.input;

    if (p->is_screen)
        warnings_add(in->warnings, WARNING_FILE,
                     "%s: copied from a screen, which shows only the rows that fit: for most tags one pool is "
                     "known (-t PagedUsedBytes or NonPagedUsedBytes), not the sum of both",
                     in->path);
    if (p->others)
        warnings_add(in->warnings, WARNING_FILE,
                     "%s:%zu: %zu line%s of numbers ignored, this one first: no poolmon row, heading or time", in->path,
                     p->first_other, p->others, p->others == 1 ? "" : "s");
    if (p->skipped)
        warnings_add(in->warnings, WARNING_FILE,
                     "%s: %zu snapshot%s of other pools than the first left out: save %s as a separate file", in->path,
                     p->skipped, p->skipped == 1 ? "" : "s", p->skipped == 1 ? "it" : "them");
    else if (p->kind[0])
        warnings_add(in->warnings, WARNING_FILE, "%s: the rows are of \"%s\", not of the system pools", in->path,
                     p->kind);
}

static bool read_line(void *context, struct text line, struct error *err)
{
    struct poolmon *p = context;
    struct poolmon_row row = {0};
    struct text rest;

    if (!poolmon_parse_tag(line, p->tag_offset, &row, &rest))
        return read_other(p, line, err);
    return read_row(p, &row, rest, err);
}

static bool finish(void *context, struct error *err)
{
    (void)err;
    end_rows(context);
    return true;
}

static bool poolmon_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {
        .read_line = read_line,
        .finish = finish,
        .is_pasted = true,
        .no_snapshot = "poolmon output without any row",
    };
    struct poolmon p = {.tag_offset = 1};
    bool ok;

    snapshot_log_open(&p.log, input, target);
    ok = snapshot_log_read(&p.log, &format, &p, err);
    warn_others(&p);
    buffer_free(&p.file);
    snapshot_log_free(&p.log);
    return ok;
}

/* Tag, Paged, Nonp, NonPaged: most lines of other text have none of these. */
static bool may_be_of_poolmon(struct text line)
{
    return text_has_pair(line, 'a', 'g') || text_has_pair(line, 'n', 'p') || text_has_pair(line, 'n', 'P');
}

static bool is_of_poolmon(struct text line)
{
    struct text bare = text_trim(line), rest;
    struct poolmon_row row = {0};

    if (bare.length && bare.data[0] == 'M' && is_memory(bare))
        return true;
    if (!may_be_of_poolmon(line))
        return false;
    return is_heading(bare) ||
           (poolmon_parse_tag(line, 0, &row, &rest) && row.line.tag.length && poolmon_parse_numbers(rest, &row));
}

const struct format format_poolmon = {.name = "poolmon log", .detect_line = is_of_poolmon, .read = poolmon_read};
