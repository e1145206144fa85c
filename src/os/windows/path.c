#include "os/os.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/memory.h"
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
        is_file = os_kind(part) == OS_FILE;
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
    if (code == ERROR_ACCESS_DENIED && os_kind(path) == OS_FOLDER)
        return "it is a folder; name a file";
    if (code == ERROR_ACCESS_DENIED && is_held(path))
        code = ERROR_SHARING_VIOLATION;
    return windows_reason(path, code);
}

int windows_keep(HANDLE handle)
{
    return (int)HandleToLong(handle);
}

HANDLE windows_handle(int kept)
{
    return LongToHandle(kept);
}

bool windows_rename(const wchar_t *from, const wchar_t *to, DWORD flags)
{
    const int most_tries = 10;

    for (int tries = 1;; tries++) {
        DWORD code;

        if (MoveFileExW(from, to, flags | MOVEFILE_WRITE_THROUGH))
            return true;
        code = GetLastError();
        if (tries == most_tries || (code != ERROR_ACCESS_DENIED && code != ERROR_SHARING_VIOLATION)) {
            SetLastError(code);
            return false;
        }
        Sleep(50);
    }
}

bool windows_write(HANDLE handle, const void *bytes, size_t length, OVERLAPPED *at, size_t *written)
{
    const char *from = bytes;

    for (*written = 0; *written < length;) {
        size_t left = length - *written;
        DWORD n = 0;

        if (!WriteFile(handle, from + *written, left > 1u << 26 ? 1u << 26 : (DWORD)left, &n, at))
            return false;
        *written += n;
        if (at) {
            uint64_t next = ((uint64_t)at->OffsetHigh << 32 | at->Offset) + n;

            at->Offset = (DWORD)next;
            at->OffsetHigh = (DWORD)(next >> 32);
        }
    }
    return true;
}
