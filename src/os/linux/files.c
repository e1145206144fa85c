/* files.c - os/files.h for Linux. */
#include "os/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "os/linux/linux_internal.h"

enum os_path_kind os_path_kind(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return OS_MISSING;
    return S_ISREG(status.st_mode) ? OS_FILE : S_ISDIR(status.st_mode) ? OS_DIRECTORY : OS_OTHER;
}

bool os_file_time(const char *path, int64_t *out_us)
{
    struct stat status;

    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    *out_us = (int64_t)status.st_mtim.tv_sec * 1000000 + status.st_mtim.tv_nsec / 1000;
    return true;
}

bool os_is_same_file(const char *path, const char *other)
{
    struct stat a, b;

    return stat(path, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool os_file_version(const char *path, struct os_file_version *out)
{
    struct stat status;

    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    out->length = (uint64_t)status.st_size;
    out->time_ns = (int64_t)((uint64_t)status.st_mtim.tv_sec * 1000000000u + (uint64_t)status.st_mtim.tv_nsec);
    return true;
}

bool os_can_read(const char *path)
{
    return faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0;
}

bool os_open(struct os_file *file, const char *path, struct error *err)
{
    do
        file->handle = open(path, O_RDONLY | O_CLOEXEC);
    while (file->handle < 0 && errno == EINTR);
    if (file->handle < 0)
        return error_set(err, "cannot open %s: %s", path, linux_reason(errno));
    return true;
}

bool os_read(struct os_file *file, const char *path, void *to, size_t capacity, size_t *got, struct error *err)
{
    ssize_t n;

    do
        n = read(file->handle, to, capacity);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_set(err, "cannot read %s: %s", path, linux_reason(errno));
    *got = (size_t)n;
    return true;
}

bool os_read_at(struct os_file *file, const char *path, uint64_t offset, void *to, size_t capacity, size_t *got,
                struct error *err)
{
    ssize_t n;

    *got = 0;
    if (offset > INT64_MAX)
        return true;
    do
        n = pread(file->handle, to, capacity, (off_t)offset);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_set(err, "cannot read %s: %s", path, linux_reason(errno));
    *got = (size_t)n;
    return true;
}

uint64_t os_file_length(struct os_file *file)
{
    struct stat status;

    return fstat(file->handle, &status) == 0 && S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
}

bool os_rewind(struct os_file *file)
{
    return lseek(file->handle, 0, SEEK_SET) == 0;
}

void os_close(struct os_file *file)
{
    if (file->handle >= 0)
        close(file->handle);
    file->handle = -1;
}

bool linux_write_all(int handle, const void *bytes, size_t length, off_t offset, size_t *written)
{
    const char *from = bytes;

    for (*written = 0; *written < length;) {
        size_t remaining = length - *written;
        ssize_t n = offset == LINUX_CURRENT_OFFSET
                        ? write(handle, from + *written, remaining)
                        : pwrite(handle, from + *written, remaining, offset + (off_t)*written);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        *written += (size_t)n;
    }
    return true;
}

void linux_sync_directory_of(const char *path)
{
    char *directory = linux_directory_of(path);
    int handle = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (handle >= 0) {
        fsync(handle); // fails on file systems that do not need it
        close(handle);
    }
    free(directory);
}

/* A file is written to a temporary file in the same directory, which then replaces it. */
bool os_write_file(const char *path, const void *bytes, size_t length, struct error *err)
{
    bool direct = os_path_kind(path) == OS_OTHER;
    size_t capacity = strlen(path) + 32;
    char *temporary = memory_new(capacity, 1);
    size_t written;
    int handle;
    bool ok = false;

    snprintf(temporary, capacity, direct ? "%s" : "%s.%ld.tmp", path, (long)getpid());
    if (!direct)
        unlink(temporary); // left by a killed process with the same number
    handle = open(temporary, O_WRONLY | (direct ? 0 : O_CREAT | O_EXCL | O_NOFOLLOW) | O_CLOEXEC, 0666);
    if (handle < 0) {
        error_set(err, "cannot write %s: %s", path, linux_reason(errno));
        goto done;
    }
    ok = linux_write_all(handle, bytes, length, LINUX_CURRENT_OFFSET, &written) && (direct || fsync(handle) == 0);
    if (close(handle) != 0)
        ok = false;
    if (ok && !direct)
        ok = rename(temporary, path) == 0;
    if (ok && !direct)
        linux_sync_directory_of(path);
    if (!ok) {
        error_set(err, "cannot write %s: %s", path, linux_reason(errno));
        if (!direct)
            unlink(temporary);
    }
done:
    free(temporary);
    return ok;
}

void os_remove(const char *path)
{
    unlink(path);
}

bool os_make_directory(const char *path, struct error *err)
{
    char *part = memory_copy(path, strlen(path));
    bool ok = *path ? true : error_set(err, "'' is not a directory name");

    for (char *slash = *path ? strchr(part + 1, '/') : NULL; ok; slash = strchr(slash + 1, '/')) {
        if (slash)
            *slash = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            ok = error_set(err, "cannot create directory %s: %s", path, linux_reason(errno));
        if (!slash)
            break;
        *slash = '/';
    }
    free(part);
    return ok;
}
