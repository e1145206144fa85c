/* walk.c - os/walk.h for Linux. */
#include "os/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "os/linux/linux_internal.h"
#include "os/walk_internal.h"

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

enum walk_entry os_walk_entry(const char *path)
{
    struct stat status;

    if (lstat(path, &status) != 0)
        return WALK_IGNORE;
    if (S_ISDIR(status.st_mode))
        return WALK_DIRECTORY;
    if (S_ISLNK(status.st_mode) && stat(path, &status) != 0)
        return WALK_IGNORE;
    return S_ISREG(status.st_mode) ? WALK_FILE : WALK_IGNORE;
}
