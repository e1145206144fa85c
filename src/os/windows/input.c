/* input.c - os/input.h for Windows. */
#include "os/input.h"

#include <stdlib.h>

#include "base/memory.h"
#include "os/windows/windows_internal.h"

#define COPY_BYTES ((size_t)1 << 18)

static bool is_file_at_start(HANDLE input)
{
    LARGE_INTEGER none = {.QuadPart = 0}, at;

    return GetFileType(input) == FILE_TYPE_DISK && SetFilePointerEx(input, none, &at, FILE_CURRENT) && at.QuadPart == 0;
}

/* Deleted by the system with its last handle. */
static bool open_temporary(struct os_file *file, const char *name, struct error *err)
{
    wchar_t directory[MAX_PATH + 1], path[MAX_PATH + 1];
    HANDLE handle = INVALID_HANDLE_VALUE;

    if (GetTempPathW(MAX_PATH + 1, directory) && GetTempFileNameW(directory, L"pmv", 0, path))
        handle = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                             FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    file->handle = windows_keep(handle);
    return handle != INVALID_HANDLE_VALUE ||
           error_set(err, "cannot copy %s to a temporary file: %s", name, windows_reason(NULL, GetLastError()));
}

static bool copy(struct os_file *from, struct os_file *to, const char *name, struct error *err)
{
    char *bytes = memory_new(COPY_BYTES, 1);
    size_t got = 1, written;
    bool ok = true;

    while (ok && got) {
        ok = os_read(from, name, bytes, COPY_BYTES, &got, err);
        if (ok && !windows_write(windows_handle(to->handle), bytes, got, NULL, &written))
            ok = error_set(err, "cannot copy %s to a temporary file: %s", name, windows_reason(NULL, GetLastError()));
    }
    free(bytes);
    return ok;
}

bool os_open_input(struct os_file *file, const char *name, struct error *err)
{
    HANDLE input = GetStdHandle(STD_INPUT_HANDLE), kept;
    struct os_file from = {windows_keep(input)};

    if (is_file_at_start(input)) {
        if (!DuplicateHandle(GetCurrentProcess(), input, GetCurrentProcess(), &kept, 0, FALSE, DUPLICATE_SAME_ACCESS))
            return error_set(err, "cannot read %s: %s", name, windows_reason(NULL, GetLastError()));
        file->handle = windows_keep(kept);
        return true;
    }
    if (!open_temporary(file, name, err))
        return false;
    if (copy(&from, file, name, err))
        return true;
    os_close(file);
    return false;
}
