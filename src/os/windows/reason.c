#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "os/files.h"
#include "os/windows/windows_internal.h"

/* In Windows' own words and language. */
static const char *system_words(DWORD code)
{
    static _Thread_local char said[512];
    wchar_t wide[400];
    DWORD length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, code, 0, wide,
                                  sizeof wide / sizeof *wide, NULL);
    char *utf8;

    while (length && (wide[length - 1] <= L' ' || wide[length - 1] == L'.'))
        length--;
    wide[length] = L'\0';
    utf8 = windows_utf8(wide);
    snprintf(said, sizeof said, "%s%s(Windows error %lu)", utf8, length ? " " : "", (unsigned long)code);
    free(utf8);
    return said;
}

/* Windows says the same of a folder that is missing and of a file that stands in its place. */
static bool goes_through_a_file(const char *path)
{
    char *part = memory_copy(path, strlen(path));
    bool is_file = false;

    for (size_t i = strlen(path); i-- > 1 && !is_file;) {
        if (part[i] != '/' && part[i] != '\\')
            continue;
        part[i] = '\0';
        is_file = os_path_kind(part) == OS_FILE;
    }
    free(part);
    return is_file;
}

const char *windows_reason(const char *path, DWORD code)
{
    if (path && code == ERROR_PATH_NOT_FOUND && goes_through_a_file(path))
        code = ERROR_DIRECTORY;
    switch (code) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_DRIVE:
    case ERROR_BAD_NETPATH:
    case ERROR_BAD_NET_NAME:
        return "there is no such file or folder; check the path";
    case ERROR_ACCESS_DENIED:
    case ERROR_PRIVILEGE_NOT_HELD:
        return "permission denied; run as a user who may use it";
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
    case ERROR_USER_MAPPED_FILE:
        return "another program has it open; close it there, or name another file";
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
        return "the disk is full; free some space or name another place";
    case ERROR_DIRECTORY:
        return "a part of the path is no folder; check the path";
    case ERROR_WRITE_PROTECT:
        return "the disk is read-only; name another place";
    case ERROR_INVALID_NAME:
        return "this is no name for a file on Windows, where < > : \" | ? * may not stand in one; check the path";
    case ERROR_FILENAME_EXCED_RANGE:
        return "the name is too long; choose a shorter one";
    case ERROR_NOT_READY:
    case ERROR_NETNAME_DELETED:
    case ERROR_DEV_NOT_EXIST:
        return "the disk or the share is gone; connect it again";
    case ERROR_CRC:
    case ERROR_IO_DEVICE:
    case ERROR_SECTOR_NOT_FOUND:
        return "the disk reports an error; copy the file from a good source";
    default:
        return system_words(code);
    }
}

static bool is_held(const char *path)
{
    wchar_t *wide = windows_path(path);
    HANDLE handle = CreateFileW(wide, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    bool is = handle == INVALID_HANDLE_VALUE && GetLastError() == ERROR_SHARING_VIOLATION;

    if (handle != INVALID_HANDLE_VALUE)
        CloseHandle(handle);
    free(wide);
    return is;
}

const char *windows_file_reason(const char *path, DWORD code)
{
    if (code == ERROR_ACCESS_DENIED && os_path_kind(path) == OS_DIRECTORY)
        return "it is a folder; name a file";
    if (code == ERROR_ACCESS_DENIED && is_held(path))
        code = ERROR_SHARING_VIOLATION;
    return windows_reason(path, code);
}
