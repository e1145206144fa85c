#include "os/path.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "os/files.h"
#include "os/linux/linux_internal.h"

/* Owned by the caller. */
char *linux_directory_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? memory_copy(path, slash == path ? 1 : (size_t)(slash - path)) : memory_copy(".", 1);
}

bool os_parent_exists(const char *path)
{
    char *folder = linux_directory_of(path);
    bool is_there = os_path_kind(folder) == OS_DIRECTORY;

    free(folder);
    return is_there;
}

void os_append_directory(struct buffer *path, const char *folder)
{
    buffer_add_string(path, folder);
    if (path->length && path->bytes[path->length - 1] != '/')
        buffer_add_char(path, '/');
}

const char *os_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

char *os_full_path(const char *path)
{
    return realpath(path, NULL);
}
