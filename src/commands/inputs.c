#include "commands/inputs.h"

#include <stdlib.h>

#include "base/size.h"
#include "commands/progress.h"
#include "commands/time_options.h"
#include "formats/pooltag.h"
#include "input/run_check.h"
#include "os/clock.h"
#include "os/files.h"
#include "os/path.h"
#include "os/user_cache.h"

#define CACHE_BYTES_DEFAULT (INT64_C(2) << 30)

bool inputs_check(struct command_inputs *in, const struct input_options *o, struct error *err)
{
    int64_t cache_bytes = CACHE_BYTES_DEFAULT;

    in->options = o;
    if (!parse_window(o->since, o->until, &in->window, err))
        return false;
    if (o->cache_max && !size_parse(text_of(o->cache_max), &cache_bytes))
        return error_set(err, "argument --cache-max: invalid size '%s': use 500M or 2G, or 0 for no cache",
                         o->cache_max);
    in->cache_bytes = o->no_cache ? 0 : (uint64_t)cache_bytes;
    return true;
}

bool inputs_load_names(struct command_inputs *in, struct error *err)
{
    const struct input_options *o = in->options;
    struct driver_files_options drivers = {.paths = o->drivers.items, .count = o->drivers.count};
    bool ok;

    timings_start(&in->timings);
    if (!pooltag_load_all((char *const *)o->tagfiles.items, o->tagfiles.count, &in->names, &in->families, err))
        return false;
    if (drivers.count == 0)
        return true;
    ok = driver_files_read(&drivers, &in->drivers, &in->warnings, err);
    timings_end_phase(&in->timings, "drivers");
    return ok;
}

/* Writing replaces a file as a whole: an input, under whatever name, would be lost. */
static bool check_output(const struct command_inputs *in, struct error *err)
{
    for (size_t i = 0; in->output && i < in->files.count; i++) {
        const struct packed_member *member = in->files.members[i];
        const char *path = member ? member->file->path : in->files.paths[i];

        if (os_is_same_file(in->output, path))
            return error_set(err, "'%s' is an input, and would be replaced: use another file for the output",
                             in->output);
    }
    return true;
}

bool inputs_find(struct command_inputs *in, struct error *err)
{
    const struct option_list *captures = &in->options->captures;
    bool ok = parse_clock(in->options->interval, in->options->start, &in->clock, err) &&
              file_list_find(captures->items, captures->count, in->options->all_files, &in->files, err) &&
              check_output(in, err);

    timings_end_phase(&in->timings, "list");
    return ok;
}

/* The directory for caches, owned by the caller. NULL: caching is off, or the user has no cache directory. */
static char *cache_directory(const struct command_inputs *in)
{
    char *root = in->cache_bytes ? user_cache_root() : NULL;
    struct buffer b = {0};

    if (!root)
        return NULL;
    os_append_directory(&b, root);
    buffer_add_string(&b, "poolmonviz");
    free(root);
    return buffer_take(&b);
}

static bool read_input(struct command_inputs *in, struct format_target *target, struct read_options options,
                       struct error *err)
{
    struct progress progress;

    progress_start(&progress);
    options.progress = (struct read_progress){progress_report, &progress};
    options.workers = in->workers;
    options.clock = in->clock;
    options.allows_large = in->options->large_members;
    return read_files(&in->files, target, options, &in->warnings, err);
}

bool inputs_pass_to(struct command_inputs *in, struct format_target *target, struct error *err)
{
    bool ok = read_input(in, target, (struct read_options){0}, err);

    run_check_times(&target->extent, os_now().utc_us, &in->warnings);
    return ok;
}

static bool read_store(struct command_inputs *in, struct error *err)
{
    struct cache cache = {0};
    struct format_target target = {.store = in->store};
    char *directory = cache_directory(in);
    struct read_options options = {.cache = directory ? &cache : NULL};
    bool ok;

    options.place =
        (struct cache_place){.directory = directory, .most_bytes = in->cache_bytes, .reader = POOLMONVIZ_VERSION};
    ok = read_input(in, &target, options, err);
    if (ok) {
        store_finish(in->store, in->window, &in->warnings);
        run_check_store(in->store, os_now().utc_us, &in->warnings);
        timings_end_phase(&in->timings, "read");
    }
    if (ok && directory) {
        cache_write(&cache);
        timings_end_phase(&in->timings, "cache");
    }
    cache_free(&cache);
    free(directory);
    return ok;
}

bool inputs_read(struct command_inputs *in, struct error *err)
{
    in->store = store_new();
    if (!inputs_find(in, err) || !read_store(in, err))
        return false;
    if (store_moments(in->store))
        return true;
    if (in->window.since_us == INT64_MIN && in->window.until_us == INT64_MAX)
        return error_set(err, "%s: no snapshots", in->options->captures.items[0]);
    return error_set(err, "%s: no snapshots between --since and --until: widen them", in->options->captures.items[0]);
}

void inputs_free(struct command_inputs *in)
{
    file_list_free(&in->files);
    store_free(in->store);
    tagnames_free(&in->names);
    tagnames_free(&in->families);
    driver_index_free(&in->drivers);
    warnings_free(&in->warnings);
    *in = (struct command_inputs){0};
}

void input_options_free(struct input_options *options)
{
    free(options->captures.items);
    free(options->tagfiles.items);
    free(options->drivers.items);
    *options = (struct input_options){0};
}
