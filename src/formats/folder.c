#include "formats/folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "formats/csv.h"
#include "os/os.h"

#define SNAPSHOT_ENDING "pool.csv"

static bool is_snapshot_name(const char *name)
{
    size_t length = strlen(name), ending = strlen(SNAPSHOT_ENDING);

    return name[0] != '.' && length >= ending && strcmp(name + length - ending, SNAPSHOT_ENDING) == 0;
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
    return error_set(err, "%s: no *" SNAPSHOT_ENDING " file stands in this folder (of %zu looked at): name the folder that "
                          "the collector wrote to, or one file",
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

static bool read_file(struct reader *reader, const char *path, bool of_folder, struct store *store,
                      struct warnings *warnings, struct error *err)
{
    bool ok;

    if (of_folder && os_kind(path) != OS_FILE)
        return error_set(err, "%s: is no file", path);
    if (!reader_open_file(reader, path, err))
        return false;
    store_source(store, path);
    ok = csv_read(reader, store, warnings, err);
    reader_close(reader);
    return ok;
}

bool folder_read(const struct file_list *list, struct store *store, struct warnings *warnings,
                 struct folder_progress progress, struct error *err)
{
    struct reader reader = {0};
    size_t usable = 0;
    struct error why = {0};

    for (size_t i = 0; i < list->count; i++) {
        if (progress.report)
            progress.report(progress.context, i, list->count);
        if (read_file(&reader, list->paths[i], list->of_folder, store, warnings, &why))
            usable++;
        else if (list->count > 1)
            warnings_add(warnings, WARNING_FILE, "%s: file left out", why.text);
    }
    if (progress.report)
        progress.report(progress.context, list->count, list->count);
    reader_free(&reader);
    if (usable)
        return true;
    if (list->count == 1)
        return error_set(err, "%s", why.text);
    return error_set(err, "%s and %zu more: none of these files is a pool snapshot that can be read", list->paths[0],
                     list->count - 1);
}
