#include "os/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "os/linux/linux_internal.h"

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool os_list_directory(const char *folder, char ***names, size_t *count, struct error *err)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    char **found = NULL;
    size_t n = 0, capacity = 0;

    if (!dir)
        return error_set(err, "%s: cannot be listed: %s", folder, linux_reason(errno));
    while ((entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        ARRAY_RESERVE(found, capacity, n + 1);
        found[n++] = memory_copy(entry->d_name, strlen(entry->d_name));
    }
    closedir(dir);
    if (n)
        qsort(found, n, sizeof *found, by_bytes);
    *names = found;
    *count = n;
    return true;
}

void os_names_free(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

#define DEPTH_MOST 200 // deeper than any folder of drivers; a path has 4096 bytes

struct walk {
    os_walk_visit *visit;
    void *context;
    bool stopped;
};

static bool walk_folder(struct walk *walk, const char *folder, int depth, struct error *err);

static char *path_in(const char *folder, const char *name)
{
    struct buffer b = {0};

    buffer_add_string(&b, folder);
    if (b.length && b.bytes[b.length - 1] != '/')
        buffer_add_char(&b, '/');
    buffer_add_string(&b, name);
    return buffer_take(&b);
}

static void walk_entry(struct walk *walk, const char *path, int depth)
{
    struct stat status;
    struct error fault;

    if (lstat(path, &status) != 0)
        return; // gone since it was listed
    if (S_ISDIR(status.st_mode)) {
        if (!walk_folder(walk, path, depth, &fault) && !walk->stopped)
            walk->stopped = !walk->visit(walk->context, path, &fault);
        return;
    }
    if (S_ISLNK(status.st_mode) && stat(path, &status) != 0)
        return;
    if (S_ISREG(status.st_mode))
        walk->stopped = !walk->visit(walk->context, path, NULL);
}

static bool walk_folder(struct walk *walk, const char *folder, int depth, struct error *err)
{
    char **names;
    size_t count;

    if (depth == DEPTH_MOST)
        return error_set(err, "%s: folders within folders, too deep to follow: name it by itself", folder);
    if (!os_list_directory(folder, &names, &count, err))
        return false;
    for (size_t i = 0; i < count && !walk->stopped; i++) {
        char *path = path_in(folder, names[i]);

        walk_entry(walk, path, depth + 1);
        free(path);
    }
    os_names_free(names, count);
    return true;
}

bool os_walk(const char *folder, os_walk_visit *visit, void *context, struct error *err)
{
    struct walk walk = {visit, context, false};

    return walk_folder(&walk, folder, 0, err);
}
