#include "input/read_files.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "formats/csv/csv_repeat.h"
#include "input/run_dates.h"
#include "os/clock.h"
#include "os/files.h"
#include "os/path.h"
#include "os/walk.h"

#define RUN_FILES_MIN 32
#define SETTLED_NS                                                                                                     \
    (INT64_C(3) *                                                                                                      \
     1000000000) // an older file does not change without a new modification time: FAT has a resolution of 2 s

/* Reading all files, in runs, which threads claim one after the other. */
struct reading {
    const struct file_list *list;
    struct read_options options;
    size_t run_files; // per run
    struct run *runs; // owned
    size_t run_count;
    atomic_size_t claimed; // runs
    atomic_size_t done;    // files
    atomic_flag reporting; // one thread reports at a time
    struct cache *cache;   // NULL: none
    int64_t settled_ns;    // files that are older can be cached
};

/* A run: consecutive files, and the result of reading them. */
struct run {
    struct reading *in;
    size_t first, last; // `last` is the first file of the next run
    struct format_target *target;
    struct warnings *warnings;
    size_t usable, unknown; // files
    const char *first_unknown;
    struct error last_error;         // of the last file that failed
    struct format_target own_target; // of a run with a store of its own
    struct warnings own_warnings;
    struct cache_log log;
};

static void report(void *context)
{
    struct reading *in = context;

    if (!in->options.progress.report || atomic_flag_test_and_set(&in->reporting))
        return;
    in->options.progress.report(in->options.progress.context, in->done, in->list->count);
    atomic_flag_clear(&in->reporting);
}

/* Whether the file was found with --all-files or in an archive: one of unknown format is no fault. */
static bool is_optional(const struct file_list *list, size_t file)
{
    bool is_found = list->is_all_files && list->of_directory[file];

    if (list->members[file])
        is_found = list->members[file]->is_zip;
    return is_found && !file_list_is_snapshot(list->paths[file]);
}

/* The identity of a file in the cache, without its stamp. */
static struct cache_source source_of(const struct file_list *list, size_t file)
{
    return (struct cache_source){.directory = list->of_directory[file],
                                 .name = text_of(os_base_name(list->paths[file]))};
}

/* `source`: the identity of the file before it was read. */
static void keep_file(struct run *run, size_t file, const struct cache_source *source, const struct csv_repeat *repeat)
{
    bool can_keep = source->directory && source->stamp.time_ns < run->in->settled_ns;

    if (run->in->cache)
        cache_log_add(&run->log, file, can_keep ? source : NULL, repeat, run->target->store);
}

static enum format_result read_file(struct run *run, size_t file, struct reader *reader, struct csv_repeat *repeat)
{
    const struct file_list *list = run->in->list;
    struct cache_source source = source_of(list, file);
    struct format_input input = {.path = list->paths[file],
                                 .member = list->members[file],
                                 .allows_large = run->in->options.allows_large,
                                 .clock = &run->in->options.clock,
                                 .warnings = run->warnings};
    struct bytes_place place = format_place(&input);

    if (source.directory && !os_file_version(input.path, &source.stamp)) {
        source.directory = 0;
        if (os_path_kind(input.path) != OS_FILE) {
            error_set(&run->last_error, "%s: not a regular file", input.path);
            return FORMAT_FAILED;
        }
    }
    if (is_optional(list, file) && !format_knows(place)) {
        error_set(&run->last_error, "%s: unknown format: docs/formats.md lists the supported ones", input.path);
        return FORMAT_UNKNOWN;
    }
    if (run->target->store && csv_repeat_file(repeat, place, run->target->store)) {
        keep_file(run, file, &source, repeat);
        return FORMAT_READ;
    }
    return format_read(&input, reader, run->target, &run->last_error);
}

/* Files of unknown format in a directory are only counted. */
static void count_result(struct run *run, size_t file, enum format_result result)
{
    const struct file_list *list = run->in->list;
    bool is_other = result == FORMAT_UNKNOWN && is_optional(list, file);

    run->usable += result == FORMAT_READ;
    if (is_other && run->unknown++ == 0)
        run->first_unknown = list->paths[file];
    if (result != FORMAT_READ && !is_other && list->count > 1)
        warnings_add(run->warnings, WARNING_FILE, "%s: file left out", run->last_error.text);
}

static void read_run(struct run *run)
{
    struct reader reader = {.on_progress = report, .context = run->in};
    struct csv_repeat repeat = {0};

    for (size_t file = run->first; file < run->last && !run->target->has_stopped; file++) {
        report(run->in);
        count_result(run, file, read_file(run, file, &reader, &repeat));
        run->in->done++;
    }
    report(run->in);
    reader_free(&reader);
    csv_repeat_free(&repeat);
}

static void read_claimed(void *context)
{
    struct reading *in = context;
    size_t claimed;

    while ((claimed = in->claimed++) < in->run_count)
        read_run(&in->runs[claimed]);
}

/* Prepares a run with a store of its own. It starts with the tags of the first file, so that most of its pages can be
 * joined without renumbering. */
static void start_run(struct run *run, struct reading *in, size_t first, size_t end, const struct store *store)
{
    size_t last = first + in->run_files;

    *run = (struct run){.in = in, .first = first, .last = last < end ? last : end};
    run->own_target.store = store_new_beside(store);
    run->target = &run->own_target;
    run->warnings = &run->own_warnings;
}

static void keep_log(struct reading *in, struct cache_log *log)
{
    if (in->cache)
        cache_append_log(in->cache, log);
}

static void join_run(struct run *all, struct run *run)
{
    store_join(all->target->store, run->own_target.store);
    warnings_join(all->warnings, run->warnings);
    keep_log(all->in, &run->log);
    cache_log_free(&run->log);
    all->usable += run->usable;
    if (run->last_error.text[0])
        all->last_error = run->last_error;
    warnings_free(run->warnings);
}

/* Several runs per thread, for balance; many files per run, as the first one of each is parsed completely. */
static size_t run_files_of(size_t files, size_t threads)
{
    size_t wanted = files / (threads * 4) + 1;

    return wanted < RUN_FILES_MIN ? RUN_FILES_MIN : wanted;
}

/* The first file is read before the runs start, so that all of them know its tags. */
static void read_in_runs(struct reading *in, struct run *all, size_t first, size_t last)
{
    in->run_files = run_files_of(last - first, in->options.workers.count);
    in->runs = memory_new((last - first) / in->run_files + 1, sizeof *in->runs);
    in->run_count = 0;
    in->claimed = 0;
    all->first = first;
    all->last = first + 1;
    read_run(all);
    keep_log(in, &all->log);
    for (size_t file = first + 1; file < last; file += in->run_files)
        start_run(&in->runs[in->run_count++], in, file, last, all->target->store);
    workers_run(in->options.workers, read_claimed, in);
    report(in); // the end: a thread may have skipped it while another one reported
    for (size_t i = 0; i < in->run_count; i++)
        join_run(all, &in->runs[i]);
    free(in->runs);
}

/* The collector's files contain their times; the times of others may depend on the files before (--start,
 * --interval). */
static bool can_split(const struct reading *in, const struct format_target *target, size_t first, size_t last)
{
    const struct file_list *list = in->list;

    if (!target->store || in->options.workers.count < 2 || last - first <= RUN_FILES_MIN ||
        in->options.clock.has_start || in->options.clock.interval_us)
        return false;
    for (size_t i = first; i < last; i++)
        if (!text_ends_with(text_of(list->paths[i]), text_of(FILE_LIST_CSV_ENDING)))
            return false;
    return true;
}

static void read_range(struct reading *in, struct run *all, size_t first, size_t last)
{
    assert(first <= last && last <= in->list->count);
    if (first == last)
        return;
    if (can_split(in, all->target, first, last)) {
        read_in_runs(in, all, first, last);
        return;
    }
    all->first = first;
    all->last = last;
    read_run(all);
    keep_log(in, &all->log);
}

/* The order of files in the list. */
static int source_order(const struct cache_source *a, const struct cache_source *b)
{
    return a->directory != b->directory ? (a->directory < b->directory ? -1 : 1) : file_list_compare(a->name, b->name);
}

/* The first file from `file` on that is not before the cache entry. *is_same: it is the entry's file, unchanged. */
static size_t find_file(const struct file_list *list, size_t file, const struct cache_source *entry, bool *is_same)
{
    struct os_file_version now;
    int order = -1;

    for (; file < list->count; file++) {
        struct cache_source source = source_of(list, file);

        order = source_order(&source, entry);
        if (source.directory && order >= 0)
            break;
    }
    *is_same = file < list->count && order == 0 && os_file_version(list->paths[file], &now) &&
               now.length == entry->stamp.length && now.time_ns == entry->stamp.time_ns;
    return file;
}

/* Loads what the cache has, and reads the files between. */
static void read_with_cache(struct reading *in, struct run *all)
{
    const struct file_list *list = in->list;
    struct cache_source entry;
    size_t done = 0, file = 0; // files
    bool is_keyframe, is_same, goes_on = false;

    while (cache_next(in->cache, &entry, &is_keyframe)) {
        file = find_file(list, file, &entry, &is_same);
        if (!is_same || !(is_keyframe || (goes_on && file == done))) {
            goes_on = false;
            continue;
        }
        read_range(in, all, done, file);
        done = file;
        goes_on = cache_use(in->cache, list->paths[file], file, &all->log);
        if (!goes_on)
            break;
        done = ++file;
        all->usable++;
        in->done = done;
        report(in);
    }
    read_range(in, all, done, list->count);
}

static bool nothing_usable(const struct file_list *list, const struct error *last_error, struct error *err)
{
    if (list->count == 1)
        return error_set(err, "%s", last_error->text);
    return error_set(err, "%s and %zu more: none of these files is a readable pool snapshot", list->paths[0],
                     list->count - 1);
}

bool read_files(const struct file_list *list, struct format_target *target, struct read_options options,
                struct warnings *warnings, struct error *err)
{
    struct reading in = {.list = list, .options = options, .reporting = ATOMIC_FLAG_INIT};
    struct run all = {.in = &in, .target = target, .warnings = warnings};

    run_dates_learn(list, os_now().utc_us, &in.options.clock);
    if (target->store)
        store_interval(target->store, options.clock.interval_us);
    if (options.cache && target->store) {
        in.cache = options.cache;
        in.settled_ns = os_now().utc_us * 1000 - SETTLED_NS;
        cache_open(in.cache, &options.place, list->directories, list->directory_count, target->store);
        if (!in.cache->path)
            in.cache = NULL; // as for files named directly
    }
    if (in.cache)
        read_with_cache(&in, &all);
    else
        read_range(&in, &all, 0, list->count);
    cache_log_free(&all.log);
    if (all.unknown)
        warnings_add(warnings, WARNING_FILE, "%s: %zu file%s of unknown format left out, this one first",
                     all.first_unknown, all.unknown, all.unknown == 1 ? "" : "s");
    if (target->has_stopped)
        return error_set(err, "%s", all.last_error.text);
    return all.usable || nothing_usable(list, &all.last_error, err);
}
