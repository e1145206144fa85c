/* poolmon.c - what poolmon.exe wrote with /n, or showed on a screen that somebody copied.
 *
 *      Memory:49371552K Avail:26121028K  PageFlts:901597864   InRam Krnl:76500K P:4130272K
 *      Commit:35762700K Limit:64575904K Peak:43634092K            Pool N:2275124K P:4427892K
 *      System pool information                                          of a screen only
 *      Tag  Type     Allocs            Frees            Diff            Bytes           Per Alloc   Mapped_Driver
 *      FMfn Paged   8665967 ( 12)    5982729 (  3)   2683238     1495080176 ( 64)            557    [fltmgr.sys - names]
 *
 * Widths of columns differ between builds and mean nothing but for the tag, which may hold blanks: four characters behind
 * one blank. A screen shows changes in parentheses and may have lost its blanks. "Pool N" is nonpaged, "P" is paged.
 *
 * A log leaves out a pool that a tag never used: its counters are 0. A screen shows what fits on it: there they are not known.
 * Snapshots of session pools are other pools than the system's: of a file with both kinds the first kind is read.
 */
#include <stdio.h>
#include <string.h>

#include "formats/foreign/pool_line.h"
#include "formats/text/number.h"
#include "model/tag.h"

struct poolmon {
    struct series series;
    bool lost_blank;  // the heading says that the blank in front of lines is gone
    size_t rows;      // lines of the open snapshot that are rows, taken or not
    bool has_changes; // the open snapshot is of a screen
    bool is_screen;   // any was
    char kind[64];    // of pools: the first snapshot's title; "" is the system's
    bool has_kind;
    size_t left_out;            // snapshots of another kind
    size_t others, first_other; // lines that are nothing of poolmon's
};

/* One row as it stands. */
struct row {
    struct pool_line line; // its tag is in place, or in `room`; empty: none of four characters
    char room[TAG_CAPACITY];
    bool has_changes;
    struct text owner; // the last column
};

/* --- rows --- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Whether a pool's name stands there, and a number behind it. */
static bool is_pool(struct text t, bool *paged, struct text *rest)
{
    size_t length = strlen("Nonp");

    if (text_starts_with(t, "Nonp"))
        *paged = false;
    else if (text_starts_with(t, "Paged"))
        *paged = true, length = strlen("Paged");
    else
        return false;
    *rest = text_behind(t, length);
    if (rest->length == 0 || !is_blank(rest->data[0]))
        return false;
    t = text_trim(*rest);
    return t.length && ((t.data[0] >= '0' && t.data[0] <= '9') || t.data[0] == '-');
}

/* What stands left of the pool, less the blank between: a tag of four characters, if its blanks are there. */
static bool tag_of(struct text left, bool lost_blank, struct row *row)
{
    size_t characters = text_characters(left);

    if (characters == TAG_CHARACTERS + 1 && left.data[0] == ' ') {
        row->line.tag = text_behind(left, 1);
        return true;
    }
    if (characters == TAG_CHARACTERS && (left.data[0] != ' ' || lost_blank)) {
        row->line.tag = left;
        return true;
    }
    return tag_fill(text_trim(left), row->room, &row->line.tag);
}

/* Whether the line is a row: it has a pool and a number behind it. The tag is empty where there is none of four characters. */
static bool head_of(struct text line, bool lost_blank, struct row *row, struct text *rest)
{
    size_t last = line.length < 80 ? line.length : 80;

    for (size_t i = 1; i < last; i++) {
        if (!is_blank(line.data[i - 1]) || !is_pool(text_behind(line, i), &row->line.is_paged, rest))
            continue;
        if (!tag_of((struct text){line.data, i - 1}, lost_blank, row))
            row->line.tag.length = 0;
        return true;
    }
    return false;
}

/* A change, as "(  12)", is passed over. */
static bool take_change(struct text *rest, bool *found)
{
    struct text t = text_trim(*rest);
    int64_t change;

    if (t.length == 0 || t.data[0] != '(')
        return true;
    t = text_behind(t, 1);
    if (!number_take_whole(&t, &change))
        return false;
    t = text_trim(t);
    if (t.length == 0 || t.data[0] != ')')
        return false;
    *rest = text_behind(t, 1);
    *found = true;
    return true;
}

static bool take_count(struct text *rest, int64_t *out, struct row *row)
{
    return number_take_whole(rest, out) && take_change(rest, &row->has_changes);
}

static bool numbers_of(struct text rest, struct row *row)
{
    struct number each;

    if (!take_count(&rest, &row->line.allocs, row) || !take_count(&rest, &row->line.frees, row) ||
        !number_take_whole(&rest, &row->line.live) || !take_count(&rest, &row->line.bytes, row) ||
        !number_take(&rest, &each))
        return false;
    row->owner = text_trim(rest);
    return rest.length == 0 || is_blank(rest.data[0]) || rest.data[0] == '[';
}

/* --- the last column --- */

/* Takes the text in brackets at the front of *rest. */
static bool take_brackets(struct text *rest, struct text *inside)
{
    size_t end;

    *rest = text_trim(*rest);
    end = text_find(*rest, text_of("]"));
    if (rest->length == 0 || rest->data[0] != '[' || end == TEXT_NOWHERE)
        return false;
    *inside = text_trim((struct text){rest->data + 1, end - 1});
    *rest = text_behind(*rest, end + 1);
    return true;
}

/* "driver  -  meaning", or a driver alone. */
static void split_owner(struct text owner, struct text *driver, struct text *meaning)
{
    size_t dash = text_find(owner, text_of(" - "));

    *driver = owner;
    if (dash == TEXT_NOWHERE)
        return;
    *driver = text_trim((struct text){owner.data, dash});
    *meaning = text_trim(text_behind(owner, dash + 3));
}

/* The drivers of this machine (/c) come first, the well-known ones (/g) second and say more. */
static void own(struct row *row)
{
    struct text inside, column = row->owner;

    if (!take_brackets(&column, &inside))
        return;
    split_owner(inside, &row->line.driver, &row->line.meaning);
    if (take_brackets(&column, &inside))
        split_owner(inside, &row->line.driver, &row->line.meaning);
}

/* --- snapshots --- */

/* Rows do not all fit on a screen. */
static void end_rows(struct poolmon *p)
{
    if (p->has_changes)
        p->series.has_lost_rows = true;
    else
        pool_lines_end(&p->series);
}

static bool begin(struct poolmon *p, struct error *err)
{
    end_rows(p);
    p->has_changes = false;
    p->rows = 0;
    return series_begin(&p->series, err);
}

/* Of session pools what the system counts is not the sum. */
static void take_title(struct poolmon *p, struct text title)
{
    char kind[sizeof p->kind] = "";
    struct series *s = &p->series;

    if (!text_starts_with(title, "System"))
        snprintf(kind, sizeof kind, "%.*s", (int)title.length, title.data);
    if (!s->is_open || p->rows)
        return;
    if (!p->has_kind) {
        p->has_kind = true;
        memcpy(p->kind, kind, sizeof kind);
    }
    s->is_left_out = strcmp(kind, p->kind) != 0;
    p->left_out += s->is_left_out;
    if (kind[0])
        s->snapshot.totals[TOTAL_PAGED_POOL] = s->snapshot.totals[TOTAL_NONPAGED_POOL] = TOTAL_UNKNOWN;
}

static void take_row(struct poolmon *p, struct row *row, struct text rest)
{
    p->has_kind = true; // no title before the first row: the system's
    p->rows++;
    if (p->series.is_left_out)
        return;
    if (row->line.tag.length == 0) {
        series_lost(&p->series, "a tag of four characters is expected before the pool");
        return;
    }
    if (!numbers_of(rest, row)) {
        series_lost(&p->series, "allocs, frees, diff, bytes and bytes per alloc are expected behind the pool");
        return;
    }
    own(row);
    if (!pool_line_put(&p->series, &row->line))
        return;
    p->has_changes |= row->has_changes;
    p->is_screen |= row->has_changes;
}

/* --- headings --- */

/* The kilobytes behind a label, as bytes. */
static bool kilobytes(struct text line, const char *label, int64_t *out)
{
    size_t at = text_find(line, text_of(label));
    struct text rest;
    int64_t value;

    if (at == TEXT_NOWHERE)
        return false;
    rest = text_behind(line, at + strlen(label));
    if (!number_take_whole(&rest, &value) || value < 0 || value > INT64_MAX / 1024 || rest.length == 0 ||
        rest.data[0] != 'K')
        return false;
    *out = value * 1024;
    return true;
}

static void take_memory(struct poolmon *p, struct text line)
{
    int64_t *totals = p->series.snapshot.totals;

    kilobytes(line, "Memory:", &totals[TOTAL_RAM]);
    kilobytes(line, "Avail:", &totals[TOTAL_AVAILABLE]);
}

static void take_commit(struct poolmon *p, struct text line)
{
    int64_t *totals = p->series.snapshot.totals;
    size_t pool = text_find(line, text_of("Pool N:"));

    kilobytes(line, "Commit:", &totals[TOTAL_COMMIT]);
    kilobytes(line, "Limit:", &totals[TOTAL_COMMIT_LIMIT]);
    if (pool == TEXT_NOWHERE)
        return;
    kilobytes(line, "Pool N:", &totals[TOTAL_NONPAGED_POOL]);
    kilobytes(text_behind(line, pool), " P:", &totals[TOTAL_PAGED_POOL]);
}

static bool is_heading(struct text bare)
{
    struct text rest = bare;

    return text_starts_with(bare, "Tag") && text_equal(text_take_word(&rest), text_of("Tag")) &&
           text_equal(text_take_word(&rest), text_of("Type")) && text_equal(text_take_word(&rest), text_of("Allocs"));
}

static bool is_memory(struct text bare)
{
    return text_starts_with(bare, "Memory:") && text_find(bare, text_of("Avail:")) != TEXT_NOWHERE;
}

static bool is_nothing(struct text bare)
{
    size_t dashes = 0;

    while (dashes < bare.length && bare.data[dashes] == '-')
        dashes++;
    return dashes == bare.length || text_starts_with(bare, "Total") || text_starts_with(bare, "TOTAL");
}

/* Whether a new snapshot begins: with the line of the memory, or, where that is not there, with the headings. */
static bool begins(const struct poolmon *p, bool is_memory_line)
{
    return is_memory_line || !p->series.is_open || p->rows;
}

/* A line that is no row. */
static bool take_other(struct poolmon *p, struct text line, struct error *err)
{
    struct text bare = text_trim(line);
    bool memory = is_memory(bare), heading = !memory && is_heading(bare);

    if ((memory || heading) && begins(p, memory) && !begin(p, err))
        return false;
    if (memory)
        take_memory(p, bare);
    if (heading)
        p->lost_blank = line.data[0] == 'T';
    if (memory || heading || is_nothing(bare))
        return true;
    if (text_starts_with(bare, "Commit:") && p->series.is_open)
        take_commit(p, bare);
    else if (text_ends_with(bare, text_of("pool information")))
        take_title(p, bare);
    else if (series_line(&p->series, line))
        return true;
    else if (p->series.lines.is_open && p->series.snapshot.count)
        series_lost(&p->series, "the row is cut short");
    else if (p->others++ == 0)
        p->first_other = p->series.lines.number;
    return true;
}

static void warn_others(const struct poolmon *p)
{
    struct format_input *in = p->series.input;

    if (p->is_screen)
        warnings_add(in->warnings, WARNING_FILE,
                     "%s: is of a screen, which shows the rows that fit: of most tags one pool is known "
                     "(-t PagedUsedBytes, NonPagedUsedBytes), not the sum of both",
                     in->path);
    if (p->others)
        warnings_add(in->warnings, WARNING_FILE,
                     "%s:%zu: %zu line%s (this one first) passed over: no row of poolmon's, no heading and no time",
                     in->path, p->first_other, p->others, p->others == 1 ? "" : "s");
    if (p->left_out)
        warnings_add(
            in->warnings, WARNING_FILE,
            "%s: %zu snapshot%s left out, being of other pools than the first: put %s into a file of their own",
            in->path, p->left_out, p->left_out == 1 ? "" : "s", p->left_out == 1 ? "it" : "them");
    else if (p->kind[0])
        warnings_add(in->warnings, WARNING_FILE, "%s: its rows are of \"%s\", not of the system's pools", in->path,
                     p->kind);
}

static bool read_lines(struct poolmon *p, struct error *err)
{
    struct text line, rest;
    enum lines_next next;

    while ((next = series_next_plain(&p->series, &line, err)) == LINES_LINE) {
        struct row row = {0};

        if (!head_of(line, p->lost_blank, &row, &rest)) {
            if (!take_other(p, line, err))
                return false;
            continue;
        }
        if (!p->series.is_open && !begin(p, err))
            return false;
        take_row(p, &row, rest);
    }
    end_rows(p);
    return next == LINES_END && series_end(&p->series, err);
}

static bool poolmon_read(struct format_input *input, struct format_target *target, struct error *err)
{
    struct poolmon p = {0};
    bool ok;

    series_open(&p.series, input, target);
    ok = read_lines(&p, err);
    warn_others(&p);
    if (ok && p.series.given == 0)
        ok = error_set(err, "%s: looks like poolmon's output, but holds no row", input->path);
    series_free(&p.series);
    return ok;
}

static bool is_of_poolmon(struct text line)
{
    struct text bare = text_trim(line), rest;
    struct row row = {0};

    return is_memory(bare) || is_heading(bare) ||
           (head_of(line, true, &row, &rest) && row.line.tag.length && numbers_of(rest, &row));
}

static bool poolmon_detect(struct text head)
{
    return lines_any(head, is_of_poolmon);
}

const struct format format_poolmon = {
    .name = "poolmon log", .in_text = true, .detect = poolmon_detect, .read = poolmon_read};
