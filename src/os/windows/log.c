/* log.c - os/log.h for Windows. The share mode is the lock: others may read, rename and remove the file, but not
 * write. */
#include "os/log.h"

#include <assert.h>
#include <stdlib.h>

#include "os/files.h"
#include "os/windows/windows_internal.h"

static HANDLE open_log(const char *path, DWORD how)
{
    wchar_t *wide = windows_path(path);
    HANDLE handle = CreateFileW(wide, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL, how,
                                FILE_ATTRIBUTE_NORMAL, NULL);
    DWORD code = GetLastError();

    free(wide);
    SetLastError(code);
    return handle;
}

static bool log_opened(struct os_log *log, HANDLE handle, const char *path, struct error *err)
{
    LARGE_INTEGER size;

    log->handle = windows_keep(handle);
    if (handle == INVALID_HANDLE_VALUE && GetLastError() == ERROR_SHARING_VIOLATION)
        return error_set(err, "'%s' is being written by another poolmonviz: stop it, or use another file", path);
    if (handle == INVALID_HANDLE_VALUE)
        return error_set(err, "cannot open %s for writing: %s", path, windows_file_reason(path, GetLastError()));
    if (GetFileType(handle) == FILE_TYPE_DISK && GetFileSizeEx(handle, &size)) {
        log->length = (uint64_t)size.QuadPart;
        return true;
    }
    os_log_close(log);
    return error_set(err, "'%s' is not a regular file: use another", path);
}

bool os_log_create(struct os_log *log, const char *path, struct error *err)
{
    HANDLE handle = open_log(path, CREATE_NEW);
    DWORD code = GetLastError();

    if (handle == INVALID_HANDLE_VALUE && os_path_kind(path) == OS_DIRECTORY) {
        code = ERROR_ACCESS_DENIED;
    } else if (handle == INVALID_HANDLE_VALUE && code == ERROR_FILE_EXISTS) {
        log->handle = -1;
        return error_set(err, "'%s' already exists: use --append to continue it, or another file", path);
    }
    SetLastError(code);
    return log_opened(log, handle, path, err);
}

bool os_log_open(struct os_log *log, const char *path, struct error *err)
{
    return log_opened(log, open_log(path, OPEN_EXISTING), path, err);
}

static bool truncate_to(const struct os_log *log, uint64_t length)
{
    LARGE_INTEGER end = {.QuadPart = (LONGLONG)length};
    HANDLE handle = windows_handle(log->handle);

    return SetFilePointerEx(handle, end, NULL, FILE_BEGIN) && SetEndOfFile(handle);
}

bool os_log_append(struct os_log *log, const char *path, const void *bytes, size_t length, struct error *err)
{
    OVERLAPPED end = {.Offset = (DWORD)log->length, .OffsetHigh = (DWORD)(log->length >> 32)};
    size_t written;

    assert(log->handle != -1);
    if (windows_write(windows_handle(log->handle), bytes, length, &end, &written)) {
        log->length += length;
        return true;
    }
    error_set(err, "cannot write %s: %s", path, windows_reason(path, GetLastError()));
    if (written && !truncate_to(log, log->length))
        log->length += written; // the torn record stays, and readers skip it
    return false;
}

bool os_log_truncate(struct os_log *log, const char *path, uint64_t length, struct error *err)
{
    assert(log->handle != -1);
    if (!truncate_to(log, length))
        return error_set(err, "cannot truncate %s: %s", path, windows_reason(path, GetLastError()));
    log->length = length;
    return true;
}

bool os_log_sync(struct os_log *log, const char *path, struct error *err)
{
    assert(log->handle != -1);
    if (!FlushFileBuffers(windows_handle(log->handle)))
        return error_set(err, "cannot sync %s to the disk: %s", path, windows_reason(path, GetLastError()));
    return true;
}

void os_log_close(struct os_log *log)
{
    if (log->handle != -1)
        CloseHandle(windows_handle(log->handle));
    log->handle = -1;
}

bool os_log_is_at(const struct os_log *log, const char *path)
{
    BY_HANDLE_FILE_INFORMATION ours, current;
    wchar_t *wide;
    HANDLE other;
    bool is_known;

    if (log->handle == -1 || !GetFileInformationByHandle(windows_handle(log->handle), &ours))
        return false;
    wide = windows_path(path);
    other = CreateFileW(wide, FILE_READ_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                        OPEN_EXISTING, 0, NULL);
    free(wide);
    if (other == INVALID_HANDLE_VALUE)
        return false;
    is_known = GetFileInformationByHandle(other, &current);
    CloseHandle(other);
    return is_known && ours.dwVolumeSerialNumber == current.dwVolumeSerialNumber &&
           ours.nFileIndexHigh == current.nFileIndexHigh && ours.nFileIndexLow == current.nFileIndexLow;
}

bool os_log_rename(struct os_log *log, const char *from, const char *to, struct error *err)
{
    wchar_t *wide_from, *wide_to;
    bool ok;

    if (!os_log_sync(log, from, err))
        return false;
    os_log_close(log);
    wide_from = windows_path(from);
    wide_to = windows_path(to);
    ok = windows_rename(wide_from, wide_to, 0);
    if (!ok)
        error_set(err, "cannot write %s: %s", to,
                  GetLastError() == ERROR_ALREADY_EXISTS ? "it already exists; use another file"
                                                         : windows_reason(to, GetLastError()));
    free(wide_from);
    free(wide_to);
    return ok;
}
