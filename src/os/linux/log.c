#include "os/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/files.h"
#include "os/linux/linux_internal.h"

static bool log_locked(struct os_log *log, const char *path, struct error *err)
{
    struct stat status;

    if (log->handle < 0)
        return error_set(err, "%s: cannot be opened for writing: %s", path, linux_reason(errno));
    if (flock(log->handle, LOCK_EX | LOCK_NB) != 0) {
        error_set(err, "%s: another poolmonviz is writing it: stop that one, or name another file", path);
    } else if (fstat(log->handle, &status) != 0 || !S_ISREG(status.st_mode)) {
        error_set(err, "%s: is no ordinary file: name another", path);
    } else {
        log->length = (uint64_t)status.st_size;
        return true;
    }
    os_log_close(log);
    return false;
}

bool os_log_create(struct os_log *log, const char *path, struct error *err)
{
    log->handle = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (log->handle < 0 && errno == EEXIST && os_path_kind(path) == OS_DIRECTORY)
        errno = EISDIR;
    else if (log->handle < 0 && errno == EEXIST)
        return error_set(err, "%s: stands there already: say --append to continue it, or name another file", path);
    if (!log_locked(log, path, err))
        return false;
    linux_sync_directory_of(path);
    return true;
}

bool os_log_open(struct os_log *log, const char *path, struct error *err)
{
    log->handle = open(path, O_RDWR | O_CLOEXEC);
    return log_locked(log, path, err);
}

bool os_log_append(struct os_log *log, const char *path, const void *bytes, size_t length, struct error *err)
{
    const char *from = bytes;
    size_t done = 0;

    while (done < length) {
        ssize_t n = pwrite(log->handle, from + done, length - done, (off_t)(log->length + done));

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            error_set(err, "%s: cannot be written: %s", path, linux_reason(errno));
            if (done && ftruncate(log->handle, (off_t)log->length) != 0)
                log->length += done; // the torn record stays, and readers pass it over
            return false;
        }
        done += (size_t)n;
    }
    log->length += length;
    return true;
}

bool os_log_truncate(struct os_log *log, const char *path, uint64_t length, struct error *err)
{
    if (ftruncate(log->handle, (off_t)length) != 0)
        return error_set(err, "%s: cannot be cut: %s", path, linux_reason(errno));
    log->length = length;
    return true;
}

bool os_log_sync(struct os_log *log, const char *path, struct error *err)
{
    if (fdatasync(log->handle) != 0)
        return error_set(err, "%s: cannot be written to the disk: %s", path, linux_reason(errno));
    return true;
}

void os_log_close(struct os_log *log)
{
    if (log->handle >= 0)
        close(log->handle);
    log->handle = -1;
}

bool os_log_is_at(const struct os_log *log, const char *path)
{
    struct stat ours, there;

    return log->handle >= 0 && fstat(log->handle, &ours) == 0 && stat(path, &there) == 0 &&
           ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

/* Not every file system can refuse to replace in one step. */
static int rename_to_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    if (os_path_kind(to) == OS_MISSING)
        return rename(from, to);
    errno = EEXIST;
    return -1;
}

bool os_log_rename(struct os_log *log, const char *from, const char *to, struct error *err)
{
    if (!os_log_sync(log, from, err))
        return false;
    os_log_close(log);
    if (rename_to_new(from, to) != 0)
        return error_set(err, "%s: cannot be written: %s", to,
                         errno == EEXIST ? "it stands there already; name another file" : linux_reason(errno));
    linux_sync_directory_of(to);
    return true;
}
