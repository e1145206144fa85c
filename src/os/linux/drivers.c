#include "os/os.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"

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
    if (!os_names(folder, &names, &count, err))
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

const char *os_name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

bool os_loaded_drivers(char ***paths, size_t *count)
{
    (void)paths;
    (void)count;
    return false; // Linux loads no Windows drivers: of copied files it cannot be said
}

void os_driver_places(char ***paths, size_t *count)
{
    *paths = NULL;
    *count = 0;
}
