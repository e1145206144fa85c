#include "formats/folder.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "formats/capture.h"
#include "formats/csv_repeat.h"
#include "os/os.h"

#define CSV_ENDING "pool.csv"
#define RUN_FILES_LEAST 32

static bool is_snapshot_name(const char *name)
{
    return text_ends_with(text_of(name), text_of(CSV_ENDING)) || text_ends_with(text_of(name), text_of(CAPTURE_ENDING));
}

static char *path_in(const char *folder, const char *name)
{
    struct buffer b = {0};

    os_add_folder(&b, folder);
    buffer_add_string(&b, name);
    return buffer_take(&b);
}

void file_list_free(struct file_list *list)
{
    os_names_free(list->paths, list->count);
    free(list->of_folder);
    *list = (struct file_list){0};
}

/* Takes the path over. */
static void add_path(struct file_list *list, char *path, bool of_folder)
{
    size_t room = list->capacity;

    ARRAY_RESERVE(list->paths, list->capacity, list->count + 1);
    if (list->capacity != room)
        list->of_folder = memory_resize(list->of_folder, list->capacity, sizeof *list->of_folder);
    list->paths[list->count] = path;
    list->of_folder[list->count++] = of_folder;
}

static bool list_folder(const char *path, struct file_list *list, struct error *err)
{
    char **names;
    size_t count, before = list->count;

    if (!os_names(path, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        char *file;

        if (names[i][0] == '.' || !(list->is_all_files || is_snapshot_name(names[i])))
            continue;
        file = path_in(path, names[i]);
        if (is_snapshot_name(names[i]) || os_kind(file) == OS_FILE)
            add_path(list, file, true);
        else
            free(file);
    }
    os_names_free(names, count);
    if (list->count > before)
        return true;
    if (list->is_all_files)
        return error_set(err, "%s: no file stands in this folder: name the folder that holds them, or one file", path);
    return error_set(err,
                     "%s: no *" CSV_ENDING " or *" CAPTURE_ENDING " file stands in this folder (of %zu looked at): "
                     "name the folder that the collector wrote to, or one file; --all-files reads what other files "
                     "hold",
                     path, count);
}

static bool list_path(const char *path, struct file_list *list, struct error *err)
{
    switch (os_kind(path)) {
    case OS_FOLDER:
        return list_folder(path, list, err);
    case OS_NOTHING:
        return error_set(err, "%s: there is no such folder or file, or it may not be looked at: check the path", path);
    default:
        add_path(list, memory_copy(path, strlen(path)), false);
        return true;
    }
}

bool folder_list(const char *const *paths, size_t count, bool all_files, struct file_list *list, struct error *err)
{
    struct file_list found = {.is_all_files = all_files};

    for (size_t i = 0; i < count; i++)
        if (!list_path(paths[i], &found, err)) {
            file_list_free(&found);
            return false;
        }
    *list = found;
    return true;
}

/* --- reading --- */

/* Reading all files: in runs, which threads claim one after the other. */
struct reading {
    const struct file_list *list;
    struct folder_options options;
    size_t run_files;
    struct run *runs; // owned
    size_t run_count;
    atomic_size_t claimed; // runs
    atomic_size_t done;    // files
    atomic_flag reporting; // one thread does
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
    return list->is_all_files && list->of_folder[file] && !is_snapshot_name(list->paths[file]);
}

static enum format_result read_file(struct run *run, size_t file, struct reader *reader, struct csv_repeat *repeat)
{
    const struct file_list *list = run->in->list;
    struct format_input input = {
        .path = list->paths[file], .clock = &run->in->options.clock, .warnings = run->warnings};

    if (list->of_folder[file] && os_kind(input.path) != OS_FILE) {
        error_set(&run->why, "%s: is no file", input.path);
        return FORMAT_FAILED;
    }
    if (is_only_found(list, file) && !format_knows(input.path)) {
        error_set(&run->why, "%s: is nothing that can be read: docs/formats.md lists the kinds of files", input.path);
        return FORMAT_UNKNOWN;
    }
    if (run->target->store && csv_repeat_file(repeat, input.path, run->target->store))
        return FORMAT_READ;
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
    struct reader reader = {.moved = report, .context = run->in};
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
static void run_beside(struct run *run, struct reading *in, size_t first, const struct store *store)
{
    size_t last = first + in->run_files;

    *run = (struct run){.in = in, .first = first, .last = last < in->list->count ? last : in->list->count};
    run->beside.store = store_new_beside(store);
    run->target = &run->beside;
    run->warnings = &run->apart;
}

static void join_run(struct run *whole, struct run *run)
{
    store_join(whole->target->store, run->beside.store);
    warnings_join(whole->warnings, run->warnings);
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

static void read_in_runs(struct reading *in, struct run *whole)
{
    in->run_files = run_files_of(in->list->count, in->options.workers.count);
    in->runs = memory_new(in->list->count / in->run_files + 1, sizeof *in->runs);
    whole->last = 1;
    read_run(whole);
    for (size_t first = 1; first < in->list->count; first += in->run_files)
        run_beside(&in->runs[in->run_count++], in, first, whole->target->store);
    workers_run(in->options.workers, read_claimed, in);
    report(in); // the end, which a thread passed over while another one reported
    for (size_t i = 0; i < in->run_count; i++)
        join_run(whole, &in->runs[i]);
    free(in->runs);
}

/* Files of the original's collector tell their times themselves; of others the times that the user said may depend on the
 * files before. */
static bool can_be_parted(const struct reading *in, const struct format_target *target)
{
    const struct file_list *list = in->list;

    if (!target->store || in->options.workers.count < 2 || list->count <= RUN_FILES_LEAST ||
        in->options.clock.has_start || in->options.clock.interval_us)
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (!text_ends_with(text_of(list->paths[i]), text_of(CSV_ENDING)))
            return false;
    return true;
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
    struct run whole = {.in = &in, .last = list->count, .target = target, .warnings = warnings};

    if (target->store)
        store_interval(target->store, options.clock.interval_us);
    if (can_be_parted(&in, target))
        read_in_runs(&in, &whole);
    else
        read_run(&whole);
    if (whole.unknown)
        warnings_add(warnings, WARNING_FILE, "%s: %zu file%s (this one first) left out, being nothing that can be read",
                     whole.first_unknown, whole.unknown, whole.unknown == 1 ? "" : "s");
    if (target->has_stopped)
        return error_set(err, "%s", whole.why.text);
    return whole.usable || nothing_usable(list, &whole.why, err);
}
