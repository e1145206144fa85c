/* walk.c - os/walk.h for Windows. */
#include "os/walk.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/memory.h"
#include "os/files.h"
#include "os/path.h"
#include "os/walk_internal.h"
#include "os/windows/windows_internal.h"

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static HANDLE find_first(const char *directory, WIN32_FIND_DATAW *entry)
{
    struct buffer pattern = {0};
    wchar_t *wide;
    HANDLE search;
    DWORD code;

    os_append_directory(&pattern, directory);
    buffer_add(&pattern, "*", 2);
    wide = windows_path(pattern.bytes);
    search = FindFirstFileExW(wide, FindExInfoBasic, entry, FindExSearchNameMatch, NULL, FIND_FIRST_EX_LARGE_FETCH);
    code = GetLastError();
    free(wide);
    buffer_free(&pattern);
    SetLastError(code);
    return search;
}

bool os_list_directory(const char *directory, char ***names, size_t *count, struct error *err)
{
    WIN32_FIND_DATAW entry;
    HANDLE search = find_first(directory, &entry);
    char **found = NULL;
    size_t n = 0, capacity = 0;

    if (search == INVALID_HANDLE_VALUE && GetLastError() != ERROR_FILE_NOT_FOUND)
        return error_set(err, "cannot list %s: %s", directory, windows_reason(directory, GetLastError()));
    while (search != INVALID_HANDLE_VALUE) {
        if (wcscmp(entry.cFileName, L".") != 0 && wcscmp(entry.cFileName, L"..") != 0) {
            ARRAY_RESERVE(found, capacity, n + 1);
            found[n++] = windows_utf8(entry.cFileName);
        }
        if (!FindNextFileW(search, &entry))
            break;
    }
    if (search != INVALID_HANDLE_VALUE)
        FindClose(search);
    if (n)
        qsort(found, n, sizeof *found, by_bytes);
    *names = found;
    *count = n;
    return true;
}

static DWORD attributes_of(const char *path)
{
    wchar_t *wide = windows_path(path);
    DWORD attributes = GetFileAttributesW(wide);

    free(wide);
    return attributes;
}

/* A link to a directory is a directory with a reparse point: a symbolic link, a junction or a mounted disk. */
enum walk_entry os_walk_entry(const char *path)
{
    DWORD attributes = attributes_of(path);

    if (attributes == INVALID_FILE_ATTRIBUTES)
        return WALK_IGNORE;
    if (attributes & FILE_ATTRIBUTE_DIRECTORY)
        return attributes & FILE_ATTRIBUTE_REPARSE_POINT ? WALK_IGNORE : WALK_DIRECTORY;
    return os_path_kind(path) == OS_FILE ? WALK_FILE : WALK_IGNORE;
}
