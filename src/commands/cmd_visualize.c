/* cmd_visualize.c - poolmonviz visualize: ranks the tags of a capture, correlates and draws them. */
#include <stdlib.h>
#include <string.h>

#include "analysis/rank.h"
#include "analysis/stats.h"
#include "base/memory.h"
#include "base/size.h"
#include "commands/absent_tags.h"
#include "commands/command.h"
#include "commands/inputs.h"
#include "leaks/leak.h"
#include "model/tag.h"
#include "os/files.h"
#include "os/path.h"
#include "os/process.h"
#include "os/terminal.h"
#include "os/threads.h"
#include "report/report_leaks.h"
#include "report/report_make.h"
#include "views/page/page.h"
#include "views/svg/svg.h"
#include "views/text/report_json.h"
#include "views/text/report_text.h"

enum print { FORMAT_TEXT, FORMAT_JSON };
enum time_stamp { STAMP_UTC, STAMP_LOCAL };

struct visualize_options {
    struct input_options input;
    int type; // enum metric
    int time_stamp;
    struct option_list include, exclude;
    long long most_changed, most_changed_absolute, highest, highest_average;
    bool show_correlation, show_correlation_extended;
    long long threads;
    const char *output, *max_report;
    int format;
    bool no_open;
};

#define THREADS_MAX 256

#define AT(member) offsetof(struct visualize_options, member)
#define INPUT offsetof(struct visualize_options, input)

static const char *const time_stamps[] = {"DateTimeUTC", "DateTime", NULL};
static const char *const formats[] = {"text", "json", NULL};

// clang-format off
static const struct option options[] = {
    INPUT_CAPTURES(INPUT),
    {.short_name = "-t", .long_name = "--type", .kind = OPTION_CHOICE, .offset = AT(type),
     .value = "TYPE", .choices = metric_names, .required = true, .original = true,
     .help = "what is ranked and drawn: TotalUsedBytes, PagedUsedBytes,\n"
             "NonPagedUsedBytes (bytes), TotalDiff, PagedDiff or\n"
             "NonPagedDiff (live blocks: allocated and not freed)"},
    {.short_name = "-ts", .long_name = "--time-stamp", .kind = OPTION_CHOICE, .offset = AT(time_stamp),
     .value = "STAMP", .choices = time_stamps, .original = true,
     .help = "times to show: DateTimeUTC (default) or DateTime, the\nlocal time of the machine"},
    {.short_name = "-it", .long_name = "--include-tags", .kind = OPTION_LIST, .offset = AT(include), .value = "TAG",
     .original = true, .help = "tags to draw in any case"},
    {.short_name = "-et", .long_name = "--exclude-tags", .kind = OPTION_LIST, .offset = AT(exclude), .value = "TAG",
     .original = true, .help = "tags to leave out of the four lists"},
    {.short_name = "-nmc", .long_name = "--n-most-changed-tags", .kind = OPTION_COUNT, .offset = AT(most_changed),
     .value = "N", .original = true,
     .help = "list the N tags that grew most in percent of their\n"
             "last value (default 5; 0 for none)"},
    {.short_name = "-nmca", .long_name = "--n-most-changed-tags-absolute", .kind = OPTION_COUNT,
     .offset = AT(most_changed_absolute), .value = "N", .original = true,
     .help = "list the N tags that grew most (default 5)"},
    {.short_name = "-nh", .long_name = "--n-highest-usage-tags", .kind = OPTION_COUNT, .offset = AT(highest),
     .value = "N", .original = true, .help = "list the N tags with the highest peak (default 5)"},
    {.short_name = "-nha", .long_name = "--n-highest-average-usage-tags", .kind = OPTION_COUNT,
     .offset = AT(highest_average), .value = "N", .original = true,
     .help = "list the N tags with the highest mean (default 5)"},
    {.short_name = "-sc", .long_name = "--show-correlation", .kind = OPTION_FLAG, .offset = AT(show_correlation),
     .original = true, .help = "correlate the tags that are drawn"},
    {.short_name = "-sce", .long_name = "--show-correlation-extended", .kind = OPTION_FLAG,
     .offset = AT(show_correlation_extended), .original = true, .help = "correlate all tags"},
    INPUT_READING(INPUT),
    INPUT_NAMES(INPUT),
    INPUT_WINDOW(INPUT),
    {.short_name = "-o", .long_name = "--output", .kind = OPTION_TEXT, .offset = AT(output), .value = "FILE",
     .help = "file to write; its ending selects .html, .svg, .json or .txt\n(default ./poolmonviz-TYPE.html)"},
    {.long_name = "--max-report", .kind = OPTION_TEXT, .offset = AT(max_report), .value = "SIZE",
     .help = "largest size of the page, such as 5M (default 10M): detail\nis left out, and the page says which"},
    {.long_name = "--format", .kind = OPTION_CHOICE, .offset = AT(format), .value = "FORMAT", .choices = formats,
     .help = "print text (default) or json; with json no page is\nwritten unless -o names one"},
    {.long_name = "--no-open", .kind = OPTION_FLAG, .offset = AT(no_open),
     .help = "do not open the page on the desktop"},
    {.long_name = "--threads", .kind = OPTION_COUNT, .offset = AT(threads), .value = "N",
     .help = "read and correlate on N threads (default: one for each\nprocessor)"},
    INPUT_COST(INPUT),
    OPTIONS_END,
};
// clang-format on

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), tail = strlen(ending);

    return length >= tail && text_equal_nocase((struct text){name + length - tail, tail}, text_of(ending));
}

/* The data that output files are written from. */
struct result {
    const struct report *report;
    const struct store *store;
    struct page_options page;
};

/* Writes one file format; chosen by the file's ending. */
typedef void writer(struct buffer *out, const struct result *result);

static void write_text(struct buffer *out, const struct result *result)
{
    report_text_write(out, result->report, (struct report_text_options){0});
}

static void write_json(struct buffer *out, const struct result *result)
{
    report_json_write(out, result->report);
}

static void write_svg(struct buffer *out, const struct result *result)
{
    svg_write(out, result->report);
}

static void write_page(struct buffer *out, const struct result *result)
{
    struct buffer line = {0};

    if (page_write(out, result->report, result->store, &result->page))
        return;
    buffer_printf(&line,
                  "poolmonviz: warning: the page has %zu KB, more than --max-report: nothing more can be left out\n",
                  out->length / 1024);
    os_write_stderr(line.bytes, line.length);
    buffer_free(&line);
}

static writer *writer_of(const char *path, struct error *err)
{
    static const struct {
        const char *ending;
        writer *write;
    } writers[] = {{".html", write_page}, {".svg", write_svg}, {".json", write_json}, {".txt", write_text}};

    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        if (!ends_with(path, writers[i].ending))
            continue;
        if (writers[i].write != write_page || page_is_available())
            return writers[i].write;
        error_set(err, "%s: this program was built without the page: -o takes .svg, .json or .txt", path);
        return NULL;
    }
    error_set(err, "argument -o/--output: unknown ending in '%s': use .html, .svg, .json or .txt", path);
    return NULL;
}

static struct workers workers_of(const struct visualize_options *o)
{
    size_t cores = os_cores();

    return (struct workers){o->threads < 1             ? cores
                            : o->threads > THREADS_MAX ? THREADS_MAX
                                                       : (size_t)o->threads,
                            os_run_threads};
}

/* ": -t NonPagedDiff or NonPagedUsedBytes can be shown", where the store knows any. */
static void add_known_metrics(struct buffer *b, unsigned counters)
{
    const char *before = ": -t ";

    for (int m = 0; m < METRICS; m++) {
        if (!metric_uses((enum metric)m, counters))
            continue;
        buffer_printf(b, "%s%s", before, metric_name((enum metric)m));
        before = " or ";
    }
    if (b->length)
        buffer_add_string(b, " can be shown");
}

static bool check_metric(const struct command_inputs *in, enum metric metric, struct error *err)
{
    unsigned counters = store_counters(in->store);
    struct buffer known = {0};

    if (metric_uses(metric, counters))
        return true;
    add_known_metrics(&known, counters);
    error_set(err, "%s: no column for -t %s, which needs %s%.*s", in->options->captures.items[0], metric_name(metric),
              metric_needs(metric), (int)known.length, known.length ? known.bytes : "");
    buffer_free(&known);
    return false;
}

static struct text *texts_of(const struct option_list *list)
{
    struct text *texts = memory_new(list->count, sizeof *texts);

    for (size_t i = 0; i < list->count; i++)
        texts[i] = text_of(list->items[i]);
    return texts;
}

/* Files without the columns for -t leave gaps; one warning for each file. */
static void warn_unknown(const struct store *store, enum metric metric, struct warnings *warnings)
{
    const char *last = NULL;

    for (size_t m = 0; m < store_moments(store); m++) {
        const char *source = store_source_name(store, m);

        if (metric_uses(metric, store_counters_of(store, m)) || source == last)
            continue;
        warnings_add(warnings, WARNING_FILE, "%s: no column for -t %s, which needs %s: left as a gap", source,
                     metric_name(metric), metric_needs(metric));
        last = source;
    }
}

static void warn_of_times(struct command_inputs *in, bool local_times)
{
    const struct input_options *o = in->options;
    int64_t interval_us;

    if (store_is_numbered(in->store, &interval_us) && (o->since || o->until))
        warnings_add(&in->warnings, WARNING_OPTION, "--since, --until: ignored, because the snapshots have no times");
    if (local_times && !store_knows_local(in->store))
        warnings_add(&in->warnings, WARNING_OPTION,
                     "-ts DateTime: some snapshots have no DateTime: UTC is shown for them");
}

static void make_report(const struct visualize_options *o, const char *path, struct command_inputs *in,
                        struct report *report, struct leaks *leaks)
{
    const struct store *store = in->store;
    struct text *include = texts_of(&o->include), *exclude = texts_of(&o->exclude);
    struct report_options ro = {
        .metric = (enum metric)o->type,
        .local_times = o->time_stamp == STAMP_LOCAL,
        .rank = {.count = {o->most_changed, o->most_changed_absolute, o->highest, o->highest_average},
                 .exclude = exclude,
                 .exclude_count = o->exclude.count},
        .include = include,
        .include_count = o->include.count,
        .correlate_shown = o->show_correlation,
        .correlate_all = o->show_correlation_extended,
        .everything = path && ends_with(path, ".html"),
        .names = &in->names,
        .drivers = &in->drivers,
        .workers = in->workers,
    };
    struct ranking rankings[ORDERS];
    struct tag_stats *stats = stats_of_tags(store, ro.metric);
    int64_t interval_us;

    rank_tags(store, stats, &ro.rank, rankings);
    timings_end_phase(&in->timings, "rank");
    absent_tags_warn("-it", (&ro)->include, (&ro)->include_count, store, &in->warnings);
    warn_unknown(store, ro.metric, &in->warnings);
    warn_of_times(in, ro.local_times);
    report_make(report, store, &ro, stats, rankings);
    report_warn(report, &in->warnings);
    timings_end_phase(&in->timings, "correlate");
    if (!store_is_numbered(store, &interval_us) || interval_us) { // no rates without times
        leaks_find(store, &(struct leak_options){0}, leaks);
        report_leaks(report, store, leaks);
    }
    timings_end_phase(&in->timings, "leaks");
    rankings_free(rankings);
    free(include);
    free(exclude);
}

static bool print_report(const struct visualize_options *o, const struct report *report, struct error *err)
{
    struct buffer b = {0};
    bool ok;

    if (o->format == FORMAT_JSON)
        report_json_write(&b, report);
    else
        report_text_write(&b, report, (struct report_text_options){os_terminal_width(), os_terminal_colour()});
    ok = os_write_stdout(b.bytes, b.length, err);
    buffer_free(&b);
    return ok;
}

static bool write_file(const char *path, const struct result *result, struct error *err)
{
    writer *write = writer_of(path, err);
    struct buffer b = {0};
    bool ok;

    write(&b, result);
    ok = os_write_file(path, b.bytes, b.length, err);
    buffer_free(&b);
    return ok;
}

static bool show(const struct visualize_options *o, const char *path, const struct result *result,
                 struct timings *timings, struct error *err)
{
    struct buffer line = {0};

    if (!print_report(o, result->report, err) || (path && !write_file(path, result, err)))
        return false;
    timings_end_phase(timings, "write");
    if (o->input.timings)
        timings_print(timings);
    if (path) {
        buffer_printf(&line, "%s\n", path);
        os_write_stderr(line.bytes, line.length);
        buffer_free(&line);
    }
    if (path && !o->no_open && ends_with(path, ".html"))
        os_open_in_browser(path);
    return true;
}

/* The last part of a path, to title the page when the host name is not known; "." has none. */
static const char *name_of(const char *path, struct buffer *b)
{
    const char *name;

    buffer_add_string(b, path);
    while (b->length && strchr("/\\", b->bytes[b->length - 1]))
        b->length--;
    buffer_add_char(b, '\0');
    name = os_base_name(b->bytes);
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ? "Capture" : name;
}

static bool show_report(const struct visualize_options *o, struct command_inputs *in, const char *path,
                        size_t most_bytes, struct error *err)
{
    struct report report = {0};
    struct leaks leaks = {0};
    struct buffer name = {0};
    struct result result;
    bool ok;

    make_report(o, path, in, &report, &leaks);
    command_print_warnings(&in->warnings);
    result = (struct result){&report,
                             in->store,
                             {most_bytes, name_of(o->input.captures.items[0], &name), "poolmonviz " POOLMONVIZ_VERSION,
                              &in->names, &in->drivers, &leaks}};
    ok = show(o, path, &result, &in->timings, err);
    buffer_free(&name);
    report_free(&report);
    leaks_free(&leaks);
    return ok;
}

static bool visualize(const struct visualize_options *o, struct command_inputs *in, const char *path, size_t most_bytes,
                      struct error *err)
{
    if (inputs_load_names(in, err) && inputs_read(in, err) && check_metric(in, (enum metric)o->type, err))
        return show_report(o, in, path, most_bytes, err);
    command_print_warnings(&in->warnings);
    return false;
}

static bool most_bytes_of(const struct visualize_options *o, size_t *out, struct error *err)
{
    int64_t bytes = PAGE_BYTES_MAX;

    if (o->max_report && !size_parse(text_of(o->max_report), &bytes))
        return error_set(err, "argument --max-report: invalid size '%s': use 5M or 800K", o->max_report);
    *out = (size_t)bytes;
    return true;
}

/* The output file, or NULL for none. Default: a page in the current directory, if this build contains the page. */
static const char *path_of(const struct visualize_options *o, struct buffer *b)
{
    if (o->output || o->format != FORMAT_TEXT || !page_is_available())
        return o->output;
    buffer_printf(b, "poolmonviz-%s.html%c", metric_names[o->type], '\0');
    return b->bytes;
}

static int run(int argc, char **argv, struct error *err)
{
    struct visualize_options o = {.most_changed = 5, .most_changed_absolute = 5, .highest = 5, .highest_average = 5};
    struct command_inputs in = {0};
    struct buffer name = {0};
    size_t most_bytes = 0;
    int status = STATUS_USAGE;

    if (command_parse(&cmd_visualize, argc, argv, &o, &status, err)) {
        const char *path = path_of(&o, &name);

        in.workers = workers_of(&o);
        in.output = path;
        if (inputs_check(&in, &o.input, err) && most_bytes_of(&o, &most_bytes, err) && (!path || writer_of(path, err)))
            status = visualize(&o, &in, path, most_bytes, err) ? STATUS_OK : STATUS_FAILED;
    }
    buffer_free(&name);
    inputs_free(&in);
    input_options_free(&o.input);
    free(o.include.items);
    free(o.exclude.items);
    return status;
}

const struct command cmd_visualize = {.name = "visualize",
                                      .summary = "Rank the tags of a capture, correlate them and draw them",
                                      .options = options,
                                      .run = run};
