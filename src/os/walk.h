/* walk.h - listing a directory, and visiting every file below it. */
#ifndef OS_WALK_H
#define OS_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* The names in a directory without "." and "..", in byte order. The caller frees them with os_names_free. */
bool os_list_directory(const char *directory, char ***names, size_t *count, struct error *err);
void os_names_free(char **names, size_t count);

/* Called for each file; `path` is borrowed for the call. With `fault`, the path is a subdirectory that could not be
 * listed, and the walk continues after it. Returning false ends the walk, which is not an error. */
typedef bool os_walk_visit(void *context, const char *path, const struct error *fault);

/* Visits every file below the directory, depth first, the entries of a directory in byte order of their names. Links to
 * files are visited under the link's path. Links to directories (symbolic links, junctions, mount points) are not
 * followed, so the walk cannot loop. Entries that are neither file nor directory are skipped. Paths begin with
 * `directory` as given. False when `directory` itself cannot be listed. */
bool os_walk(const char *directory, os_walk_visit *visit, void *context, struct error *err);

#endif
