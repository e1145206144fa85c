/* files.c - os/files.h for Windows. */
#include "os/files.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "os/process.h"
#include "os/windows/windows_internal.h"

#define SHARE_ALL (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)

int windows_keep(HANDLE handle)
{
    return (int)HandleToLong(handle);
}

HANDLE windows_handle(int kept)
{
    return LongToHandle(kept);
}

static HANDLE open_path(const char *path, DWORD access, DWORD share, DWORD how, DWORD flags)
{
    wchar_t *wide = windows_path(path);
    HANDLE handle = CreateFileW(wide, access, share, NULL, how, flags, NULL);
    DWORD code = GetLastError();

    free(wide);
    SetLastError(code);
    return handle;
}

static enum os_path_kind kind_of_attributes(DWORD attributes)
{
    return attributes & FILE_ATTRIBUTE_DIRECTORY ? OS_DIRECTORY : OS_FILE;
}

/* A file that another program opened exclusively cannot be opened, but has attributes. */
static enum os_path_kind kind_by_name(const char *path)
{
    wchar_t *wide = windows_path(path);
    DWORD attributes = GetFileAttributesW(wide);

    free(wide);
    return attributes == INVALID_FILE_ATTRIBUTES ? OS_MISSING : kind_of_attributes(attributes);
}

enum os_path_kind os_path_kind(const char *path)
{
    HANDLE handle = open_path(path, FILE_READ_ATTRIBUTES, SHARE_ALL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
    BY_HANDLE_FILE_INFORMATION facts;
    enum os_path_kind kind = OS_OTHER;

    if (handle == INVALID_HANDLE_VALUE)
        return kind_by_name(path);
    if (GetFileType(handle) == FILE_TYPE_DISK)
        kind = GetFileInformationByHandle(handle, &facts) ? kind_of_attributes(facts.dwFileAttributes) : OS_FILE;
    CloseHandle(handle);
    return kind;
}

static bool identity_of(const char *path, BY_HANDLE_FILE_INFORMATION *out)
{
    HANDLE handle = open_path(path, FILE_READ_ATTRIBUTES, SHARE_ALL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
    bool ok = handle != INVALID_HANDLE_VALUE && GetFileInformationByHandle(handle, out);

    if (handle != INVALID_HANDLE_VALUE)
        CloseHandle(handle);
    return ok;
}

bool os_is_same_file(const char *path, const char *other)
{
    BY_HANDLE_FILE_INFORMATION a, b;

    return identity_of(path, &a) && identity_of(other, &b) && a.dwVolumeSerialNumber == b.dwVolumeSerialNumber &&
           a.nFileIndexHigh == b.nFileIndexHigh && a.nFileIndexLow == b.nFileIndexLow;
}

bool os_file_time(const char *path, int64_t *out_us)
{
    HANDLE handle = open_path(path, FILE_READ_ATTRIBUTES, SHARE_ALL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
    BY_HANDLE_FILE_INFORMATION facts;
    bool ok;

    if (handle == INVALID_HANDLE_VALUE)
        return false;
    ok = GetFileType(handle) == FILE_TYPE_DISK && GetFileInformationByHandle(handle, &facts) &&
         !(facts.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY);
    if (ok)
        *out_us = windows_time_us(facts.ftLastWriteTime);
    CloseHandle(handle);
    return ok;
}

/* Without opening the file, which would dominate the cost. A link has attributes of its own, not those of its
 * target. */
bool os_file_version(const char *path, struct os_file_version *out)
{
    wchar_t *wide = windows_path(path);
    WIN32_FILE_ATTRIBUTE_DATA facts;
    bool ok = GetFileAttributesExW(wide, GetFileExInfoStandard, &facts) &&
              !(facts.dwFileAttributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT));

    free(wide);
    if (!ok)
        return false;
    out->length = (uint64_t)facts.nFileSizeHigh << 32 | facts.nFileSizeLow;
    out->time_ns = windows_time_ns(facts.ftLastWriteTime);
    return true;
}

bool os_can_read(const char *path)
{
    HANDLE handle = open_path(path, GENERIC_READ, SHARE_ALL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);

    if (handle == INVALID_HANDLE_VALUE)
        return false;
    CloseHandle(handle);
    return true;
}

bool os_open(struct os_file *file, const char *path, struct error *err)
{
    HANDLE handle = open_path(path, GENERIC_READ, SHARE_ALL, OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN);

    file->handle = windows_keep(handle);
    if (handle == INVALID_HANDLE_VALUE)
        return error_set(err, "cannot open %s: %s", path, windows_file_reason(path, GetLastError()));
    return true;
}

bool os_read(struct os_file *file, const char *path, void *to, size_t capacity, size_t *got, struct error *err)
{
    DWORD n = 0, most = capacity > 1u << 30 ? 1u << 30 : (DWORD)capacity;

    if (!ReadFile(windows_handle(file->handle), to, most, &n, NULL) && GetLastError() != ERROR_BROKEN_PIPE)
        return error_set(err, "cannot read %s: %s", path, windows_reason(path, GetLastError()));
    *got = n;
    return true;
}

bool os_read_at(struct os_file *file, const char *path, uint64_t offset, void *to, size_t capacity, size_t *got,
                struct error *err)
{
    OVERLAPPED at = {.Offset = (DWORD)offset, .OffsetHigh = (DWORD)(offset >> 32)};
    DWORD n = 0, most = capacity > 1u << 30 ? 1u << 30 : (DWORD)capacity;

    *got = 0;
    if (offset > INT64_MAX)
        return true;
    if (!ReadFile(windows_handle(file->handle), to, most, &n, &at) && GetLastError() != ERROR_HANDLE_EOF)
        return error_set(err, "cannot read %s: %s", path, windows_reason(path, GetLastError()));
    *got = n;
    return true;
}

uint64_t os_file_length(struct os_file *file)
{
    LARGE_INTEGER length;

    return GetFileSizeEx(windows_handle(file->handle), &length) && length.QuadPart > 0 ? (uint64_t)length.QuadPart : 0;
}

bool os_rewind(struct os_file *file)
{
    LARGE_INTEGER start = {.QuadPart = 0};
    HANDLE handle = windows_handle(file->handle);

    return GetFileType(handle) == FILE_TYPE_DISK && SetFilePointerEx(handle, start, NULL, FILE_BEGIN);
}

void os_close(struct os_file *file)
{
    if (file->handle != -1)
        CloseHandle(windows_handle(file->handle));
    file->handle = -1;
}

bool windows_write(HANDLE handle, const void *bytes, size_t length, OVERLAPPED *offset, size_t *written)
{
    const char *from = bytes;

    for (*written = 0; *written < length;) {
        size_t remaining = length - *written;
        DWORD n = 0;

        if (!WriteFile(handle, from + *written, remaining > 1u << 26 ? 1u << 26 : (DWORD)remaining, &n, offset))
            return false;
        *written += n;
        if (offset) {
            uint64_t next = ((uint64_t)offset->OffsetHigh << 32 | offset->Offset) + n;

            offset->Offset = (DWORD)next;
            offset->OffsetHigh = (DWORD)(next >> 32);
        }
    }
    return true;
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

static bool write_direct(const char *path, const void *bytes, size_t length)
{
    HANDLE handle = open_path(path, GENERIC_WRITE, SHARE_ALL, OPEN_EXISTING, 0);
    size_t written;
    bool ok;

    if (handle == INVALID_HANDLE_VALUE)
        return false;
    ok = windows_write(handle, bytes, length, NULL, &written);
    CloseHandle(handle);
    return ok;
}

static bool write_temporary(const char *temporary, const void *bytes, size_t length)
{
    HANDLE handle;
    size_t written;
    DWORD code = ERROR_SUCCESS;

    os_remove(temporary); // left by a killed process with the same number
    handle = open_path(temporary, GENERIC_WRITE, 0, CREATE_NEW, FILE_ATTRIBUTE_NORMAL);
    if (handle == INVALID_HANDLE_VALUE)
        return false;
    if (!windows_write(handle, bytes, length, NULL, &written) || !FlushFileBuffers(handle))
        code = GetLastError();
    CloseHandle(handle);
    SetLastError(code);
    return code == ERROR_SUCCESS;
}

/* A file is written to a temporary file in the same directory, which then replaces it. */
static bool write_atomic(const char *path, const void *bytes, size_t length)
{
    struct buffer temporary = {0};
    wchar_t *from, *to = windows_path(path);
    DWORD code = ERROR_SUCCESS;

    buffer_printf(&temporary, "%s.%ld.tmp", path, os_process_id());
    buffer_add_char(&temporary, '\0');
    from = windows_path(temporary.bytes);
    if (!write_temporary(temporary.bytes, bytes, length) || !windows_rename(from, to, MOVEFILE_REPLACE_EXISTING))
        code = GetLastError();
    if (code != ERROR_SUCCESS)
        DeleteFileW(from);
    free(from);
    free(to);
    buffer_free(&temporary);
    SetLastError(code);
    return code == ERROR_SUCCESS;
}

bool os_write_file(const char *path, const void *bytes, size_t length, struct error *err)
{
    bool direct = os_path_kind(path) == OS_OTHER;

    if (direct ? write_direct(path, bytes, length) : write_atomic(path, bytes, length))
        return true;
    return error_set(err, "cannot write %s: %s", path, windows_file_reason(path, GetLastError()));
}

void os_remove(const char *path)
{
    wchar_t *wide = windows_path(path);

    DeleteFileW(wide);
    free(wide);
}

/* Creates parents recursively. For a disk's root, CreateDirectory reports that access is denied, so what exists is
 * checked first. */
static bool make_directory(char *path)
{
    wchar_t *wide = windows_path(path);
    bool ok =
        os_path_kind(path) == OS_DIRECTORY || CreateDirectoryW(wide, NULL) || GetLastError() == ERROR_ALREADY_EXISTS;
    char *slash = (char *)windows_last_slash(path);

    if (!ok && GetLastError() == ERROR_PATH_NOT_FOUND && slash && slash > path && windows_is_slash(*slash)) {
        char kept = *slash;

        *slash = '\0';
        ok = make_directory(path);
        *slash = kept;
        ok = ok && (CreateDirectoryW(wide, NULL) || GetLastError() == ERROR_ALREADY_EXISTS);
    }
    free(wide);
    return ok;
}

bool os_make_directory(const char *path, struct error *err)
{
    char *part = memory_copy(path, strlen(path));
    bool ok;

    for (size_t length = strlen(part); length > 1 && windows_is_slash(part[length - 1]); length--)
        part[length - 1] = '\0';
    ok = *part ? make_directory(part) ||
                     error_set(err, "cannot create directory %s: %s", path, windows_reason(path, GetLastError()))
               : error_set(err, "'' is not a directory name");
    free(part);
    return ok;
}
