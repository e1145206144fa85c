/* path.h - paths as text: joining, splitting, resolving.
 *
 * In all of os/, paths are UTF-8, and an error names the path, the reason and what to do about it.
 */
#ifndef OS_PATH_H
#define OS_PATH_H

#include <stdbool.h>

#include "base/buffer.h"

/* Appends the directory and, where one is missing, the separator before a name in it. */
void os_append_directory(struct buffer *path, const char *directory);

/* The last part of a path, after the last separator of this system. Borrowed. */
const char *os_base_name(const char *path);

/* The absolute path, owned by the caller; NULL when there is none. Linux resolves symbolic links, and the file must
 * exist. */
char *os_full_path(const char *path);

/* Whether the directory that holds the path exists. */
bool os_parent_exists(const char *path);

#endif
