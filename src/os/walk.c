#include "os/walk.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "os/path.h"
#include "os/walk_internal.h"

#define DEPTH_MAX 200 // deeper than any directory of drivers

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
    enum walk_entry entry = os_walk_entry(path);
    struct error fault;

    if (entry == WALK_FILE)
        walk->stopped = !walk->visit(walk->context, path, NULL);
    else if (entry == WALK_DIRECTORY && !walk_directory(walk, path, depth, &fault) && !walk->stopped)
        walk->stopped = !walk->visit(walk->context, path, &fault);
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
