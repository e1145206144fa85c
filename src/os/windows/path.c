/* path.c - os/path.h for Windows, and conversion of paths to what its functions take: UTF-16, of any length. */
#include "os/path.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/memory.h"
#include "os/files.h"
#include "os/windows/windows_internal.h"

#define LONGEST_PLAIN 240 // MAX_PATH is 260, but 248 for directories

wchar_t *windows_wide(const char *utf8)
{
    int length = MultiByteToWideChar(CP_UTF8, 0, utf8, -1, NULL, 0);
    wchar_t *wide = memory_new(length > 0 ? (size_t)length : 1, sizeof *wide);

    MultiByteToWideChar(CP_UTF8, 0, utf8, -1, wide, length);
    return wide;
}

char *windows_utf8(const wchar_t *wide)
{
    int length = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *utf8 = memory_new(length > 0 ? (size_t)length : 1, 1);

    WideCharToMultiByte(CP_UTF8, 0, wide, -1, utf8, length, NULL, NULL);
    return utf8;
}

static bool begins(const wchar_t *path, const wchar_t *prefix)
{
    return wcsncmp(path, prefix, wcslen(prefix)) == 0;
}

/* The prefix "\\?\" lifts the limit of 260 characters, but needs an absolute path without slashes, "." and "..". Short
 * paths are used as they are, because device names such as NUL do not work with the prefix. */
wchar_t *windows_path(const char *path)
{
    wchar_t *wide = windows_wide(path), *full, *prefixed;
    DWORD capacity = GetFullPathNameW(wide, 0, NULL, NULL);
    bool is_share;

    if (capacity <= LONGEST_PLAIN || begins(wide, L"\\\\?\\") || begins(wide, L"\\\\.\\"))
        return wide;
    full = memory_new(capacity, sizeof *full);
    if (GetFullPathNameW(wide, capacity, full, NULL) >= capacity) { // the current directory changed meanwhile
        free(full);
        return wide;
    }
    is_share = begins(full, L"\\\\");
    prefixed = memory_new(wcslen(full) + 9, sizeof *prefixed);
    wcscpy(prefixed, is_share ? L"\\\\?\\UNC" : L"\\\\?\\");
    wcscat(prefixed, is_share ? full + 1 : full);
    free(full);
    free(wide);
    return prefixed;
}

bool windows_is_slash(char c)
{
    return c == '/' || c == '\\';
}

const char *windows_last_slash(const char *path)
{
    const char *last = NULL;

    for (const char *p = path; *p; p++)
        if (windows_is_slash(*p) || (*p == ':' && p == path + 1))
            last = p;
    return last;
}

bool os_parent_exists(const char *path)
{
    const char *slash = windows_last_slash(path);
    bool keeps_slash = slash && (slash == path || *slash == ':' || (slash == path + 2 && path[1] == ':'));
    char *directory = slash ? memory_copy(path, (size_t)(slash - path) + keeps_slash) : memory_copy(".", 1);
    bool exists = os_path_kind(directory) == OS_DIRECTORY;

    free(directory);
    return exists;
}

/* Uses the kind of slash that the directory has. */
void os_append_directory(struct buffer *path, const char *directory)
{
    size_t length = strlen(directory);

    buffer_add(path, directory, length);
    if (length && !windows_is_slash(directory[length - 1]) &&
        directory[length - 1] != ':') // "C:" is the current directory of the drive, not its root
        buffer_add_char(path,
                        strchr(directory, '\\') || (strchr(directory, ':') && !strchr(directory, '/')) ? '\\' : '/');
}

const char *os_base_name(const char *path)
{
    const char *name = path;

    for (const char *p = path; *p; p++)
        if (*p == '/' || *p == '\\' || (*p == ':' && p == path + 1))
            name = p + 1;
    return name;
}

char *os_full_path(const char *path)
{
    wchar_t *wide = windows_wide(path), *full;
    DWORD capacity = GetFullPathNameW(wide, 0, NULL, NULL);
    char *utf8 = NULL;

    full = memory_new((size_t)capacity + 1, sizeof *full);
    if (capacity && GetFullPathNameW(wide, capacity, full, NULL) < capacity)
        utf8 = windows_utf8(full);
    free(full);
    free(wide);
    return utf8;
}
