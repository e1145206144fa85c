#include "formats/folder.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "formats/capture.h"
#include "formats/csv.h"
#include "formats/csv_repeat.h"
#include "os/os.h"

#define CSV_ENDING "pool.csv"
#define CAPTURE_ENDING ".pmcap"
#define RUN_FILES_LEAST 32

static bool is_snapshot_name(const char *name)
{
    return name[0] != '.' && (text_ends_with(text_of(name), text_of(CSV_ENDING)) ||
                              text_ends_with(text_of(name), text_of(CAPTURE_ENDING)));
}

static char *path_in(const char *folder, const char *name)
{
    struct buffer b = {0};

    buffer_add_string(&b, folder);
    if (b.length && b.bytes[b.length - 1] != '/')
        buffer_add_char(&b, '/');
    buffer_add_string(&b, name);
    return buffer_take(&b);
}

void file_list_free(struct file_list *list)
{
    os_names_free(list->paths, list->count);
    *list = (struct file_list){0};
}

static bool list_folder(const char *path, struct file_list *list, struct error *err)
{
    struct file_list found = {.of_folder = true};
    char **names;
    size_t count;

    if (!os_names(path, &names, &count, err))
        return false;
    found.paths = memory_new(count, sizeof *found.paths);
    for (size_t i = 0; i < count; i++)
        if (is_snapshot_name(names[i]))
            found.paths[found.count++] = path_in(path, names[i]);
    os_names_free(names, count);
    *list = found;
    if (found.count)
        return true;
    file_list_free(list);
    return error_set(err,
                     "%s: no *" CSV_ENDING " or *" CAPTURE_ENDING " file stands in this folder (of %zu looked at): "
                     "name the folder that the collector wrote to, or one file",
                     path, count);
}

bool folder_list(const char *path, struct file_list *list, struct error *err)
{
    switch (os_kind(path)) {
    case OS_FOLDER:
        return list_folder(path, list, err);
    case OS_NOTHING:
        return error_set(err, "%s: there is no such folder or file, or it may not be looked at: check the path", path);
    default:
        list->paths = memory_new(1, sizeof *list->paths);
        list->paths[0] = memory_copy(path, strlen(path));
        list->count = 1;
        return true;
    }
}

/* By the first bytes; of a capture whose first bytes are damaged the name still tells. */
bool folder_is_capture(const char *path)
{
    unsigned char bytes[CAPTURE_HEADER_BYTES];
    struct os_file file;
    struct error ignored;
    size_t got = 0, length = 0;

    if (text_ends_with(text_of(path), text_of(CAPTURE_ENDING)))
        return true;
    if (os_kind(path) != OS_FILE || !os_open(&file, path, &ignored))
        return false;
    while (length < sizeof bytes && os_read(&file, path, bytes + length, sizeof bytes - length, &got, &ignored) && got)
        length += got;
    os_close(&file);
    return capture_is(bytes, length);
}

static bool read_capture(const char *path, struct store *store, struct warnings *warnings, struct error *err)
{
    struct capture capture = {0};
    bool ok;

    if (!capture_open(&capture, path, warnings, err))
        return false;
    store_source(store, path);
    ok = capture_load(&capture, store, err);
    capture_close(&capture);
    return ok;
}

/* Reading all files: in runs, which threads claim one after the other. */
struct reading {
    const struct file_list *list;
    struct folder_progress progress;
    size_t run_files;
    struct run *runs; // owned
    size_t run_count;
    atomic_size_t claimed; // runs
    atomic_size_t done;    // files
    atomic_flag reporting; // one thread does
};

/* Files that follow each other, and what they gave. */
struct run {
    size_t first, last; // `last` is the first of the next run
    struct store *store;
    struct warnings *warnings;
    size_t usable;
    struct error why; // the last fault
};

static void report(void *context)
{
    struct reading *in = context;

    if (!in->progress.report || atomic_flag_test_and_set(&in->reporting))
        return;
    in->progress.report(in->progress.context, in->done, in->list->count);
    atomic_flag_clear(&in->reporting);
}

static bool read_file(struct reader *reader, struct csv_repeat *repeat, const char *path, bool of_folder,
                      struct store *store, struct warnings *warnings, struct error *err)
{
    struct csv_target target = {.store = store};
    bool ok;

    if (of_folder && os_kind(path) != OS_FILE)
        return error_set(err, "%s: is no file", path);
    if (csv_repeat_file(repeat, path, store))
        return true;
    if (folder_is_capture(path))
        return read_capture(path, store, warnings, err);
    if (!reader_open_file(reader, path, err))
        return false;
    store_source(store, path);
    ok = csv_read(reader, &target, warnings, err);
    reader_close(reader);
    return ok;
}

static void read_run(struct reading *in, struct run *run)
{
    struct reader reader = {.moved = report, .context = in};
    struct csv_repeat repeat = {0};

    for (size_t i = run->first; i < run->last; i++) {
        report(in);
        if (read_file(&reader, &repeat, in->list->paths[i], in->list->of_folder, run->store, run->warnings, &run->why))
            run->usable++;
        else if (in->list->count > 1)
            warnings_add(run->warnings, WARNING_FILE, "%s: file left out", run->why.text);
        in->done++;
    }
    report(in);
    reader_free(&reader);
    csv_repeat_free(&repeat);
}

static void read_claimed(void *context)
{
    struct reading *in = context;
    size_t claimed;

    while ((claimed = in->claimed++) < in->run_count)
        read_run(in, &in->runs[claimed]);
}

/* The run's store knows the tags of the first file, so that most of its pages can be taken over as they are. */
static struct run run_beside(const struct reading *in, size_t first, const struct store *store)
{
    size_t last = first + in->run_files;

    return (struct run){.first = first,
                        .last = last < in->list->count ? last : in->list->count,
                        .store = store_new_beside(store),
                        .warnings = memory_new(1, sizeof(struct warnings))};
}

static void join_run(struct run *whole, struct run *run)
{
    store_join(whole->store, run->store);
    warnings_join(whole->warnings, run->warnings);
    whole->usable += run->usable;
    warnings_free(run->warnings);
    free(run->warnings);
}

/* A thread should find several runs to claim, and a run many files: its first one is parsed whole. */
static size_t run_files_of(size_t files, size_t threads)
{
    size_t wanted = files / (threads * 4) + 1;

    return wanted < RUN_FILES_LEAST ? RUN_FILES_LEAST : wanted;
}

static void read_in_runs(struct reading *in, struct run *whole, struct workers workers)
{
    in->run_files = run_files_of(in->list->count, workers.count);
    in->runs = memory_new(in->list->count / in->run_files + 1, sizeof *in->runs);
    whole->last = 1;
    read_run(in, whole);
    for (size_t first = 1; first < in->list->count; first += in->run_files)
        in->runs[in->run_count++] = run_beside(in, first, whole->store);
    workers_run(workers, read_claimed, in);
    for (size_t i = 0; i < in->run_count; i++)
        join_run(whole, &in->runs[i]);
    free(in->runs);
}

bool folder_read(const struct file_list *list, struct store *store, struct warnings *warnings,
                 struct folder_progress progress, struct workers workers, struct error *err)
{
    struct reading in = {.list = list, .progress = progress, .reporting = ATOMIC_FLAG_INIT};
    struct run whole = {.last = list->count, .store = store, .warnings = warnings};

    if (workers.count > 1 && list->count > RUN_FILES_LEAST)
        read_in_runs(&in, &whole, workers);
    else
        read_run(&in, &whole);
    if (whole.usable)
        return true;
    if (list->count == 1)
        return error_set(err, "%s", whole.why.text);
    return error_set(err, "%s and %zu more: none of these files is a pool snapshot that can be read", list->paths[0],
                     list->count - 1);
}
