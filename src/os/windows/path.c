#include "os/path.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/memory.h"
#include "os/files.h"
#include "os/windows/windows_internal.h"

#define LONGEST_PLAIN 240 // 260 for files, but 248 for folders

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

/* "\\?\" lifts the limit of 260 characters, but wants a whole path without slashes, "." or "..". Short paths go without
 * it, since names such as NUL mean nothing behind it. */
wchar_t *windows_path(const char *path)
{
    wchar_t *wide = windows_wide(path), *full, *prefixed;
    DWORD room = GetFullPathNameW(wide, 0, NULL, NULL);
    bool is_share;

    if (room <= LONGEST_PLAIN || begins(wide, L"\\\\?\\") || begins(wide, L"\\\\.\\"))
        return wide;
    full = memory_new(room, sizeof *full);
    if (GetFullPathNameW(wide, room, full, NULL) >= room) { // the current folder changed meanwhile
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

/* What ends the folder's part of the path: a slash, or the colon of "C:file". NULL: there is none. */
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
    char *folder = slash ? memory_copy(path, (size_t)(slash - path) + keeps_slash) : memory_copy(".", 1);
    bool is_there = os_path_kind(folder) == OS_DIRECTORY;

    free(folder);
    return is_there;
}

/* The slash is the one that the user writes. */
void os_append_directory(struct buffer *path, const char *folder)
{
    size_t length = strlen(folder);

    buffer_add(path, folder, length);
    if (length && !windows_is_slash(folder[length - 1]) &&
        folder[length - 1] != ':') // "C:" is a folder, and not the root
        buffer_add_char(path, strchr(folder, '\\') || (strchr(folder, ':') && !strchr(folder, '/')) ? '\\' : '/');
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
    DWORD room = GetFullPathNameW(wide, 0, NULL, NULL);
    char *whole = NULL;

    full = memory_new((size_t)room + 1, sizeof *full);
    if (room && GetFullPathNameW(wide, room, full, NULL) < room)
        whole = windows_utf8(full);
    free(full);
    free(wide);
    return whole;
}
