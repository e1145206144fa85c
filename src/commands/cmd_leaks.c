/* cmd_leaks.c - poolmonviz leaks: one verdict for every tag. */
#include <stdlib.h>

#include "base/memory.h"
#include "commands/absent_tags.h"
#include "commands/command.h"
#include "commands/inputs.h"
#include "leaks/leak.h"
#include "os/terminal.h"
#include "os/threads.h"
#include "views/text/leaks_json.h"
#include "views/text/leaks_markdown.h"
#include "views/text/leaks_text.h"

enum type { TYPE_BOTH, TYPE_COUNTS, TYPE_BYTES };
enum print { FORMAT_TEXT, FORMAT_JSON, FORMAT_MARKDOWN, FORMAT_MD };

struct leaks_options {
    struct input_options input;
    struct option_list exclude;
    int type, format;
    bool all, check;
};

#define AT(member) offsetof(struct leaks_options, member)
#define INPUT offsetof(struct leaks_options, input)

static const char *const types[] = {"both", "counts", "bytes", NULL};
static const char *const formats[] = {"text", "json", "markdown", "md", NULL};

// clang-format off
static const struct option options[] = {
    INPUT_CAPTURES(INPUT),
    {.short_name = "-t", .long_name = "--type", .kind = OPTION_CHOICE, .offset = AT(type),
     .value = "TYPE", .choices = types, .original = true,
     .help = "what must grow: counts (live blocks: allocated and not freed),\nbytes, or both (default: either)"},
    {.short_name = "-et", .long_name = "--exclude-tags", .kind = OPTION_LIST, .offset = AT(exclude), .value = "TAG",
     .original = true, .help = "tags to leave out"},
    INPUT_READING(INPUT),
    INPUT_NAMES(INPUT),
    INPUT_WINDOW(INPUT),
    {.long_name = "--all", .kind = OPTION_FLAG, .offset = AT(all),
     .help = "also show tags that grow but look like caches, steps or load"},
    {.long_name = "--format", .kind = OPTION_CHOICE, .offset = AT(format), .value = "FORMAT", .choices = formats,
     .help = "print text (default), json, or markdown (md) for a ticket"},
    {.long_name = "--check", .kind = OPTION_FLAG, .offset = AT(check),
     .help = "exit with status 3 if a leak was found, 4 if none was\n"
             "and no boot has the 8 snapshots that a verdict needs"},
    INPUT_COST(INPUT),
    OPTIONS_END,
};
// clang-format on

static void check_window(struct command_inputs *in)
{
    const struct input_options *o = in->options;
    int64_t interval_us;

    if (store_is_numbered(in->store, &interval_us) && (o->since || o->until))
        warnings_add(&in->warnings, WARNING_OPTION, "--since, --until: ignored, because the snapshots have no times");
}

/* A verdict needs times, or at least the time between snapshots; gains so far do not. */
static bool check_times(const struct command_inputs *in, const struct leaks *leaks, struct error *err)
{
    int64_t interval_us;

    if (!store_is_numbered(in->store, &interval_us) || interval_us > 0 || leaks_caveats(leaks) & LEAK_NO_BOOT)
        return true;
    return error_set(err,
                     "%s: snapshots have no times, so there is no rate: give the time between them, as in "
                     "--interval 30m",
                     in->options->captures.items[0]);
}

static void warn_absent(const struct leaks_options *o, struct command_inputs *in)
{
    for (size_t i = 0; i < o->exclude.count; i++) {
        struct text name = text_of(o->exclude.items[i]);

        absent_tags_warn("-et", &name, 1, in->store, &in->warnings);
    }
}

/* A flag for each tag of the store; owned by the caller. */
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
    else if (o->format >= FORMAT_MARKDOWN)
        leaks_markdown_write(&b, view);
    else
        leaks_text_write(&b, view);
    ok = os_write_stdout(b.bytes, b.length, err);
    buffer_free(&b);
    return ok;
}

static int check_status(const struct leaks *leaks)
{
    if (leaks->count && leak_is_flagged(&leaks->findings[0]))
        return STATUS_FOUND;
    return leaks_caveats(leaks) & LEAK_NO_BOOT ? STATUS_TOO_SHORT : STATUS_OK;
}

static int find_leaks(const struct leaks_options *o, struct command_inputs *in, struct error *err)
{
    bool *excluded = excluded_of(o, in->store);
    struct leak_options lo = {.without = {o->type == TYPE_BYTES, o->type == TYPE_COUNTS}, .excluded = excluded};
    struct leaks leaks;
    struct leaks_view view = {.capture = o->input.captures.items[0],
                              .store = in->store,
                              .leaks = &leaks,
                              .owners = {&in->names, in->store, &in->drivers},
                              .all = o->all,
                              .width = os_terminal_width(),
                              .colour = os_terminal_colour()};
    int status = STATUS_FAILED;

    leaks_find(in->store, &lo, &leaks);
    timings_end_phase(&in->timings, "find");
    if (check_times(in, &leaks, err) && print_leaks(o, &view, err))
        status = o->check ? check_status(&leaks) : STATUS_OK;
    timings_end_phase(&in->timings, "write");
    if (o->input.timings)
        timings_print(&in->timings);
    leaks_free(&leaks);
    free(excluded);
    return status;
}

static int run(int argc, char **argv, struct error *err)
{
    struct leaks_options o = {0};
    struct command_inputs in = {.workers = {os_cores(), os_run_threads}};
    int status = STATUS_USAGE;

    if (command_parse(&cmd_leaks, argc, argv, &o, &status, err) && inputs_check(&in, &o.input, err)) {
        bool ok = inputs_load_names(&in, err) && inputs_read(&in, err);

        if (ok) {
            check_window(&in);
            warn_absent(&o, &in);
        }
        command_print_warnings(&in.warnings);
        status = ok ? find_leaks(&o, &in, err) : STATUS_FAILED;
    }
    inputs_free(&in);
    input_options_free(&o.input);
    free(o.exclude.items);
    return status;
}

const struct command cmd_leaks = {.name = "leaks",
                                  .summary = "Report which tags leak, how fast, with what confidence and why",
                                  .options = options,
                                  .run = run};
