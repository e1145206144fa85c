#include <stdlib.h>

#include "analysis/rank.h"
#include "analysis/stats.h"
#include "base/memory.h"
#include "commands/command.h"
#include "commands/reading.h"
#include "drivers/driver_files.h"
#include "formats/pooltag.h"
#include "leaks/leak.h"
#include "os/os.h"
#include "views/text/drivers_json.h"
#include "views/text/drivers_text.h"

#define SUSPECTS_OF_A_LIST 5 // as visualize lists them

enum print { FORMAT_TEXT, FORMAT_JSON };

struct drivers_options {
    struct option_list tags, paths, tagfiles;
    const char *capture;
    bool all, all_files;
    int format;
};

#define AT(member) offsetof(struct drivers_options, member)

static const char *const formats[] = {"text", "json", NULL};

static const struct option options[] = {
    {NULL, NULL, OPTION_FILES, AT(tags), "TAG", NULL,
     "whose driver is looked for; case counts. Put -- before one\n"
     "that begins with a dash",
     false, false},
    {NULL, "--path", OPTION_FILES, AT(paths), "PATH", NULL,
     "driver files, and folders of them, looked through to\nany depth (default, on Windows only: the loaded\n"
     "drivers, then wherever Windows keeps them)",
     false, false},
    {NULL, "--for", OPTION_TEXT, AT(capture), "CAPTURE", NULL,
     "the tags of a capture that leak, and those that grew or\nhold most, as visualize -t TotalUsedBytes lists them",
     false, false},
    {NULL, "--all-files", OPTION_FLAG, AT(all_files), NULL, NULL,
     "for --for: read every file of a folder that holds\nsnapshots, whatever its name", false, false},
    {NULL, "--all", OPTION_FLAG, AT(all), NULL, NULL,
     "of folders every program file, not only *.sys, the\nkernel and win32k*", false, false},
    {"-tagfile", "--tagfile", OPTION_FILES, AT(tagfiles), "FILE", NULL, "pooltag.txt: says what is known of the tags",
     false, false},
    {NULL, "--format", OPTION_CHOICE, AT(format), "FORMAT", formats, "print text (default) or json", false, false},
    {"-h", "--help", OPTION_HELP, 0, NULL, NULL, "show this help", false, false},
    {NULL, "--version", OPTION_VERSION, 0, NULL, NULL, "show the version", false, false},
    {0},
};

/* What is asked, and all that the answer borrows from. */
struct request {
    const struct drivers_options *options;
    struct store *store; // of --for
    struct tagnames names, families;
    struct driver_index index;
    struct warnings warnings;
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

    if (store_is_numbered(r->store, &interval_us))
        return; // without times there are no rates
    leaks_find(r->store, &(struct leak_options){0}, &leaks);
    for (size_t i = 0; i < leaks.count && leak_is_flagged(&leaks.findings[i]); i++)
        add_tag(r, store_tag_name(r->store, leaks.findings[i].tag));
    leaks_free(&leaks);
}

/* What leaks, the most suspicious first, then what the four lists of visualize hold. */
static void add_suspects(struct request *r)
{
    static const enum order orders[ORDERS] = {ORDER_ABS, ORDER_PCT, ORDER_PEAK, ORDER_MEAN};
    struct rank_options rank = {
        .count = {SUSPECTS_OF_A_LIST, SUSPECTS_OF_A_LIST, SUSPECTS_OF_A_LIST, SUSPECTS_OF_A_LIST}};
    enum metric metric = metric_uses(TOTAL_USED_BYTES, store_counters(r->store)) ? TOTAL_USED_BYTES : TOTAL_DIFF;
    struct tag_stats *stats = stats_of_tags(r->store, metric);
    struct ranking rankings[ORDERS];

    add_leaks(r);
    rank_tags(r->store, stats, &rank, rankings);
    for (int i = 0; i < ORDERS; i++)
        for (size_t k = 0; k < rankings[orders[i]].count; k++)
            add_tag(r, store_tag_name(r->store, rankings[orders[i]].tags[k]));
    rankings_free(rankings);
    free(stats);
}

static bool read_capture(struct request *r, struct error *err)
{
    const char *path = r->options->capture;
    struct option_list paths = {&path, 1};
    struct reading_options reading = {
        .paths = &paths, .all_files = r->options->all_files, .window = STORE_ALL_TIME, .workers = {os_cores(), os_run}};

    if (!command_read(&reading, r->store, &r->warnings, err))
        return false;
    add_suspects(r);
    return true;
}

static bool print(const struct request *r, struct error *err)
{
    struct owner_sources sources = {.names = &r->names, .store = r->store};
    struct drivers_report report;
    struct buffer b = {0};
    bool ok;

    drivers_report_make(&report, &r->index, &sources, r->tags, r->count);
    report.of_capture = r->options->capture != NULL;
    report.warnings = warnings_lines(&r->warnings, &report.warning_count);
    (r->options->format == FORMAT_JSON ? drivers_json_write : drivers_text_write)(&b, &report);
    ok = os_write_stdout(b.bytes, b.length, err);
    drivers_report_free(&report);
    buffer_free(&b);
    return ok;
}

static bool answer(struct request *r, struct error *err)
{
    const struct drivers_options *o = r->options;
    struct driver_files_options files = {.paths = o->paths.items, .count = o->paths.count, .all = o->all};
    bool ok = pooltag_load_all((char *const *)o->tagfiles.items, o->tagfiles.count, &r->names, &r->families, err) &&
              (!o->capture || read_capture(r, err));

    ok = ok && driver_files_read(&files, &r->index, &r->warnings, err);
    command_print_warnings(&r->warnings);
    return ok && print(r, err);
}

static int run(int argc, char **argv, struct error *err)
{
    struct drivers_options o = {0};
    struct request r = {.options = &o};
    int status = STATUS_USAGE;

    if (command_parse(&cmd_drivers, argc, argv, &o, &status, err)) {
        for (size_t i = 0; i < o.tags.count; i++)
            add_tag(&r, text_of(o.tags.items[i]));
        if (r.count == 0 && !o.capture) {
            error_set(err, "name a tag, or a capture with --for");
        } else {
            r.store = o.capture ? store_new() : NULL;
            status = answer(&r, err) ? STATUS_OK : STATUS_FAILED;
        }
    }
    driver_index_free(&r.index);
    tagnames_free(&r.names);
    tagnames_free(&r.families);
    warnings_free(&r.warnings);
    store_free(r.store);
    free(r.tags);
    free(o.tags.items);
    free(o.paths.items);
    free(o.tagfiles.items);
    return status;
}

const struct command cmd_drivers = {.name = "drivers",
                                    .summary = "Name the driver files that use a tag, with the places in their code",
                                    .options = options,
                                    .run = run};
