#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/duration.h"
#include "base/memory.h"
#include "commands/command.h"
#include "formats/capture/capture.h"
#include "formats/pooltag.h"
#include "input/folder.h"
#include "model/select.h"
#include "os/os.h"
#include "recorder/schedule.h"
#include "sources/source.h"
#include "views/text/snapshot_view.h"

enum view { VIEW_TABLE, VIEW_CSV, VIEW_JSON, VIEW_GRID };

struct snapshot_options {
    struct option_list tags, values, tagfiles;
    struct option_list captures;
    const char *sort_value, *loop, *at, *proc;
    long long top;
    int sort_direction, view;
    bool no_open, all_files;
};

#define AT(member) offsetof(struct snapshot_options, member)
#define GRID_PAGE "poolmonviz-snapshot.html"

static const char *const directions[] = {"Descending", "Ascending", NULL};
static const char *const views[] = {"table", "csv", "json", "grid", NULL};

static const struct option options[] = {
    {"-tags", "--tags", OPTION_LIST, AT(tags), "TAG", NULL, "only these, as A,B; * and ? are wildcards", false, true},
    {"-values", "--values", OPTION_LIST, AT(values), "COLUMN", NULL, "only these columns, in this order", false, true},
    {"-sortvalue", "--sortvalue", OPTION_TEXT, AT(sort_value), "COLUMN", NULL, "sort by it (default TotalUsedBytes)",
     false, true},
    {"-sortdir", "--sortdir", OPTION_CHOICE, AT(sort_direction), "DIR", directions, "Descending (default) or Ascending",
     false, true},
    {"-top", "--top", OPTION_COUNT, AT(top), "N", NULL, "only the first N rows", false, true},
    {"-view", "--view", OPTION_CHOICE, AT(view), "VIEW", views,
     "table (default), csv, json, or grid: a page that sorts,\n./" GRID_PAGE, false, true},
    {"-tagfile", "--tagfile", OPTION_FILES, AT(tagfiles), "FILE", NULL, "pooltag.txt, for Binary and Description",
     false, true},
    {"-loop", "--loop", OPTION_TEXT, AT(loop), "TIME", NULL, "again every TIME: 5 (seconds), 1m", false, true},
    {"-d", "--directory", OPTION_FILES, AT(captures), "CAPTURE", NULL, "from captures in place of this machine", false,
     false},
    {NULL, "--all-files", OPTION_FLAG, AT(all_files), NULL, NULL, "of a folder, all files, whatever their names", false,
     false},
    {NULL, "--at", OPTION_TEXT, AT(at), "TIME", NULL, "of the capture, the last snapshot up to this UTC time", false,
     false},
    {NULL, "--no-open", OPTION_FLAG, AT(no_open), NULL, NULL, "do not open the page of -view grid", false, false},
    {NULL, "--proc", OPTION_TEXT, AT(proc), "DIR", NULL, "a copy of another machine's /proc in place of this one's",
     false, false},
    {"-h", "--help", OPTION_HELP, 0, NULL, NULL, "show this help", false, false},
    {NULL, "--version", OPTION_VERSION, 0, NULL, NULL, "show the version", false, false},
    {0},
};

/* What the options come to. */
struct request {
    const struct snapshot_options *options;
    struct select select;
    struct tagnames names, families;
    enum column columns[COLUMNS], sort;
    size_t column_count; // 0: those the snapshot knows
    int64_t loop_ms;     // 0: once
    int64_t at_us;
};

/* --- options --- */

static bool unknown_column(const char *option, struct text name, struct error *err)
{
    struct buffer b = {0};

    for (int c = 0; c < COLUMNS; c++)
        buffer_printf(&b, "%s%s", c ? ", " : "", column_name((enum column)c));
    error_set(err, "argument %s: there is no column '%.*s'; there are %.*s", option, (int)name.length, name.data,
              (int)b.length, b.bytes);
    buffer_free(&b);
    return false;
}

static bool add_column(struct request *r, struct text name, struct error *err)
{
    if (r->column_count == COLUMNS)
        return error_set(err, "argument -values: a column stands there twice");
    return column_find(name, &r->columns[r->column_count++]) || unknown_column("-values", name, err);
}

/* Columns between commas or blanks. */
static bool add_columns(struct request *r, struct text list, struct error *err)
{
    for (size_t i = 0, start = 0; i <= list.length; i++) {
        struct text name = text_trim((struct text){list.data + start, i - start});

        if (i < list.length && list.data[i] != ',')
            continue;
        start = i + 1;
        if (name.length && !add_column(r, name, err))
            return false;
    }
    return true;
}

static bool read_request(struct request *r, struct error *err)
{
    const struct snapshot_options *o = r->options;
    struct text sort = text_of(o->sort_value ? o->sort_value : column_name(COLUMN_TOTAL_USED_BYTES));

    r->at_us = INT64_MAX;
    for (size_t i = 0; i < o->tags.count; i++)
        select_add(&r->select, text_of(o->tags.items[i]));
    for (size_t i = 0; i < o->values.count; i++)
        if (!add_columns(r, text_of(o->values.items[i]), err))
            return false;
    if (!column_find(sort, &r->sort))
        return unknown_column("-sortvalue", sort, err);
    if (o->loop && (!duration_parse(text_of(o->loop), &r->loop_ms) || r->loop_ms < 10))
        return error_set(err, "argument -loop: '%s' is no time: write 5 (seconds) or 1m", o->loop);
    if (o->at && !calendar_parse(text_of(o->at), true, &r->at_us))
        return error_set(err, "argument --at: '%s' is no time: write 2026-03-01 or 2026-03-01T08:30", o->at);
    if (o->at && !o->captures.count)
        return error_set(err, "argument --at: goes with -d CAPTURE only");
    return true;
}

/* --- showing --- */

static bool show(const struct request *r, struct snapshot *snapshot, bool first, struct error *err)
{
    static snapshot_writer *const writers[] = {snapshot_table_write, snapshot_csv_write, snapshot_json_write,
                                               snapshot_page_write};
    enum column known[COLUMNS];
    struct snapshot_view v = {.snapshot = snapshot,
                              .sorted = r->sort,
                              .names = &r->names,
                              .columns = r->columns,
                              .column_count = r->column_count,
                              .with_heading = first,
                              .width = os_terminal_width()};
    struct buffer out = {0};
    size_t *rows;
    bool ok;

    select_rows(&r->select, snapshot);
    rows = memory_new(snapshot->count, sizeof *rows);
    columns_sort(snapshot, r->sort, r->options->sort_direction == 0, &r->names, rows);
    v.rows = rows;
    v.row_count = r->options->top > 0 && (unsigned long long)r->options->top < snapshot->count ? (size_t)r->options->top
                                                                                               : snapshot->count;
    if (!v.column_count) {
        v.columns = known;
        v.column_count = columns_known(snapshot, &r->names, known);
    }
    writers[r->options->view](&out, &v);
    if (r->options->view == VIEW_GRID)
        ok = os_write_file(GRID_PAGE, out.bytes, out.length, err);
    else
        ok = os_write_stdout(out.bytes, out.length, err);
    buffer_free(&out);
    free(rows);
    return ok;
}

static void show_page(const struct request *r)
{
    if (r->options->view != VIEW_GRID)
        return;
    os_write_stderr(GRID_PAGE "\n", sizeof GRID_PAGE);
    if (!r->options->no_open)
        os_show_page(GRID_PAGE);
}

/* --- live --- */

static bool take_and_show(const struct request *r, const struct source *source, void *state, struct snapshot *snapshot,
                          bool first, struct error *err)
{
    struct warnings warnings = {0};
    bool ok = source->take(state, snapshot, &warnings, err);

    command_print_warnings(&warnings);
    warnings_free(&warnings);
    if (!ok)
        return false;
    snapshot->utc_us -= snapshot->utc_us % SECOND_US;
    if (snapshot->local_us != LOCAL_TIME_UNKNOWN)
        snapshot->local_us -= snapshot->local_us % SECOND_US;
    if (!first && r->options->view == VIEW_TABLE)
        os_write_stdout("\n", 1, err);
    return show(r, snapshot, first, err);
}

static bool live(const struct request *r, struct error *err)
{
    const struct source *source = r->options->proc ? &source_live_linux : source_live();
    struct source_options source_options = {.proc = r->options->proc};
    struct snapshot snapshot = {0};
    struct machine machine;
    struct schedule schedule = {.start_ms = os_now().uptime_ms, .interval_ms = r->loop_ms ? r->loop_ms : 1};
    void *state;
    bool ok, first = true;

    if (!source->open(&source_options, &state, &machine, err))
        return false;
    if (r->loop_ms)
        os_catch_stop();
    do {
        schedule_pass(&schedule, os_now().uptime_ms);
        ok = take_and_show(r, source, state, &snapshot, first, err);
        if (ok && first)
            show_page(r);
        first = false;
    } while (ok && r->loop_ms && !os_wait(schedule_due(&schedule)));
    snapshot_free(&snapshot);
    source->close(state);
    return ok;
}

/* --- from a capture --- */

struct found {
    struct snapshot snapshot;
    bool any;
};

/* Takes the snapshot over if it is the latest so far within the time asked for. */
static void offer(struct found *f, struct snapshot *candidate, int64_t at_us)
{
    struct snapshot before = f->snapshot;

    if (candidate->utc_us > at_us || (f->any && candidate->utc_us < f->snapshot.utc_us))
        return;
    f->snapshot = *candidate;
    *candidate = before;
    f->any = true;
}

/* What was offered so far, and what is looked for. */
struct search {
    struct found found;
    int64_t at_us;
    int64_t untimed; // snapshots without a time: the last of them counts
};

static bool offer_next(void *context, struct snapshot *snapshot, struct error *err)
{
    struct search *s = context;

    (void)err;
    if (snapshot->basis == TIME_UNKNOWN && s->at_us != INT64_MAX)
        return true; // nobody knows whether it is up to that time
    if (snapshot->basis == TIME_UNKNOWN)
        snapshot->utc_us = INT64_MIN + s->untimed++;
    offer(&s->found, snapshot, s->at_us);
    return true;
}

static bool from_capture(const struct request *r, struct error *err)
{
    const struct snapshot_options *o = r->options;
    struct warnings warnings = {0};
    struct file_list files = {0};
    struct search search = {.at_us = r->at_us};
    struct format_target target = {.take = offer_next, .shown_times = true, .context = &search};
    bool ok = folder_list(o->captures.items, o->captures.count, o->all_files, &files, err) &&
              folder_read(&files, &target, (struct folder_options){0}, &warnings, err);

    file_list_free(&files);
    command_print_warnings(&warnings);
    warnings_free(&warnings);
    if (ok && !search.found.any)
        ok = error_set(err, "%s: has no snapshot %s", o->captures.items[0],
                       o->at ? "up to that time" : "that can be read");
    ok = ok && show(r, &search.found.snapshot, true, err);
    if (ok)
        show_page(r);
    snapshot_free(&search.found.snapshot);
    return ok;
}

static int run(int argc, char **argv, struct error *err)
{
    struct snapshot_options o = {0};
    struct request r = {.options = &o};
    int status = STATUS_USAGE;

    if (command_parse(&cmd_snapshot, argc, argv, &o, &status, err) && read_request(&r, err))
        status = pooltag_load_all((char *const *)o.tagfiles.items, o.tagfiles.count, &r.names, &r.families, err) &&
                         (o.captures.count ? from_capture(&r, err) : live(&r, err))
                     ? STATUS_OK
                     : STATUS_FAILED;
    tagnames_free(&r.names);
    tagnames_free(&r.families);
    select_free(&r.select);
    free(o.captures.items);
    free(o.tags.items);
    free(o.values.items);
    free(o.tagfiles.items);
    return status;
}

const struct command cmd_snapshot = {.name = "snapshot",
                                     .summary = "Show what every tag holds now, or held at a moment of a capture",
                                     .options = options,
                                     .run = run};
