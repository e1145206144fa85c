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
#include "os/path.h"
#include "os/process.h"

char *user_cache_root(void)
{
    char *folder = os_environment("XDG_CACHE_HOME"), *home;
    struct buffer b = {0};

    if (folder && folder[0] == '/')
        return folder;
    free(folder);
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

/* Makes the folder and those above it, for this user alone. Not below another user's folder, as root would with the home of
 * whoever called it. */
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

/* -1: it is not there, or not this user's own file. */
static int open_own(const char *path, int how, uint64_t *length)
{
    int handle = open(path, how | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
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
    ssize_t n = 1;

    to->length = 0;
    if (handle < 0)
        return false;
    if (length <= most) {
        ARRAY_RESERVE(to->bytes, to->capacity, (size_t)length + 1);
        while (to->length < length && n > 0) {
            n = read(handle, to->bytes + to->length, (size_t)length - to->length);
            to->length += n > 0 ? (size_t)n : 0;
        }
    }
    close(handle);
    return length <= most && to->length == length;
}

static bool write_all(int handle, struct text t, off_t at)
{
    while (t.length) {
        ssize_t n = pwrite(handle, t.data, t.length, at);

        if (n < 0)
            return false;
        t.data += n;
        t.length -= (size_t)n;
        at += n;
    }
    return true;
}

bool user_cache_write(const char *path, const struct text *parts, size_t count)
{
    struct buffer temporary = {0};
    off_t at = 0;
    int handle;
    bool ok;

    buffer_printf(&temporary, "%s.%ld.tmp%c", path, os_process_id(), '\0');
    unlink(temporary.bytes); // of a process of the same number that was killed
    handle = open(temporary.bytes, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    ok = handle >= 0;
    for (size_t i = 0; i < count && ok; i++) {
        ok = write_all(handle, parts[i], at);
        at += (off_t)parts[i].length;
    }
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
    uint64_t is;
    int handle = open_own(path, O_WRONLY, &is);
    struct stat status;
    bool ok;

    if (handle < 0)
        return false;
    // looked at again, now that nobody else can write
    ok = flock(handle, LOCK_EX | LOCK_NB) == 0 && fstat(handle, &status) == 0 && (uint64_t)status.st_size == length;
    if (ok && !write_all(handle, bytes, (off_t)length)) {
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
