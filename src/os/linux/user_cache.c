/* user_cache.c - os/user_cache.h for Linux: below $XDG_CACHE_HOME or ~/.cache, owned by the effective user. */
#include "os/user_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "os/linux/linux_internal.h"
#include "os/path.h"
#include "os/process.h"

char *user_cache_root(void)
{
    char *directory = os_environment("XDG_CACHE_HOME"), *home;
    struct buffer b = {0};

    if (directory && directory[0] == '/')
        return directory;
    free(directory);
    home = os_environment("HOME");
    if (!home || home[0] != '/') {
        free(home);
        return NULL;
    }
    os_append_directory(&b, home);
    buffer_add_string(&b, ".cache");
    free(home);
    return buffer_take(&b);
}

/* Creates the directory and missing parents for this user only. Not below another user's directory: under sudo, HOME
 * may be the caller's, and root must not create files there. */
static bool make_own(const char *path)
{
    struct stat status;
    char *parent = memory_copy(path, (size_t)(os_base_name(path) - path));
    size_t length = strlen(parent);
    bool ok;

    while (length > 1 && parent[length - 1] == '/')
        parent[--length] = '\0';
    ok = length && (stat(parent, &status) == 0 || (length > 1 && make_own(parent) && stat(parent, &status) == 0)) &&
         status.st_uid == geteuid();
    free(parent);
    return ok && (mkdir(path, 0700) == 0 || errno == EEXIST);
}

bool user_cache_directory(const char *path, bool make)
{
    struct stat status;

    if (lstat(path, &status) != 0 && (!make || !make_own(path) || lstat(path, &status) != 0))
        return false;
    return S_ISDIR(status.st_mode) && status.st_uid == geteuid() && !(status.st_mode & (S_IWGRP | S_IWOTH));
}

/* -1: it does not exist or is not the user's own file. */
static int open_own(const char *path, int flags, uint64_t *length)
{
    int handle = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat status;

    if (handle < 0)
        return -1;
    if (fstat(handle, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid()) {
        *length = (uint64_t)status.st_size;
        return handle;
    }
    close(handle);
    return -1;
}

bool user_cache_read(const char *path, uint64_t most, struct buffer *to)
{
    uint64_t length;
    int handle = open_own(path, O_RDONLY, &length);
    ssize_t n;

    to->length = 0;
    if (handle < 0)
        return false;
    if (length <= most) {
        ARRAY_RESERVE(to->bytes, to->capacity, (size_t)length + 1);
        do {
            n = read(handle, to->bytes + to->length, (size_t)length - to->length);
            to->length += n > 0 ? (size_t)n : 0;
        } while (to->length < length && (n > 0 || (n < 0 && errno == EINTR)));
    }
    close(handle);
    return length <= most && to->length == length;
}

bool user_cache_write(const char *path, const struct text *parts, size_t count)
{
    struct buffer temporary = {0};
    size_t written;
    int handle;
    bool ok;

    buffer_printf(&temporary, "%s.%ld.tmp%c", path, os_process_id(), '\0');
    unlink(temporary.bytes); // left by a killed process with the same number
    handle = open(temporary.bytes, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    ok = handle >= 0;
    for (size_t i = 0; i < count && ok; i++)
        ok = linux_write_all(handle, parts[i].data, parts[i].length, LINUX_CURRENT_OFFSET, &written);
    if (handle >= 0 && close(handle) != 0)
        ok = false;
    ok = ok && rename(temporary.bytes, path) == 0;
    if (!ok && handle >= 0)
        unlink(temporary.bytes);
    buffer_free(&temporary);
    return ok;
}

bool user_cache_append(const char *path, uint64_t length, struct text bytes)
{
    uint64_t current;
    int handle = open_own(path, O_WRONLY, &current);
    struct stat status;
    size_t written;
    bool ok;

    if (handle < 0)
        return false;
    // checked again: now that it is locked, nobody else can write
    ok = flock(handle, LOCK_EX | LOCK_NB) == 0 && fstat(handle, &status) == 0 && (uint64_t)status.st_size == length;
    if (ok && !linux_write_all(handle, bytes.data, bytes.length, (off_t)length, &written)) {
        ok = false;
        if (ftruncate(handle, (off_t)length) != 0)
            unlink(path);
    }
    close(handle);
    return ok;
}

void user_cache_touch(const char *path)
{
    utimensat(AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW);
}
