#include "commands/reading.h"

#include <stdlib.h>

#include "base/size.h"
#include "commands/progress.h"
#include "commands/times.h"
#include "input/folder.h"
#include "os/user_cache.h"

#define CACHE_MOST_BYTES (INT64_C(2) << 30)

bool cache_parse(const struct cache_options *options, uint64_t *out_bytes, struct error *err)
{
    int64_t most = CACHE_MOST_BYTES;

    if (options->most && !size_parse(text_of(options->most), &most))
        return error_set(err, "argument --cache-max: '%s' is no size: write 500M or 2G, or 0 for nothing",
                         options->most);
    *out_bytes = options->none ? 0 : (uint64_t)most;
    return true;
}

/* The folder that caches stand in, owned by the caller. NULL: none is wanted, or there is nowhere to keep it. */
static char *cache_folder(const struct reading_options *o)
{
    char *folder = o->cache_bytes ? user_cache_root() : NULL;
    struct buffer b = {0};

    if (!folder)
        return NULL;
    os_add_folder(&b, folder);
    buffer_add_string(&b, "poolmonviz");
    free(folder);
    return buffer_take(&b);
}

static bool read_files(const struct reading_options *o, struct folder_options *options, struct store *store,
                       struct warnings *warnings, struct error *err)
{
    struct file_list files = {0};
    struct format_target target = {.store = store};
    bool ok = file_list_find(o->paths->items, o->paths->count, o->all_files, &files, err);

    timings_end_phase(o->timings, "list");
    ok = ok && folder_read(&files, &target, *options, warnings, err);
    file_list_free(&files);
    if (!ok)
        return false;
    store_finish(store, o->window, warnings);
    timings_end_phase(o->timings, "read");
    return true;
}

bool command_read(const struct reading_options *o, struct store *store, struct warnings *warnings, struct error *err)
{
    struct progress progress;
    struct cache cache = {0};
    struct folder_options options = {.progress = {progress_report, &progress}, .workers = o->workers};
    char *folder = cache_folder(o);
    bool ok;

    if (folder) {
        options.cache = &cache;
        options.place =
            (struct cache_place){.folder = folder, .most_bytes = o->cache_bytes, .reader = POOLMONVIZ_VERSION};
    }
    progress_start(&progress);
    ok = command_clock(o->interval, o->start, &options.clock, err) && read_files(o, &options, store, warnings, err);
    if (ok && folder) {
        cache_write(&cache);
        timings_end_phase(o->timings, "cache");
    }
    cache_free(&cache);
    free(folder);
    if (!ok || store_moments(store))
        return ok;
    if (o->window.since_us == INT64_MIN && o->window.until_us == INT64_MAX)
        return error_set(err, "%s: has no snapshot", o->paths->items[0]);
    return error_set(err, "%s: has no snapshot in the time asked for: widen --since and --until", o->paths->items[0]);
}
