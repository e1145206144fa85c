#include "formats/folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "formats/capture.h"
#include "os/os.h"

#define CSV_ENDING "pool.csv"

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

/* Reading all files, and progress within one of them. */
struct reading {
    const struct file_list *list;
    struct folder_options options;
    struct format_target *target;
    struct warnings *warnings;
    size_t index;
    size_t usable, unknown; // files
    const char *first_unknown;
};

static void report_file(void *context)
{
    const struct reading *at = context;

    if (at->options.progress.report)
        at->options.progress.report(at->options.progress.context, at->index, at->list->count);
}

/* Whether the file is there because all of a folder's are wanted. */
static bool is_only_found(const struct reading *in)
{
    return in->list->is_all_files && in->list->of_folder[in->index] && !is_snapshot_name(in->list->paths[in->index]);
}

static enum format_result read_file(struct reading *in, struct reader *reader, struct error *err)
{
    struct format_input input = {
        .path = in->list->paths[in->index], .clock = &in->options.clock, .warnings = in->warnings};

    if (in->list->of_folder[in->index] && os_kind(input.path) != OS_FILE) {
        error_set(err, "%s: is no file", input.path);
        return FORMAT_FAILED;
    }
    if (is_only_found(in) && !format_knows(input.path))
        return FORMAT_UNKNOWN;
    return format_read(&input, reader, in->target, err);
}

/* Of all the files of a folder, those that are nothing of ours are none of our business: they are counted. */
static void take_result(struct reading *in, enum format_result result, const struct error *why)
{
    bool is_other = result == FORMAT_UNKNOWN && is_only_found(in);

    in->usable += result == FORMAT_READ;
    if (is_other && in->unknown++ == 0)
        in->first_unknown = in->list->paths[in->index];
    if (result != FORMAT_READ && !is_other && in->list->count > 1)
        warnings_add(in->warnings, WARNING_FILE, "%s: file left out", why->text);
}

static bool nothing_usable(const struct reading *in, const struct error *why, struct error *err)
{
    if (in->list->count == 1)
        return error_set(err, "%s", why->text);
    return error_set(err, "%s and %zu more: none of these files is a pool snapshot that can be read",
                     in->list->paths[0], in->list->count - 1);
}

bool folder_read(const struct file_list *list, struct format_target *target, struct folder_options options,
                 struct warnings *warnings, struct error *err)
{
    struct reading in = {.list = list, .options = options, .target = target, .warnings = warnings};
    struct reader reader = {.moved = report_file, .context = &in};
    struct error why = {0};

    if (target->store)
        store_interval(target->store, options.clock.interval_us);
    for (; in.index < list->count && !target->has_stopped; in.index++) {
        report_file(&in);
        take_result(&in, read_file(&in, &reader, &why), &why);
    }
    report_file(&in); // all of them
    reader_free(&reader);
    if (in.unknown)
        warnings_add(warnings, WARNING_FILE, "%s: %zu file%s (this one first) left out, being nothing that can be read",
                     in.first_unknown, in.unknown, in.unknown == 1 ? "" : "s");
    if (target->has_stopped)
        return error_set(err, "%s", why.text);
    return in.usable || nothing_usable(&in, &why, err);
}
