/* reason.c - Windows error codes as sentences that say what to do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "os/files.h"
#include "os/windows/windows_internal.h"

/* The message of Windows, in the language of Windows. */
static const char *system_message(DWORD code)
{
    static _Thread_local char message[512];
    wchar_t wide[400];
    DWORD length = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, code, 0, wide,
                                  sizeof wide / sizeof *wide, NULL);
    char *utf8;

    while (length && (wide[length - 1] <= L' ' || wide[length - 1] == L'.'))
        length--;
    wide[length] = L'\0';
    utf8 = windows_utf8(wide);
    snprintf(message, sizeof message, "%s%s(Windows error %lu)", utf8, length ? " " : "", (unsigned long)code);
    free(utf8);
    return message;
}

/* Windows reports the same error for a missing directory and for a file in place of one. */
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
        return "no such file or directory; check the path";
    case ERROR_ACCESS_DENIED:
    case ERROR_PRIVILEGE_NOT_HELD:
        return "permission denied; run as a user with access to it";
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
    case ERROR_USER_MAPPED_FILE:
        return "another program has it open; close it there, or use another file";
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
        return "the disk is full; free some space or use another disk";
    case ERROR_DIRECTORY:
        return "a part of the path is not a directory; check the path";
    case ERROR_WRITE_PROTECT:
        return "the disk is read-only; use another path";
    case ERROR_INVALID_NAME:
        return "invalid file name: Windows does not allow < > : \" | ? * in it; check the path";
    case ERROR_FILENAME_EXCED_RANGE:
        return "the name is too long; use a shorter one";
    case ERROR_NOT_READY:
    case ERROR_NETNAME_DELETED:
    case ERROR_DEV_NOT_EXIST:
        return "the disk or network share is not available; reconnect it";
    case ERROR_CRC:
    case ERROR_IO_DEVICE:
    case ERROR_SECTOR_NOT_FOUND:
        return "the disk reports an error; use a copy on another disk";
    default:
        return system_message(code);
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
        return "it is a directory; use a file";
    if (code == ERROR_ACCESS_DENIED && is_held(path))
        code = ERROR_SHARING_VIOLATION;
    return windows_reason(path, code);
}
