#include "input/folder.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "formats/csv/csv_repeat.h"
#include "os/os.h"

#define RUN_FILES_LEAST 32
#define SETTLED_NS (INT64_C(3) * 1000000000) // a file that is older does not change without another time: FAT keeps 2 s

/* Reading all files: in runs, which threads claim one after the other. */
struct reading {
    const struct file_list *list;
    struct folder_options options;
    size_t run_files; // in each run
    struct run *runs; // owned
    size_t run_count;
    atomic_size_t claimed; // runs
    atomic_size_t done;    // files
    atomic_flag reporting; // one thread does
    struct cache *cache;   // NULL: none
    int64_t settled_ns;    // files that are older can be kept
};

/* Files that follow each other, and what they gave. */
struct run {
    struct reading *in;
    size_t first, last; // `last` is the first of the next run
    struct format_target *target;
    struct warnings *warnings;
    size_t usable, unknown; // files
    const char *first_unknown;
    struct error why;            // the last fault
    struct format_target beside; // of a run that has a store of its own
    struct warnings apart;
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

/* Whether the file is there because all of a folder's are wanted. */
static bool is_only_found(const struct file_list *list, size_t file)
{
    return list->is_all_files && list->of_folder[file] && !file_list_is_snapshot(list->paths[file]);
}

/* What the cache knows a file by. */
static struct cache_source source_of(const struct file_list *list, size_t file)
{
    return (struct cache_source){.folder = list->of_folder[file], .name = text_of(os_name_of(list->paths[file]))};
}

/* `source`: the file as it was before it was read. */
static void keep_file(struct run *run, size_t file, const struct cache_source *source, const struct csv_repeat *repeat)
{
    bool can_be = source->folder && source->stamp.time_ns < run->in->settled_ns;

    if (run->in->cache)
        cache_log_add(&run->log, file, can_be ? source : NULL, repeat, run->target->store);
}

static enum format_result read_file(struct run *run, size_t file, struct reader *reader, struct csv_repeat *repeat)
{
    const struct file_list *list = run->in->list;
    struct cache_source source = source_of(list, file);
    struct format_input input = {
        .path = list->paths[file], .clock = &run->in->options.clock, .warnings = run->warnings};

    if (source.folder && !os_stamp_of(input.path, &source.stamp)) {
        source.folder = 0;
        if (os_kind(input.path) != OS_FILE) {
            error_set(&run->why, "%s: is no file", input.path);
            return FORMAT_FAILED;
        }
    }
    if (is_only_found(list, file) && !format_knows(input.path)) {
        error_set(&run->why, "%s: is nothing that can be read: docs/formats.md lists the kinds of files", input.path);
        return FORMAT_UNKNOWN;
    }
    if (run->target->store && csv_repeat_file(repeat, input.path, run->target->store)) {
        keep_file(run, file, &source, repeat);
        return FORMAT_READ;
    }
    return format_read(&input, reader, run->target, &run->why);
}

/* Of all the files of a folder, those that are nothing of ours are none of our business: they are counted. */
static void take_result(struct run *run, size_t file, enum format_result result)
{
    const struct file_list *list = run->in->list;
    bool is_other = result == FORMAT_UNKNOWN && is_only_found(list, file);

    run->usable += result == FORMAT_READ;
    if (is_other && run->unknown++ == 0)
        run->first_unknown = list->paths[file];
    if (result != FORMAT_READ && !is_other && list->count > 1)
        warnings_add(run->warnings, WARNING_FILE, "%s: file left out", run->why.text);
}

static void read_run(struct run *run)
{
    struct reader reader = {.on_progress = report, .context = run->in};
    struct csv_repeat repeat = {0};

    for (size_t file = run->first; file < run->last && !run->target->has_stopped; file++) {
        report(run->in);
        take_result(run, file, read_file(run, file, &reader, &repeat));
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

/* The run's store knows the tags of the first file, so that most of its pages can be taken over as they are. */
static void run_beside(struct run *run, struct reading *in, size_t first, size_t end, const struct store *store)
{
    size_t last = first + in->run_files;

    *run = (struct run){.in = in, .first = first, .last = last < end ? last : end};
    run->beside.store = store_new_beside(store);
    run->target = &run->beside;
    run->warnings = &run->apart;
}

static void keep_log(struct reading *in, struct cache_log *log)
{
    if (in->cache)
        cache_append_log(in->cache, log);
}

static void join_run(struct run *whole, struct run *run)
{
    store_join(whole->target->store, run->beside.store);
    warnings_join(whole->warnings, run->warnings);
    keep_log(whole->in, &run->log);
    cache_log_free(&run->log);
    whole->usable += run->usable;
    if (run->why.text[0])
        whole->why = run->why;
    warnings_free(run->warnings);
}

/* A thread should find several runs to claim, and a run many files: its first one is parsed whole. */
static size_t run_files_of(size_t files, size_t threads)
{
    size_t wanted = files / (threads * 4) + 1;

    return wanted < RUN_FILES_LEAST ? RUN_FILES_LEAST : wanted;
}

/* The first file is read in the run of the whole, so that the others know the tags. */
static void read_in_runs(struct reading *in, struct run *whole, size_t first, size_t last)
{
    in->run_files = run_files_of(last - first, in->options.workers.count);
    in->runs = memory_new((last - first) / in->run_files + 1, sizeof *in->runs);
    in->run_count = 0;
    in->claimed = 0;
    whole->first = first;
    whole->last = first + 1;
    read_run(whole);
    keep_log(in, &whole->log);
    for (size_t file = first + 1; file < last; file += in->run_files)
        run_beside(&in->runs[in->run_count++], in, file, last, whole->target->store);
    workers_run(in->options.workers, read_claimed, in);
    report(in); // the end, which a thread passed over while another one reported
    for (size_t i = 0; i < in->run_count; i++)
        join_run(whole, &in->runs[i]);
    free(in->runs);
}

/* Files of the original's collector tell their times themselves; of others the times that the user said may depend on
 * the files before. */
static bool can_be_parted(const struct reading *in, const struct format_target *target, size_t first, size_t last)
{
    const struct file_list *list = in->list;

    if (!target->store || in->options.workers.count < 2 || last - first <= RUN_FILES_LEAST ||
        in->options.clock.has_start || in->options.clock.interval_us)
        return false;
    for (size_t i = first; i < last; i++)
        if (!text_ends_with(text_of(list->paths[i]), text_of(FILE_LIST_CSV_ENDING)))
            return false;
    return true;
}

static void read_stretch(struct reading *in, struct run *whole, size_t first, size_t last)
{
    if (first == last)
        return;
    if (can_be_parted(in, whole->target, first, last)) {
        read_in_runs(in, whole, first, last);
        return;
    }
    whole->first = first;
    whole->last = last;
    read_run(whole);
    keep_log(in, &whole->log);
}

/* As the files stand in the list. */
static int source_order(const struct cache_source *a, const struct cache_source *b)
{
    return a->folder != b->folder ? (a->folder < b->folder ? -1 : 1) : text_compare(a->name, b->name);
}

/* The file that an entry of the cache is of, at or behind `file`; *is_same: it is as it was. */
static size_t file_of(const struct file_list *list, size_t file, const struct cache_source *entry, bool *is_same)
{
    struct os_stamp now;
    int order = -1;

    for (; file < list->count; file++) {
        struct cache_source source = source_of(list, file);

        order = source_order(&source, entry);
        if (source.folder && order >= 0)
            break;
    }
    *is_same = file < list->count && order == 0 && os_stamp_of(list->paths[file], &now) &&
               now.length == entry->stamp.length && now.time_ns == entry->stamp.time_ns;
    return file;
}

/* What the cache has comes from there, in its place among the files that are read. */
static void read_with_cache(struct reading *in, struct run *whole)
{
    const struct file_list *list = in->list;
    struct cache_source entry;
    size_t done = 0, at = 0; // files
    bool is_whole, is_same, goes_on = false;

    while (cache_next(in->cache, &entry, &is_whole)) {
        at = file_of(list, at, &entry, &is_same);
        if (!is_same || !(is_whole || (goes_on && at == done))) {
            goes_on = false;
            continue;
        }
        read_stretch(in, whole, done, at);
        done = at;
        goes_on = cache_use(in->cache, list->paths[at], at, &whole->log);
        if (!goes_on)
            break;
        done = ++at;
        whole->usable++;
        in->done = done;
        report(in);
    }
    read_stretch(in, whole, done, list->count);
}

static bool nothing_usable(const struct file_list *list, const struct error *why, struct error *err)
{
    if (list->count == 1)
        return error_set(err, "%s", why->text);
    return error_set(err, "%s and %zu more: none of these files is a pool snapshot that can be read", list->paths[0],
                     list->count - 1);
}

bool folder_read(const struct file_list *list, struct format_target *target, struct folder_options options,
                 struct warnings *warnings, struct error *err)
{
    struct reading in = {.list = list, .options = options, .reporting = ATOMIC_FLAG_INIT};
    struct run whole = {.in = &in, .target = target, .warnings = warnings};

    if (target->store)
        store_interval(target->store, options.clock.interval_us);
    if (options.cache && target->store) {
        in.cache = options.cache;
        in.settled_ns = os_now().utc_us * 1000 - SETTLED_NS;
        cache_open(in.cache, &options.place, list->folders, list->folder_count, target->store);
        if (!in.cache->path)
            in.cache = NULL; // as for files that are named one by one
    }
    if (in.cache)
        read_with_cache(&in, &whole);
    else
        read_stretch(&in, &whole, 0, list->count);
    cache_log_free(&whole.log);
    if (whole.unknown)
        warnings_add(warnings, WARNING_FILE, "%s: %zu file%s (this one first) left out, being nothing that can be read",
                     whole.first_unknown, whole.unknown, whole.unknown == 1 ? "" : "s");
    if (target->has_stopped)
        return error_set(err, "%s", whole.why.text);
    return whole.usable || nothing_usable(list, &whole.why, err);
}
