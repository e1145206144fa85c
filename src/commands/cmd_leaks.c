#include <stdlib.h>

#include "base/memory.h"
#include "commands/command.h"
#include "commands/reading.h"
#include "commands/timings.h"
#include "commands/window.h"
#include "drivers/driver_files.h"
#include "formats/pooltag.h"
#include "leaks/leak.h"
#include "os/os.h"
#include "views/text/leaks_json.h"
#include "views/text/leaks_markdown.h"
#include "views/text/leaks_text.h"

enum type { TYPE_BOTH, TYPE_COUNTS, TYPE_BYTES };
enum print { FORMAT_TEXT, FORMAT_JSON, FORMAT_MARKDOWN };

struct leaks_options {
    struct option_list directories;
    bool all_files;
    const char *interval, *start;
    int type, format;
    struct option_list exclude, tagfiles, drivers;
    const char *since, *until;
    bool all, check, timings;
    struct cache_options cache;
    uint64_t cache_bytes;
};

#define AT(member) offsetof(struct leaks_options, member)

static const char *const types[] = {"both", "counts", "bytes", NULL};
static const char *const formats[] = {"text", "json", "markdown", NULL};

static const struct option options[] = {
    {"-d", "--directory", OPTION_FILES, AT(directories), "DIR", NULL,
     "folders whose *pool.csv and *.pmcap files are read, and\nfiles of any kind: docs/formats.md", true, true},
    {"-t", "--type", OPTION_CHOICE, AT(type), "TYPE", types,
     "what must grow: counts (blocks allocated and not freed),\nbytes, or both (default: either)", false, true},
    {"-et", "--exclude-tags", OPTION_LIST, AT(exclude), "TAG", NULL, "tags to leave out", false, true},
    READING_OPTIONS(AT(all_files), AT(interval), AT(start)),
    {"-tagfile", "--tagfile", OPTION_FILES, AT(tagfiles), "FILE", NULL, "pooltag.txt: names the driver of each tag",
     false, false},
    {NULL, "--drivers", OPTION_FILES, AT(drivers), "DIR", NULL,
     "driver files: name tags that nothing else names by\nthe drivers whose code uses them", false, false},
    {NULL, "--since", OPTION_TEXT, AT(since), "TIME", NULL,
     "leave out snapshots before this UTC time, such as\n2026-03-01 or 2026-03-01T08:30", false, false},
    {NULL, "--until", OPTION_TEXT, AT(until), "TIME", NULL, "leave out snapshots after this UTC time", false, false},
    {NULL, "--all", OPTION_FLAG, AT(all), NULL, NULL, "show tags too that grow, but look like caches or steps", false,
     false},
    {NULL, "--format", OPTION_CHOICE, AT(format), "FORMAT", formats,
     "print text (default), json, or markdown for a ticket", false, false},
    {NULL, "--check", OPTION_FLAG, AT(check), NULL, NULL, "end with status 3 when a leak was found", false, false},
    CACHE_OPTIONS(AT(cache)),
    {NULL, "--timings", OPTION_FLAG, AT(timings), NULL, NULL, "print the seconds of each phase on stderr", false,
     false},
    {"-h", "--help", OPTION_HELP, 0, NULL, NULL, "show this help", false, true},
    {NULL, "--version", OPTION_VERSION, 0, NULL, NULL, "show the version", false, false},
    {0},
};

static bool read_store(const struct leaks_options *o, const struct store_window *window, struct store *store,
                       struct warnings *warnings, struct timings *timings, struct error *err)
{
    struct reading_options reading = {.paths = &o->directories,
                                      .all_files = o->all_files,
                                      .interval = o->interval,
                                      .start = o->start,
                                      .window = *window,
                                      .workers = {os_cores(), os_run},
                                      .cache_bytes = o->cache_bytes,
                                      .timings = timings};
    int64_t interval_us;

    if (!command_read(&reading, store, warnings, err))
        return false;
    if (store_is_numbered(store, &interval_us) && interval_us == 0)
        return error_set(err,
                         "%s: its snapshots tell no time, without which there is no rate: say how far they are apart, "
                         "as --interval 30m",
                         o->directories.items[0]);
    if (store_is_numbered(store, &interval_us) && (o->since || o->until))
        warnings_add(warnings, WARNING_OPTION,
                     "--since, --until: no times are known: all snapshots are looked through");
    return true;
}

/* By tag of the store. The caller frees it. */
static bool *excluded_of(const struct leaks_options *o, const struct store *store)
{
    bool *excluded = memory_new(store_tags(store), sizeof *excluded);

    for (size_t i = 0; i < o->exclude.count; i++) {
        size_t tag = store_find_tag(store, text_of(o->exclude.items[i]));

        if (tag != SIZE_MAX)
            excluded[tag] = true;
    }
    return excluded;
}

static bool print_leaks(const struct leaks_options *o, const struct leaks_view *view, struct error *err)
{
    struct buffer b = {0};
    bool ok;

    if (o->format == FORMAT_JSON)
        leaks_json_write(&b, view);
    else if (o->format == FORMAT_MARKDOWN)
        leaks_markdown_write(&b, view);
    else
        leaks_text_write(&b, view);
    ok = os_write_stdout(b.bytes, b.length, err);
    buffer_free(&b);
    return ok;
}

static int find_leaks(const struct leaks_options *o, const struct store_window *window, struct error *err)
{
    struct store *store = store_new();
    struct warnings warnings = {0};
    struct tagnames names = {0}, families = {0};
    struct driver_index drivers = {0};
    struct driver_files_options driver_files = {.paths = o->drivers.items, .count = o->drivers.count};
    struct timings timings;
    int status = STATUS_FAILED;
    bool ok;

    timings_start(&timings);
    ok = pooltag_load_all((char *const *)o->tagfiles.items, o->tagfiles.count, &names, &families, err) &&
         (driver_files.count == 0 || driver_files_read(&driver_files, &drivers, &warnings, err)) &&
         read_store(o, window, store, &warnings, &timings, err);
    command_print_warnings(&warnings);
    if (ok) {
        bool *excluded = excluded_of(o, store);
        struct leak_options lo = {.without = {o->type == TYPE_BYTES, o->type == TYPE_COUNTS}, .excluded = excluded};
        struct leaks leaks;

        leaks_find(store, &lo, &leaks);
        timings_end_phase(&timings, "find");
        if (print_leaks(o,
                        &(struct leaks_view){.capture = o->directories.items[0],
                                             .store = store,
                                             .leaks = &leaks,
                                             .owners = {&names, store, &drivers},
                                             .all = o->all,
                                             .width = os_terminal_width(),
                                             .colour = os_terminal_colour()},
                        err))
            status = o->check && leaks.count && leak_is_flagged(&leaks.findings[0]) ? STATUS_FOUND : STATUS_OK;
        timings_end_phase(&timings, "write");
        if (o->timings)
            timings_print(&timings);
        leaks_free(&leaks);
        free(excluded);
    }
    tagnames_free(&names);
    tagnames_free(&families);
    driver_index_free(&drivers);
    warnings_free(&warnings);
    store_free(store);
    return status;
}

static int run(int argc, char **argv, struct error *err)
{
    struct leaks_options o = {0};
    struct store_window window;
    int status = STATUS_USAGE;

    if (command_parse(&cmd_leaks, argc, argv, &o, &status, err) && window_parse(o.since, o.until, &window, err) &&
        cache_parse(&o.cache, &o.cache_bytes, err))
        status = find_leaks(&o, &window, err);
    free(o.directories.items);
    free(o.drivers.items);
    free(o.exclude.items);
    free(o.tagfiles.items);
    return status;
}

const struct command cmd_leaks = {
    .name = "leaks", .summary = "Say which tags leak, how fast, how sure and why", .options = options, .run = run};
