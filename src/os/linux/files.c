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
        return error_set(err, "%s: cannot be opened: %s", path, linux_reason(errno));
    return true;
}

bool os_read(struct os_file *file, const char *path, void *to, size_t room, size_t *got, struct error *err)
{
    ssize_t n;

    do
        n = read(file->handle, to, room);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_set(err, "%s: cannot be read: %s", path, linux_reason(errno));
    *got = (size_t)n;
    return true;
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

#define SMALL_STEP 16384

static bool read_all(struct os_file *file, const char *path, size_t most, struct buffer *to, struct error *err)
{
    for (;;) {
        size_t got;

        ARRAY_RESERVE(to->bytes, to->capacity, to->length + SMALL_STEP);
        if (!os_read(file, path, to->bytes + to->length, to->capacity - to->length, &got, err))
            return false;
        if (got == 0)
            return true;
        to->length += got;
        if (to->length > most)
            return error_set(err, "%s: is longer than %zu bytes: name another file", path, most);
    }
}

bool os_read_small(const char *path, size_t most, struct buffer *to, struct error *err)
{
    struct os_file file;
    bool ok;

    to->length = 0;
    if (!os_open(&file, path, err))
        return false;
    ok = read_all(&file, path, most, to, err);
    os_close(&file);
    if (!ok)
        to->length = 0;
    return ok;
}

bool linux_write_all(int handle, const char *bytes, size_t length)
{
    while (length) {
        ssize_t n = write(handle, bytes, length);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes += n;
        length -= (size_t)n;
    }
    return true;
}

/* A name is safe on the disk when its folder is. */
void linux_sync_directory_of(const char *path)
{
    char *folder = linux_directory_of(path);
    int handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (handle >= 0) {
        fsync(handle); // some file systems cannot, and need not
        close(handle);
    }
    free(folder);
}

/* Pipes and devices are written as they are; a file is written beside its place and renamed into it. */
bool os_write_file(const char *path, const void *bytes, size_t length, struct error *err)
{
    bool direct = os_path_kind(path) == OS_OTHER;
    size_t room = strlen(path) + 32;
    char *temporary = memory_new(room, 1);
    int handle;
    bool ok = false;

    snprintf(temporary, room, direct ? "%s" : "%s.%ld.tmp", path, (long)getpid());
    if (!direct)
        unlink(temporary); // of a process of the same number that was killed
    handle = open(temporary, O_WRONLY | (direct ? 0 : O_CREAT | O_EXCL | O_NOFOLLOW) | O_CLOEXEC, 0666);
    if (handle < 0) {
        error_set(err, "%s: cannot be written: %s", path, linux_reason(errno));
        goto done;
    }
    ok = linux_write_all(handle, bytes, length) && (direct || fsync(handle) == 0);
    if (close(handle) != 0)
        ok = false;
    if (ok && !direct)
        ok = rename(temporary, path) == 0;
    if (ok && !direct)
        linux_sync_directory_of(path);
    if (!ok) {
        error_set(err, "%s: cannot be written: %s", path, linux_reason(errno));
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
    bool ok = *path ? true : error_set(err, "'': is no name of a folder");

    for (char *slash = *path ? strchr(part + 1, '/') : NULL; ok; slash = strchr(slash + 1, '/')) {
        if (slash)
            *slash = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            ok = error_set(err, "%s: cannot be made: %s", path, linux_reason(errno));
        if (!slash)
            break;
        *slash = '/';
    }
    free(part);
    return ok;
}
