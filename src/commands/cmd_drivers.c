/* cmd_drivers.c - poolmonviz drivers: the driver files that use a tag. */
#include <stdlib.h>

#include "analysis/rank.h"
#include "analysis/stats.h"
#include "base/memory.h"
#include "commands/command.h"
#include "commands/inputs.h"
#include "leaks/leak.h"
#include "os/terminal.h"
#include "os/threads.h"
#include "views/text/drivers_json.h"
#include "views/text/drivers_text.h"

#define SUSPECTS_OF_A_LIST 5 // the default of visualize

enum print { FORMAT_TEXT, FORMAT_JSON };

struct drivers_options {
    struct input_options input; // for --for; `drivers` stays empty: --path is used instead
    struct option_list tags, paths;
    const char *capture;
    bool all;
    int format;
};

#define AT(member) offsetof(struct drivers_options, member)
#define INPUT offsetof(struct drivers_options, input)

static const char *const formats[] = {"text", "json", NULL};

// clang-format off
static const struct option options[] = {
    {.kind = OPTION_FILES, .offset = AT(tags), .value = "TAG",
     .help = "tags whose driver to find, case-sensitive. Put -- before one\nthat begins with a dash"},
    {.long_name = "--path", .kind = OPTION_FILES, .offset = AT(paths), .value = "PATH",
     .help = "driver files and directories, searched recursively (default,\n"
             "on Windows only: the loaded drivers, then the directories\n"
             "where Windows keeps drivers)"},
    {.long_name = "--for", .kind = OPTION_TEXT, .offset = AT(capture), .value = "CAPTURE",
     .help = "the tags of a capture that leak, and those that grew or\n"
             "hold most, as visualize -t TotalUsedBytes lists them"},
    {.long_name = "--all-files", .kind = OPTION_FLAG, .offset = INPUT_OFFSET(INPUT, all_files),
     .help = "with --for: in directories, read every file that holds\nsnapshots, whatever its name"},
    INPUT_LARGE_MEMBERS(INPUT),
    {.long_name = "--all", .kind = OPTION_FLAG, .offset = AT(all),
     .help = "in directories, search every program file, not only *.sys,\nthe kernel and win32k*"},
    {.short_name = "-tagfile", .long_name = "--tagfile", .kind = OPTION_FILES, .offset = INPUT_OFFSET(INPUT, tagfiles),
     .value = "FILE", .help = "pooltag.txt: driver and meaning of the tags"},
    {.long_name = "--format", .kind = OPTION_CHOICE, .offset = AT(format), .value = "FORMAT", .choices = formats,
     .help = "print text (default) or json"},
    OPTIONS_END,
};
// clang-format on

/* The request, and the data that the answer borrows from. */
struct request {
    const struct drivers_options *options;
    struct command_inputs in;
    struct text *tags; // owned
    size_t count;
};

static void add_tag(struct request *r, struct text tag)
{
    for (size_t i = 0; i < r->count; i++)
        if (text_equal(r->tags[i], tag))
            return;
    r->tags = memory_resize(r->tags, r->count + 1, sizeof *r->tags);
    r->tags[r->count++] = tag;
}

static void add_leaks(struct request *r)
{
    struct leaks leaks;
    int64_t interval_us;

    if (store_is_numbered(r->in.store, &interval_us))
        return; // no rates without times
    leaks_find(r->in.store, &(struct leak_options){0}, &leaks);
    for (size_t i = 0; i < leaks.count && leak_is_flagged(&leaks.findings[i]); i++)
        add_tag(r, store_tag_name(r->in.store, leaks.findings[i].tag));
    leaks_free(&leaks);
}

/* The tags that leak, most suspicious first, then those in the four lists of visualize. */
static void add_suspects(struct request *r)
{
    static const enum order orders[ORDERS] = {ORDER_ABS, ORDER_PCT, ORDER_PEAK, ORDER_MEAN};
    struct rank_options rank = {
        .count = {SUSPECTS_OF_A_LIST, SUSPECTS_OF_A_LIST, SUSPECTS_OF_A_LIST, SUSPECTS_OF_A_LIST}};
    enum metric metric = metric_uses(TOTAL_USED_BYTES, store_counters(r->in.store)) ? TOTAL_USED_BYTES : TOTAL_DIFF;
    struct tag_stats *stats = stats_of_tags(r->in.store, metric);
    struct ranking rankings[ORDERS];

    add_leaks(r);
    rank_tags(r->in.store, stats, &rank, rankings);
    for (int i = 0; i < ORDERS; i++)
        for (size_t k = 0; k < rankings[orders[i]].count; k++)
            add_tag(r, store_tag_name(r->in.store, rankings[orders[i]].tags[k]));
    rankings_free(rankings);
    free(stats);
}

static bool print(const struct request *r, struct error *err)
{
    struct owner_sources sources = {.names = &r->in.names, .store = r->in.store};
    struct drivers_report report;
    struct buffer b = {0};
    bool ok;

    drivers_report_make(&report, &r->in.drivers, &sources, r->tags, r->count);
    report.of_capture = r->options->capture != NULL;
    report.warnings = warnings_lines(&r->in.warnings, &report.warning_count);
    (r->options->format == FORMAT_JSON ? drivers_json_write : drivers_text_write)(&b, &report);
    ok = os_write_stdout(b.bytes, b.length, err);
    drivers_report_free(&report);
    buffer_free(&b);
    return ok;
}

static bool read_all(struct request *r, struct error *err)
{
    const struct drivers_options *o = r->options;
    struct driver_files_options files = {.paths = o->paths.items, .count = o->paths.count, .all = o->all};

    if (!inputs_load_names(&r->in, err) || (o->capture && !inputs_read(&r->in, err)))
        return false;
    if (o->capture)
        add_suspects(r);
    return driver_files_read(&files, &r->in.drivers, &r->in.warnings, err);
}

static bool answer(struct request *r, struct error *err)
{
    bool ok = read_all(r, err);

    command_print_warnings(&r->in.warnings);
    return ok && print(r, err);
}

/* Requires a tag, or a capture to take the tags from. */
static bool check_request(struct request *r, struct drivers_options *o, struct error *err)
{
    for (size_t i = 0; i < o->tags.count; i++)
        add_tag(r, text_of(o->tags.items[i]));
    if (r->count == 0 && !o->capture)
        return error_set(err, "no tag given: use TAG, or --for CAPTURE");
    o->input.captures = (struct option_list){&o->capture, 1};
    o->input.no_cache = true;
    return inputs_check(&r->in, &o->input, err);
}

static int run(int argc, char **argv, struct error *err)
{
    struct drivers_options o = {0};
    struct request r = {.options = &o, .in.workers = {os_cores(), os_run_threads}};
    int status = STATUS_USAGE;

    if (command_parse(&cmd_drivers, argc, argv, &o, &status, err) && check_request(&r, &o, err))
        status = answer(&r, err) ? STATUS_OK : STATUS_FAILED;
    inputs_free(&r.in);
    o.input.captures = (struct option_list){0}; // not allocated: it pointed to o.capture
    input_options_free(&o.input);
    free(r.tags);
    free(o.tags.items);
    free(o.paths.items);
    return status;
}

const struct command cmd_drivers = {.name = "drivers",
                                    .summary = "Name the driver files that use a tag, with the places in their code",
                                    .options = options,
                                    .run = run};
