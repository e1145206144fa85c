/* user_cache.c - os/user_cache.h for Windows: below %LOCALAPPDATA%, which only the user and administrators can
 * access. */
#include "os/user_cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "os/files.h"
#include "os/process.h"
#include "os/windows/windows_internal.h"

char *user_cache_root(void)
{
    return os_environment("LOCALAPPDATA");
}

bool user_cache_directory(const char *path, bool make)
{
    wchar_t *wide = windows_path(path);
    DWORD attributes = GetFileAttributesW(wide);

    if (attributes == INVALID_FILE_ATTRIBUTES && make && os_make_directory(path, NULL))
        attributes = GetFileAttributesW(wide);
    free(wide);
    return attributes != INVALID_FILE_ATTRIBUTES && attributes & FILE_ATTRIBUTE_DIRECTORY &&
           !(attributes & FILE_ATTRIBUTE_REPARSE_POINT);
}

/* INVALID_HANDLE_VALUE: it does not exist, is not a regular file, or another program's share mode forbids the
 * access. */
static HANDLE open_own(const char *path, DWORD access, DWORD share, uint64_t *length)
{
    wchar_t *wide = windows_path(path);
    HANDLE handle = CreateFileW(wide, access, share, NULL, OPEN_EXISTING,
                                FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    BY_HANDLE_FILE_INFORMATION facts;

    free(wide);
    if (handle == INVALID_HANDLE_VALUE)
        return handle;
    if (GetFileType(handle) == FILE_TYPE_DISK && GetFileInformationByHandle(handle, &facts) &&
        !(facts.dwFileAttributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT))) {
        *length = (uint64_t)facts.nFileSizeHigh << 32 | facts.nFileSizeLow;
        return handle;
    }
    CloseHandle(handle);
    return INVALID_HANDLE_VALUE;
}

bool user_cache_read(const char *path, uint64_t most, struct buffer *to)
{
    uint64_t length;
    HANDLE handle = open_own(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, &length);
    DWORD n = 1;

    to->length = 0;
    if (handle == INVALID_HANDLE_VALUE)
        return false;
    if (length <= most) {
        ARRAY_RESERVE(to->bytes, to->capacity, (size_t)length + 1);
        while (to->length < length && n) {
            size_t remaining = (size_t)length - to->length;

            if (!ReadFile(handle, to->bytes + to->length, remaining > 1u << 26 ? 1u << 26 : (DWORD)remaining, &n, NULL))
                break;
            to->length += n;
        }
    }
    CloseHandle(handle);
    return length <= most && to->length == length;
}

bool user_cache_write(const char *path, const struct text *parts, size_t count)
{
    struct buffer temporary = {0};
    wchar_t *from, *to = windows_path(path);
    HANDLE handle;
    size_t written;
    bool ok;

    buffer_printf(&temporary, "%s.%ld.tmp%c", path, os_process_id(), '\0');
    from = windows_path(temporary.bytes);
    DeleteFileW(from); // left by a killed process with the same number
    handle = CreateFileW(from, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    ok = handle != INVALID_HANDLE_VALUE;
    for (size_t i = 0; i < count && ok; i++)
        ok = windows_write(handle, parts[i].data, parts[i].length, NULL, &written);
    if (handle != INVALID_HANDLE_VALUE) {
        CloseHandle(handle);
        ok = ok && MoveFileExW(from, to, MOVEFILE_REPLACE_EXISTING);
        if (!ok)
            DeleteFileW(from);
    }
    free(from);
    free(to);
    buffer_free(&temporary);
    return ok;
}

/* The share mode keeps others from opening it for writing meanwhile. */
bool user_cache_append(const char *path, uint64_t length, struct text bytes)
{
    uint64_t current;
    HANDLE handle = open_own(path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_DELETE, &current);
    LARGE_INTEGER end = {.QuadPart = (LONGLONG)length};
    OVERLAPPED offset = {.Offset = (DWORD)length, .OffsetHigh = (DWORD)(length >> 32)};
    size_t written;
    bool ok;

    if (handle == INVALID_HANDLE_VALUE)
        return false;
    ok = current == length && windows_write(handle, bytes.data, bytes.length, &offset, &written);
    if (!ok && current == length && SetFilePointerEx(handle, end, NULL, FILE_BEGIN))
        SetEndOfFile(handle);
    CloseHandle(handle);
    return ok;
}

void user_cache_touch(const char *path)
{
    uint64_t length;
    HANDLE handle =
        open_own(path, FILE_WRITE_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, &length);
    FILETIME now;

    if (handle == INVALID_HANDLE_VALUE)
        return;
    GetSystemTimeAsFileTime(&now);
    SetFileTime(handle, NULL, NULL, &now);
    CloseHandle(handle);
}
