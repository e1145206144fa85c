#include <stdlib.h>
#include <string.h>

#include "analysis/rank.h"
#include "analysis/stats.h"
#include "base/memory.h"
#include "base/size.h"
#include "commands/command.h"
#include "commands/reading.h"
#include "commands/timings.h"
#include "commands/window.h"
#include "drivers/driver_files.h"
#include "formats/pooltag.h"
#include "leaks/leak.h"
#include "model/tag.h"
#include "os/os.h"
#include "report/report_leaks.h"
#include "report/report_make.h"
#include "views/page/page.h"
#include "views/svg/svg.h"
#include "views/text/report_json.h"
#include "views/text/report_text.h"

enum print { FORMAT_TEXT, FORMAT_JSON };
enum time_stamp { STAMP_UTC, STAMP_LOCAL };

struct visualize_options {
    struct option_list directories;
    bool all_files;
    const char *interval, *start;
    int type; // enum metric
    int time_stamp;
    struct option_list include, exclude, tagfiles, drivers;
    long long most_changed, most_changed_absolute, highest, highest_average;
    bool show_correlation, show_correlation_extended;
    long long threads;
    const char *since, *until, *output, *max_report;
    int format;
    bool no_open, timings;
    struct cache_options cache;
    uint64_t cache_bytes;
};

#define THREADS_MOST 256

#define AT(member) offsetof(struct visualize_options, member)

static const char *const types[METRICS + 1] = {
    [TOTAL_USED_BYTES] = "TotalUsedBytes", [PAGED_DIFF] = "PagedDiff",
    [NONPAGED_DIFF] = "NonPagedDiff",      [TOTAL_DIFF] = "TotalDiff",
    [PAGED_USED_BYTES] = "PagedUsedBytes", [NONPAGED_USED_BYTES] = "NonPagedUsedBytes",
};
static const char *const time_stamps[] = {"DateTimeUTC", "DateTime", NULL};
static const char *const formats[] = {"text", "json", NULL};

static const struct option options[] = {
    {"-d", "--directory", OPTION_FILES, AT(directories), "DIR", NULL,
     "folders whose *pool.csv and *.pmcap files are read, and\nfiles of any kind: docs/formats.md", true, true},
    {"-t", "--type", OPTION_CHOICE, AT(type), "TYPE", types,
     "what is ranked and drawn: TotalUsedBytes, PagedUsedBytes,\nNonPagedUsedBytes (bytes), TotalDiff, PagedDiff or\n"
     "NonPagedDiff (blocks that are allocated and not freed)",
     true, true},
    {"-ts", "--time-stamp", OPTION_CHOICE, AT(time_stamp), "STAMP", time_stamps,
     "times to show: DateTimeUTC (default) or DateTime,\nthe clock of the machine", false, true},
    {"-it", "--include-tags", OPTION_LIST, AT(include), "TAG", NULL, "tags to draw whatever they do", false, true},
    {"-et", "--exclude-tags", OPTION_LIST, AT(exclude), "TAG", NULL, "tags to leave out of the four lists", false,
     true},
    {"-nmc", "--n-most-changed-tags", OPTION_COUNT, AT(most_changed), "N", NULL,
     "list the N tags that grew most in percent of their\nlast value (default 5; 0 for none)", false, true},
    {"-nmca", "--n-most-changed-tags-absolute", OPTION_COUNT, AT(most_changed_absolute), "N", NULL,
     "list the N tags that grew most (default 5)", false, true},
    {"-nh", "--n-highest-usage-tags", OPTION_COUNT, AT(highest), "N", NULL,
     "list the N tags with the highest peak (default 5)", false, true},
    {"-nha", "--n-highest-average-usage-tags", OPTION_COUNT, AT(highest_average), "N", NULL,
     "list the N tags with the highest mean (default 5)", false, true},
    {"-sc", "--show-correlation", OPTION_FLAG, AT(show_correlation), NULL, NULL, "correlate the tags that are drawn",
     false, true},
    {"-sce", "--show-correlation-extended", OPTION_FLAG, AT(show_correlation_extended), NULL, NULL,
     "correlate all tags", false, true},
    READING_OPTIONS(AT(all_files), AT(interval), AT(start)),
    {"-tagfile", "--tagfile", OPTION_FILES, AT(tagfiles), "FILE", NULL, "pooltag.txt: names the driver of each tag",
     false, false},
    {NULL, "--drivers", OPTION_FILES, AT(drivers), "DIR", NULL,
     "driver files: name tags that nothing else names by\nthe drivers whose code uses them", false, false},
    {NULL, "--since", OPTION_TEXT, AT(since), "TIME", NULL,
     "leave out snapshots before this UTC time, such as\n2026-03-01 or 2026-03-01T08:30", false, false},
    {NULL, "--until", OPTION_TEXT, AT(until), "TIME", NULL, "leave out snapshots after this UTC time", false, false},
    {"-o", "--output", OPTION_TEXT, AT(output), "FILE", NULL,
     "write FILE, by its ending: .html, .svg, .json or .txt\n(default ./poolmonviz-TYPE.html)", false, false},
    {NULL, "--max-report", OPTION_TEXT, AT(max_report), "SIZE", NULL,
     "keep the page below SIZE, such as 5M (default 10M):\ndetail is left out, and the page says which", false, false},
    {NULL, "--format", OPTION_CHOICE, AT(format), "FORMAT", formats,
     "print text (default) or json; with json no page is\nwritten unless -o names one", false, false},
    {NULL, "--no-open", OPTION_FLAG, AT(no_open), NULL, NULL, "do not open the page on the desktop", false, false},
    {NULL, "--threads", OPTION_COUNT, AT(threads), "N", NULL,
     "read and correlate on N threads (default: as many as\nthe machine has processors)", false, false},
    CACHE_OPTIONS(AT(cache)),
    {NULL, "--timings", OPTION_FLAG, AT(timings), NULL, NULL, "print the seconds of each phase on stderr", false,
     false},
    {"-h", "--help", OPTION_HELP, 0, NULL, NULL, "show this help", false, true},
    {NULL, "--version", OPTION_VERSION, 0, NULL, NULL, "show the version", false, false},
    {0},
};

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), tail = strlen(ending);

    return length >= tail && text_equal_nocase((struct text){name + length - tail, tail}, text_of(ending));
}

/* All that is known when files are written. */
struct result {
    const struct report *report;
    const struct store *store;
    struct page_options page;
};

/* What a file's ending asks for. */
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
    buffer_printf(&line, "poolmonviz: warning: the page is larger than --max-report, %zu KB: no more can be left out\n",
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
    error_set(err, "argument -o/--output: '%s' ends in none of .html, .svg, .json, .txt", path);
    return NULL;
}

static struct workers workers_of(const struct visualize_options *o)
{
    size_t cores = os_cores();

    return (struct workers){o->threads < 1              ? cores
                            : o->threads > THREADS_MOST ? THREADS_MOST
                                                        : (size_t)o->threads,
                            os_run};
}

static bool read_store(const struct visualize_options *o, const struct store_window *window, struct store *store,
                       struct warnings *warnings, struct timings *timings, struct error *err)
{
    struct reading_options reading = {.paths = &o->directories,
                                      .all_files = o->all_files,
                                      .interval = o->interval,
                                      .start = o->start,
                                      .window = *window,
                                      .workers = workers_of(o),
                                      .cache_bytes = o->cache_bytes,
                                      .timings = timings};

    if (!command_read(&reading, store, warnings, err))
        return false;
    if (!metric_uses((enum metric)o->type, store_counters(store)))
        return error_set(err, "%s: has no column for -t %s, which needs %s", o->directories.items[0],
                         metric_name((enum metric)o->type), metric_needs((enum metric)o->type));
    return true;
}

static struct text *texts_of(const struct option_list *list)
{
    struct text *texts = memory_new(list->count, sizeof *texts);

    for (size_t i = 0; i < list->count; i++)
        texts[i] = text_of(list->items[i]);
    return texts;
}

/* An included tag that is not there may be one that is, in other letters. */
static void warn_missing(const struct store *store, const struct report_options *ro, struct warnings *warnings)
{
    for (size_t i = 0; i < ro->include_count; i++) {
        struct buffer near = {0}, name = {0};
        size_t found = 0;

        if (store_has(store, store_find_tag(store, ro->include[i])) || text_equal(ro->include[i], text_of(TAG_TOTAL)))
            continue;
        for (size_t tag = 0; tag < store_tags(store) && found < 5; tag++)
            if (store_has(store, tag) && tag_is_near(ro->include[i], store_tag_name(store, tag))) {
                buffer_add_string(&near, found++ ? ", " : ": did you mean ");
                tag_add_python(&near, store_tag_name(store, tag));
            }
        tag_add_python(&name, ro->include[i]);
        warnings_add(warnings, WARNING_OPTION, "-it: no tag %.*s is in the capture%.*s%s", (int)name.length, name.bytes,
                     (int)near.length, near.length ? near.bytes : "", found ? "?" : "");
        buffer_free(&near);
        buffer_free(&name);
    }
}

/* Files that cannot say what -t asks for leave gaps; each is named once. */
static void warn_unknown(const struct store *store, enum metric metric, struct warnings *warnings)
{
    const char *last = NULL;

    for (size_t m = 0; m < store_moments(store); m++) {
        const char *source = store_source_name(store, m);

        if (metric_uses(metric, store_counters_of(store, m)) || source == last)
            continue;
        warnings_add(warnings, WARNING_FILE, "%s: has no column for -t %s, which needs %s: a gap is left there", source,
                     metric_name(metric), metric_needs(metric));
        last = source;
    }
}

static void make_report(const struct visualize_options *o, const char *path, const struct store *store,
                        const struct tagnames *names, const struct driver_index *drivers, struct warnings *warnings,
                        struct timings *timings, struct report *report, struct leaks *leaks)
{
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
        .names = names,
        .drivers = drivers,
        .workers = workers_of(o),
    };
    struct ranking rankings[ORDERS];
    struct tag_stats *stats = stats_of_tags(store, ro.metric);
    int64_t interval_us;

    rank_tags(store, stats, &ro.rank, rankings);
    timings_end_phase(timings, "rank");
    warn_missing(store, &ro, warnings);
    warn_unknown(store, ro.metric, warnings);
    if (store_is_numbered(store, &interval_us) && (o->since || o->until))
        warnings_add(warnings, WARNING_OPTION, "--since, --until: no times are known: all snapshots are shown");
    if (ro.local_times && !store_knows_local(store))
        warnings_add(warnings, WARNING_OPTION, "-ts DateTime: not every snapshot has a DateTime: there, UTC is shown");
    report_make(report, store, &ro, stats, rankings);
    report_warn(report, warnings);
    timings_end_phase(timings, "correlate");
    if (!store_is_numbered(store, &interval_us) || interval_us) { // without times there are no rates
        leaks_find(store, &(struct leak_options){0}, leaks);
        report_leaks(report, store, leaks);
    }
    timings_end_phase(timings, "leaks");
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
    if (o->timings)
        timings_print(timings);
    if (path) {
        buffer_printf(&line, "%s\n", path);
        os_write_stderr(line.bytes, line.length);
        buffer_free(&line);
    }
    if (path && !o->no_open && ends_with(path, ".html"))
        os_show_page(path);
    return true;
}

/* The last part of a path, for want of a machine's name; "." has none. */
static const char *name_of(const char *path, struct buffer *b)
{
    const char *name;

    buffer_add_string(b, path);
    while (b->length && strchr("/\\", b->bytes[b->length - 1]))
        b->length--;
    buffer_add_char(b, '\0');
    name = os_name_of(b->bytes);
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ? "Capture" : name;
}

static bool read_drivers(const struct visualize_options *o, struct driver_index *drivers, struct warnings *warnings,
                         struct timings *timings, struct error *err)
{
    struct driver_files_options files = {.paths = o->drivers.items, .count = o->drivers.count};
    bool ok;

    if (files.count == 0)
        return true;
    ok = driver_files_read(&files, drivers, warnings, err);
    timings_end_phase(timings, "drivers");
    return ok;
}

static bool visualize(const struct visualize_options *o, const struct store_window *window, const char *path,
                      size_t most_bytes, struct error *err)
{
    struct store *store = store_new();
    struct warnings warnings = {0};
    struct report report = {0};
    struct leaks leaks = {0};
    struct tagnames names = {0}, families = {0};
    struct driver_index drivers = {0};
    struct timings timings;
    struct buffer name = {0};
    struct result result;
    bool ok;

    timings_start(&timings);
    ok = pooltag_load_all((char *const *)o->tagfiles.items, o->tagfiles.count, &names, &families, err) &&
         read_drivers(o, &drivers, &warnings, &timings, err) && read_store(o, window, store, &warnings, &timings, err);
    if (ok) {
        make_report(o, path, store, &names, &drivers, &warnings, &timings, &report, &leaks);
        command_print_warnings(&warnings);
        result = (struct result){&report,
                                 store,
                                 {most_bytes, name_of(o->directories.items[0], &name), "poolmonviz " POOLMONVIZ_VERSION,
                                  &names, &drivers, &leaks}};
        ok = show(o, path, &result, &timings, err);
    } else {
        command_print_warnings(&warnings);
    }
    buffer_free(&name);
    report_free(&report);
    leaks_free(&leaks);
    tagnames_free(&names);
    tagnames_free(&families);
    driver_index_free(&drivers);
    warnings_free(&warnings);
    store_free(store);
    return ok;
}

static bool most_bytes_of(const struct visualize_options *o, size_t *out, struct error *err)
{
    int64_t bytes = PAGE_BYTES_MOST;

    if (o->max_report && !size_parse(text_of(o->max_report), &bytes))
        return error_set(err, "argument --max-report: '%s' is no size: write 5M or 800K", o->max_report);
    *out = (size_t)bytes;
    return true;
}

/* Where to write, NULL for nowhere. Without -o the page goes beside the user, if this program has it. */
static const char *path_of(const struct visualize_options *o, struct buffer *b)
{
    if (o->output || o->format != FORMAT_TEXT || !page_is_available())
        return o->output;
    buffer_printf(b, "poolmonviz-%s.html%c", types[o->type], '\0');
    return b->bytes;
}

static int run(int argc, char **argv, struct error *err)
{
    struct visualize_options o = {.most_changed = 5, .most_changed_absolute = 5, .highest = 5, .highest_average = 5};
    struct buffer name = {0};
    struct store_window window;
    size_t most_bytes = 0;
    int status = STATUS_USAGE;

    if (command_parse(&cmd_visualize, argc, argv, &o, &status, err)) {
        const char *path = path_of(&o, &name);

        if (window_parse(o.since, o.until, &window, err) && most_bytes_of(&o, &most_bytes, err) &&
            cache_parse(&o.cache, &o.cache_bytes, err) && (!path || writer_of(path, err)))
            status = visualize(&o, &window, path, most_bytes, err) ? STATUS_OK : STATUS_FAILED;
    }
    buffer_free(&name);
    free(o.directories.items);
    free(o.include.items);
    free(o.exclude.items);
    free(o.tagfiles.items);
    free(o.drivers.items);
    return status;
}

const struct command cmd_visualize = {.name = "visualize",
                                      .summary = "Rank the tags of a capture, correlate them and draw them",
                                      .options = options,
                                      .run = run};
