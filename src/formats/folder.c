#include "formats/folder.h"

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

/* The file that is being read, for progress within it. */
struct at_file {
    struct folder_progress progress;
    size_t index, count;
};

static void report_file(void *context)
{
    const struct at_file *at = context;

    if (at->progress.report)
        at->progress.report(at->progress.context, at->index, at->count);
}

bool folder_read(const struct file_list *list, struct store *store, struct warnings *warnings,
                 struct folder_progress progress, struct error *err)
{
    struct at_file at = {.progress = progress, .count = list->count};
    struct reader reader = {.moved = report_file, .context = &at};
    struct csv_repeat repeat = {0};
    size_t usable = 0;
    struct error why = {0};

    for (; at.index < list->count; at.index++) {
        size_t i = at.index;

        report_file(&at);
        if (read_file(&reader, &repeat, list->paths[i], list->of_folder, store, warnings, &why))
            usable++;
        else if (list->count > 1)
            warnings_add(warnings, WARNING_FILE, "%s: file left out", why.text);
    }
    report_file(&at); // all of them
    reader_free(&reader);
    csv_repeat_free(&repeat);
    if (usable)
        return true;
    if (list->count == 1)
        return error_set(err, "%s", why.text);
    return error_set(err, "%s and %zu more: none of these files is a pool snapshot that can be read", list->paths[0],
                     list->count - 1);
}
