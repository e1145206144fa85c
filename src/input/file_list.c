#include "input/file_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/natural.h"
#include "formats/capture/capture.h"
#include "os/files.h"
#include "os/path.h"
#include "os/walk.h"

#define INPUT_PATH "-"

bool file_list_is_snapshot(const char *name)
{
    return text_ends_with(text_of(name), text_of(FILE_LIST_CSV_ENDING)) ||
           text_ends_with(text_of(name), text_of(CAPTURE_ENDING));
}

static struct text ending_of(struct text name)
{
    size_t point = name.length;

    while (point > 1 && name.data[point - 1] != '.')
        point--;
    return point > 1 ? text_skip(name, point - 1) : (struct text){"", 0};
}

int file_list_compare(struct text a, struct text b)
{
    struct text x = ending_of(a), y = ending_of(b);
    int order = natural_compare((struct text){a.data, a.length - x.length}, (struct text){b.data, b.length - y.length});

    return order ? order : natural_compare(x, y);
}

static int by_name(const void *a, const void *b)
{
    return file_list_compare(text_of(os_base_name(*(char *const *)a)), text_of(os_base_name(*(char *const *)b)));
}

static char *join_path(const char *directory, const char *name)
{
    struct buffer b = {0};

    os_append_directory(&b, directory);
    buffer_add_string(&b, name);
    return buffer_take(&b);
}

void file_list_free(struct file_list *list)
{
    os_names_free(list->paths, list->count);
    os_names_free(list->directories, list->directory_count);
    free(list->of_directory);
    free(list->members);
    for (size_t i = 0; i < list->packed_count; i++)
        packed_free(list->packed[i]);
    free(list->packed);
    *list = (struct file_list){0};
}

/* Takes ownership of the path. */
static void add_path(struct file_list *list, char *path, size_t of_directory, const struct packed_member *member)
{
    size_t capacity = list->capacity;

    ARRAY_RESERVE(list->paths, list->capacity, list->count + 1);
    if (list->capacity != capacity) {
        list->of_directory = memory_resize(list->of_directory, list->capacity, sizeof *list->of_directory);
        list->members = memory_resize(list->members, list->capacity, sizeof *list->members);
    }
    list->paths[list->count] = path;
    list->members[list->count] = member;
    list->of_directory[list->count++] = of_directory;
}

/* --- packed files --- */

static int by_member_name(const void *a, const void *b)
{
    const struct packed_member *x = a, *y = b;
    int order = file_list_compare(text_of(x->name), text_of(y->name));

    return order ? order : (x->offset > y->offset) - (x->offset < y->offset); // a name that is there twice
}

/* Adds its members; takes ownership of it. */
static void add_packed(struct file_list *list, struct packed_file *packed)
{
    ARRAY_RESERVE(list->packed, list->packed_capacity, list->packed_count + 1);
    list->packed[list->packed_count++] = packed;
    qsort(packed->members, packed->count, sizeof *packed->members, by_member_name);
    for (size_t i = 0; i < packed->count; i++) {
        const struct packed_member *m = &packed->members[i];

        add_path(list, memory_copy(m->name, strlen(m->name)), 0, m);
    }
}

/* Adds the file, or its members if it is packed. Takes ownership of the path. */
static void add_file(struct file_list *list, char *path, size_t of_directory)
{
    struct packed_file *packed = packed_open(path);

    if (!packed) {
        add_path(list, path, of_directory, NULL);
        return;
    }
    add_packed(list, packed);
    free(path);
}

static bool add_input(struct file_list *list, struct error *err)
{
    struct packed_file *packed;

    if (list->has_input)
        return error_set(err, "standard input (-) can be read only once: give it once");
    packed = packed_open_input(err);
    if (!packed)
        return false;
    list->has_input = true;
    add_packed(list, packed);
    return true;
}

/* --- directories and files --- */

static bool list_directory(const char *path, struct file_list *list, struct error *err)
{
    char **names;
    size_t count, before = list->count;

    if (!os_list_directory(path, &names, &count, err))
        return false;
    if (count)
        qsort(names, count, sizeof *names, by_name);
    ARRAY_RESERVE(list->directories, list->directory_capacity, list->directory_count + 1);
    list->directories[list->directory_count++] = memory_copy(path, strlen(path));
    for (size_t i = 0; i < count; i++) {
        char *file;

        if (names[i][0] == '.' || !(list->is_all_files || file_list_is_snapshot(names[i])))
            continue;
        file = join_path(path, names[i]);
        if (list->is_all_files && os_path_kind(file) == OS_FILE)
            add_file(list, file, list->directory_count);
        else if (file_list_is_snapshot(names[i]))
            add_path(list, file, list->directory_count, NULL);
        else
            free(file);
    }
    os_names_free(names, count);
    if (list->count > before)
        return true;
    if (list->is_all_files)
        return error_set(err, "%s: no file in this directory: use a directory that contains files, or a file", path);
    return error_set(err,
                     "%s: no *" FILE_LIST_CSV_ENDING " or *" CAPTURE_ENDING
                     " among the %zu entries of this directory: use the one that the collector wrote to, or a file; "
                     "--all-files also reads files with other names",
                     path, count);
}

static bool list_path(const char *path, struct file_list *list, struct error *err)
{
    if (strcmp(path, INPUT_PATH) == 0)
        return add_input(list, err);
    switch (os_path_kind(path)) {
    case OS_DIRECTORY:
        return list_directory(path, list, err);
    case OS_MISSING:
        return error_set(err, "%s: no such file or directory, or no permission to read it: check the path", path);
    default:
        add_file(list, memory_copy(path, strlen(path)), 0);
        return true;
    }
}

/* Whether the second of two named files is in the directory of the first, and follows it in byte order. */
static bool follows_by_bytes(const char *path, const char *next)
{
    size_t directory = (size_t)(os_base_name(path) - path);

    return (size_t)(os_base_name(next) - next) == directory && memcmp(path, next, directory) == 0 &&
           strcmp(path, next) < 0;
}

struct named {
    char *path;
    const struct packed_member *member;
};

static int by_base_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;

    return file_list_compare(text_of(os_base_name(x->path)), text_of(os_base_name(y->path)));
}

static void sort_range(struct file_list *list, size_t first, size_t end)
{
    struct named *named = memory_new(end - first, sizeof *named);

    for (size_t i = first; i < end; i++)
        named[i - first] = (struct named){list->paths[i], list->members[i]};
    qsort(named, end - first, sizeof *named, by_base_name);
    for (size_t i = first; i < end; i++) {
        list->paths[i] = named[i - first].path;
        list->members[i] = named[i - first].member;
    }
    free(named);
}

/* A shell expands poolmon*.log in byte order: poolmon10.log comes before poolmon2.log. */
static void sort_expanded(struct file_list *list)
{
    for (size_t i = 0, end; i < list->count; i = end) {
        end = i + 1;
        while (end < list->count && !list->of_directory[i] && !list->of_directory[end] &&
               follows_by_bytes(list->paths[end - 1], list->paths[end]))
            end++;
        sort_range(list, i, end);
    }
}

bool file_list_find(const char *const *paths, size_t count, bool all_files, struct file_list *list, struct error *err)
{
    struct file_list found = {.is_all_files = all_files};

    for (size_t i = 0; i < count; i++)
        if (!list_path(paths[i], &found, err)) {
            file_list_free(&found);
            return false;
        }
    sort_expanded(&found);
    *list = found;
    return true;
}
