/* walk.c - os/walk.h for Linux. */
#include "os/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "os/linux/linux_internal.h"
#include "os/path.h"

#define DEPTH_MAX 200 // deeper than any directory of drivers; a path has at most 4096 bytes

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool os_list_directory(const char *directory, char ***names, size_t *count, struct error *err)
{
    DIR *dir = opendir(directory);
    struct dirent *entry;
    char **found = NULL;
    size_t n = 0, capacity = 0;

    if (!dir)
        return error_set(err, "cannot list %s: %s", directory, linux_reason(errno));
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

struct walk {
    os_walk_visit *visit;
    void *context;
    bool stopped;
};

static bool walk_directory(struct walk *walk, const char *directory, int depth, struct error *err);

static void walk_entry(struct walk *walk, const char *path, int depth)
{
    struct stat status;
    struct error fault;

    if (lstat(path, &status) != 0)
        return; // removed since it was listed
    if (S_ISDIR(status.st_mode)) {
        if (!walk_directory(walk, path, depth, &fault) && !walk->stopped)
            walk->stopped = !walk->visit(walk->context, path, &fault);
        return;
    }
    if (S_ISLNK(status.st_mode) && stat(path, &status) != 0)
        return;
    if (S_ISREG(status.st_mode))
        walk->stopped = !walk->visit(walk->context, path, NULL);
}

static bool walk_directory(struct walk *walk, const char *directory, int depth, struct error *err)
{
    char **names;
    size_t count;

    if (depth == DEPTH_MAX)
        return error_set(err, "'%s' is nested too deeply: pass it as an argument of its own", directory);
    if (!os_list_directory(directory, &names, &count, err))
        return false;
    for (size_t i = 0; i < count && !walk->stopped; i++) {
        struct buffer b = {0};
        char *path;

        os_append_directory(&b, directory);
        buffer_add_string(&b, names[i]);
        path = buffer_take(&b);
        walk_entry(walk, path, depth + 1);
        free(path);
    }
    os_names_free(names, count);
    return true;
}

bool os_walk(const char *directory, os_walk_visit *visit, void *context, struct error *err)
{
    struct walk walk = {visit, context, false};

    return walk_directory(&walk, directory, 0, err);
}
