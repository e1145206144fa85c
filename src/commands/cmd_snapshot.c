/* cmd_snapshot.c - poolmonviz snapshot: the values of all tags now, or at a time of a capture. */
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/duration.h"
#include "base/memory.h"
#include "commands/absent_tags.h"
#include "commands/command.h"
#include "commands/inputs.h"
#include "model/select.h"
#include "os/clock.h"
#include "os/files.h"
#include "os/process.h"
#include "os/terminal.h"
#include "recorder/sampler.h"
#include "views/text/snapshot_view.h"

enum view { VIEW_TABLE, VIEW_CSV, VIEW_JSON, VIEW_GRID };

struct snapshot_options {
    struct input_options input;
    struct option_list tags, values;
    const char *sort_value, *loop, *at, *proc;
    long long top;
    int sort_direction, view;
    bool no_open;
};

#define AT(member) offsetof(struct snapshot_options, member)
#define INPUT offsetof(struct snapshot_options, input)
#define GRID_PAGE "poolmonviz-snapshot.html"

static const char *const directions[] = {"Descending", "Ascending", NULL};
static const char *const views[] = {"table", "csv", "json", "grid", NULL};

// clang-format off
static const struct option options[] = {
    {.short_name = "-tags", .long_name = "--tags", .kind = OPTION_LIST, .offset = AT(tags), .value = "TAG",
     .original = true, .help = "only these tags, as A,B; * and ? are wildcards"},
    {.short_name = "-values", .long_name = "--values", .kind = OPTION_LIST, .offset = AT(values), .value = "COLUMN",
     .original = true, .help = "only these columns, in this order"},
    {.short_name = "-sortvalue", .long_name = "--sortvalue", .kind = OPTION_TEXT, .offset = AT(sort_value),
     .value = "COLUMN", .original = true, .help = "column to sort by (default TotalUsedBytes)"},
    {.short_name = "-sortdir", .long_name = "--sortdir", .kind = OPTION_CHOICE, .offset = AT(sort_direction),
     .value = "DIR", .choices = directions, .original = true, .help = "Descending (default) or Ascending"},
    {.short_name = "-top", .long_name = "--top", .kind = OPTION_COUNT, .offset = AT(top), .value = "N",
     .original = true, .help = "only the first N rows"},
    {.short_name = "-view", .long_name = "--view", .kind = OPTION_CHOICE, .offset = AT(view),
     .value = "VIEW", .choices = views, .original = true,
     .help = "table (default), csv, json, or grid: a sortable page,\n"
             "./" GRID_PAGE},
    {.short_name = "-tagfile", .long_name = "--tagfile", .kind = OPTION_FILES, .offset = INPUT_OFFSET(INPUT, tagfiles),
     .value = "FILE", .original = true, .help = "pooltag.txt, for Binary and Description"},
    {.short_name = "-loop", .long_name = "--loop", .kind = OPTION_TEXT, .offset = AT(loop), .value = "TIME",
     .original = true, .help = "repeat every TIME: 5 (seconds), 1m"},
    {.short_name = "-d", .long_name = "--directory", .kind = OPTION_FILES, .offset = INPUT_OFFSET(INPUT, captures),
     .value = "CAPTURE", .help = "read captures instead of this machine; - is standard input"},
    {.long_name = "--all-files", .kind = OPTION_FLAG, .offset = INPUT_OFFSET(INPUT, all_files),
     .help = "in directories, read all files, whatever their names"},
    INPUT_LARGE_MEMBERS(INPUT),
    {.long_name = "--at", .kind = OPTION_TEXT, .offset = AT(at), .value = "TIME",
     .help = "the last snapshot of the capture up to this UTC time"},
    {.long_name = "--no-open", .kind = OPTION_FLAG, .offset = AT(no_open),
     .help = "do not open the page of -view grid"},
    {.long_name = "--proc", .kind = OPTION_TEXT, .offset = AT(proc), .value = "DIR",
     .help = "read DIR, a copy of another machine's /proc, instead of this\nmachine's"},
    OPTIONS_END,
};
// clang-format on

/* The parsed options, and the data read for them. */
struct request {
    const struct snapshot_options *options;
    struct command_inputs in;
    struct select select;
    enum column columns[COLUMNS], sort;
    size_t column_count; // 0: all that the snapshot has
    int64_t loop_ms;     // 0: once
    int64_t at_us;
};

/* --- options --- */

static bool unknown_column(const char *option, struct text name, struct error *err)
{
    struct buffer b = {0};

    for (int c = 0; c < COLUMNS; c++)
        buffer_printf(&b, "%s%s", c ? ", " : "", column_name((enum column)c));
    error_set(err, "argument %s: unknown column '%.*s': use %.*s", option, (int)name.length, name.data, (int)b.length,
              b.bytes);
    buffer_free(&b);
    return false;
}

static bool add_column(struct request *r, struct text name, struct error *err)
{
    if (r->column_count == COLUMNS)
        return error_set(err, "argument -values: more columns than there are: name each once");
    return column_find(name, &r->columns[r->column_count++]) || unknown_column("-values", name, err);
}

/* Column names separated by commas. */
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
        return error_set(err, "argument -loop: invalid duration '%s': use 5 (seconds) or 1m", o->loop);
    if (o->at && !calendar_parse(text_of(o->at), true, &r->at_us))
        return error_set(err, "argument --at: invalid time '%s': use 2026-03-01 or 2026-03-01T08:30", o->at);
    if (o->at && !o->input.captures.count)
        return error_set(err, "argument --at: needs -d CAPTURE");
    return true;
}

/* --- output --- */

static void warn_absent(const struct select *select, const struct snapshot *snapshot)
{
    struct warnings warnings = {0};

    absent_tags_warn_of("-tags", select, snapshot, &warnings);
    command_print_warnings(&warnings);
    warnings_free(&warnings);
}

static void warn_sorted(const struct columns_sorted *sorted, enum column by, size_t rows)
{
    struct warnings warnings = {0};

    if (sorted->of_one_pool)
        warnings_add(&warnings, WARNING_OPTION,
                     "the sum of both pools is unknown for %zu of %zu rows: sorted by the pool that is known",
                     sorted->of_one_pool, rows);
    else if (sorted->by_tag)
        warnings_add(&warnings, WARNING_OPTION, "%s is unknown for all rows: sorted by tag", column_name(by));
    else if (sorted->by_blocks)
        warnings_add(&warnings, WARNING_OPTION, "no bytes are known: sorted by live blocks");
    command_print_warnings(&warnings);
    warnings_free(&warnings);
}

static bool show(const struct request *r, struct snapshot *snapshot, bool first, struct error *err)
{
    static snapshot_writer *const writers[] = {snapshot_table_write, snapshot_csv_write, snapshot_json_write,
                                               snapshot_page_write};
    enum column known[COLUMNS];
    struct snapshot_view v = {.snapshot = snapshot,
                              .sorted = r->sort,
                              .names = &r->in.names,
                              .columns = r->columns,
                              .column_count = r->column_count,
                              .with_heading = first,
                              .width = os_terminal_width()};
    struct buffer out = {0};
    struct columns_sorted sorted;
    size_t *rows;
    bool ok;

    if (first)
        warn_absent(&r->select, snapshot);
    select_rows(&r->select, snapshot);
    rows = memory_new(snapshot->count, sizeof *rows);
    sorted = columns_sort(snapshot, r->sort, r->options->sort_direction == 0, &r->in.names, rows);
    if (first)
        warn_sorted(&sorted, r->sort, snapshot->count);
    v.rows = rows;
    v.row_count = r->options->top > 0 && (unsigned long long)r->options->top < snapshot->count ? (size_t)r->options->top
                                                                                               : snapshot->count;
    if (!v.column_count) {
        v.columns = known;
        v.column_count = columns_known(snapshot, &r->in.names, known);
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
        os_open_in_browser(GRID_PAGE);
}

/* --- live --- */

static void cut_to_second(int64_t *time_us)
{
    *time_us -= *time_us % SECOND_US;
}

static bool show_next(const struct request *r, struct sampler *sampler, struct error *err)
{
    struct snapshot *snapshot = &sampler->snapshot;
    bool first = sampler->taken == 1;

    cut_to_second(&snapshot->utc_us);
    if (snapshot->local_us != LOCAL_TIME_UNKNOWN)
        cut_to_second(&snapshot->local_us);
    if (!first && r->options->view == VIEW_TABLE && !os_write_stdout("\n", 1, err))
        return false;
    if (!show(r, snapshot, first, err))
        return false;
    if (first)
        show_page(r);
    return true;
}

/* Once, or every loop_ms until stopped. */
static bool live(struct request *r, struct error *err)
{
    struct sampler_options sampling = {.source.proc = r->options->proc};
    struct sampler sampler;
    enum sampler_event event;
    bool ok;

    if (!sampler_open(&sampler, r->options->proc ? &source_live_linux : source_live(), &sampling, err))
        return false;
    if (r->loop_ms)
        os_catch_stop();
    sampler_start(&sampler, r->loop_ms ? r->loop_ms : 1, 0);
    do {
        event = sampler_next(&sampler, &r->in.warnings, err);
        command_print_warnings(&r->in.warnings);
        warnings_free(&r->in.warnings);
        ok = event == SAMPLER_ENDED || (event == SAMPLER_SNAPSHOT && show_next(r, &sampler, err));
    } while (ok && event != SAMPLER_ENDED && r->loop_ms);
    sampler_close(&sampler);
    return ok;
}

/* --- from a capture --- */

struct found {
    struct snapshot snapshot;
    bool any;
};

/* Keeps the candidate if it is the latest so far that is not after `at_us`, swapping it with the one kept before. */
static void offer(struct found *f, struct snapshot *candidate, int64_t at_us)
{
    struct snapshot before = f->snapshot;

    if (candidate->utc_us > at_us || (f->any && candidate->utc_us < f->snapshot.utc_us))
        return;
    f->snapshot = *candidate;
    *candidate = before;
    f->any = true;
}

/* The search for the last snapshot up to a time. */
struct search {
    struct found found;
    int64_t at_us;
    int64_t untimed; // snapshots without times so far; they count in file order
};

static bool offer_next(void *context, struct snapshot *snapshot, struct error *err)
{
    struct search *s = context;

    (void)err;
    if (snapshot->basis == TIME_UNKNOWN && s->at_us != INT64_MAX)
        return true; // without a time it cannot be compared with --at
    if (snapshot->basis == TIME_UNKNOWN)
        snapshot->utc_us = INT64_MIN + s->untimed++;
    offer(&s->found, snapshot, s->at_us);
    return true;
}

static bool from_capture(struct request *r, struct error *err)
{
    const struct snapshot_options *o = r->options;
    struct search search = {.at_us = r->at_us};
    struct format_target target = {.on_snapshot = offer_next, .shown_times = true, .context = &search};
    bool ok = inputs_find(&r->in, err) && inputs_pass_to(&r->in, &target, err);

    command_print_warnings(&r->in.warnings);
    if (ok && !search.found.any)
        ok = error_set(err, "%s: no snapshot %s", o->input.captures.items[0],
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

    if (command_parse(&cmd_snapshot, argc, argv, &o, &status, err) && inputs_check(&r.in, &o.input, err) &&
        read_request(&r, err))
        status = inputs_load_names(&r.in, err) && (o.input.captures.count ? from_capture(&r, err) : live(&r, err))
                     ? STATUS_OK
                     : STATUS_FAILED;
    inputs_free(&r.in);
    input_options_free(&o.input);
    select_free(&r.select);
    free(o.tags.items);
    free(o.values.items);
    return status;
}

const struct command cmd_snapshot = {.name = "snapshot",
                                     .summary = "Print the values of all tags, now or at a time in a capture",
                                     .options = options,
                                     .run = run};
