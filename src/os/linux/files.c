#include "os/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

/* The system's word for errno, with what the user can do about it. */
static const char *os_reason(int code)
{
    switch (code) {
    case ENOENT:
        return "there is no such file or folder; check the path";
    case EACCES:
    case EPERM:
        return "permission denied; run as a user who may use it";
    case ENOSPC:
        return "the disk is full; free some space or name another place";
    case ENOTDIR:
        return "a part of the path is no folder; check the path";
    case EROFS:
        return "the disk is read-only; name another place";
    case EISDIR:
        return "it is a folder; name a file";
    case EBADF:
        return "it is closed; open it, or send it to a file";
    case EIO:
        return "the disk reports an error; copy the file from a good source";
    default:
        return strerror(code);
    }
}

enum os_kind os_kind(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return OS_NOTHING;
    return S_ISREG(status.st_mode) ? OS_FILE : S_ISDIR(status.st_mode) ? OS_FOLDER : OS_OTHER;
}

bool os_file_time(const char *path, int64_t *out_us)
{
    struct stat status;

    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    *out_us = (int64_t)status.st_mtim.tv_sec * 1000000 + status.st_mtim.tv_nsec / 1000;
    return true;
}

bool os_stamp_of(const char *path, struct os_stamp *out)
{
    struct stat status;

    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    out->length = (uint64_t)status.st_size;
    out->time_ns = (int64_t)((uint64_t)status.st_mtim.tv_sec * 1000000000u + (uint64_t)status.st_mtim.tv_nsec);
    return true;
}

char *os_full_path(const char *path)
{
    return realpath(path, NULL);
}

/* Owned by the caller. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? memory_copy(path, slash == path ? 1 : (size_t)(slash - path)) : memory_copy(".", 1);
}

bool os_folder_is_there(const char *path)
{
    char *folder = folder_of(path);
    bool is_there = os_kind(folder) == OS_FOLDER;

    free(folder);
    return is_there;
}

void os_add_folder(struct buffer *path, const char *folder)
{
    buffer_add_string(path, folder);
    if (path->length && path->bytes[path->length - 1] != '/')
        buffer_add_char(path, '/');
}

bool os_open(struct os_file *file, const char *path, struct error *err)
{
    do
        file->handle = open(path, O_RDONLY | O_CLOEXEC);
    while (file->handle < 0 && errno == EINTR);
    if (file->handle < 0)
        return error_set(err, "%s: cannot be opened: %s", path, os_reason(errno));
    return true;
}

bool os_read(struct os_file *file, const char *path, void *to, size_t room, size_t *got, struct error *err)
{
    ssize_t n;

    do
        n = read(file->handle, to, room);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_set(err, "%s: cannot be read: %s", path, os_reason(errno));
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

bool os_may_read(const char *path)
{
    return faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0;
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

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool os_names(const char *folder, char ***names, size_t *count, struct error *err)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    char **found = NULL;
    size_t n = 0, capacity = 0;

    if (!dir)
        return error_set(err, "%s: cannot be listed: %s", folder, os_reason(errno));
    while ((entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        ARRAY_RESERVE(found, capacity, n + 1);
        found[n++] = memory_copy(entry->d_name, strlen(entry->d_name));
    }
    closedir(dir);
    if (n)
        qsort(found, n, sizeof *found, by_bytes);
    *names = found;
    *count = n;
    return true;
}

void os_names_free(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

static bool write_all(int handle, const char *bytes, size_t length)
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
static void sync_folder_of(const char *path)
{
    char *folder = folder_of(path);
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
    bool direct = os_kind(path) == OS_OTHER;
    size_t room = strlen(path) + 32;
    char *temporary = memory_new(room, 1);
    int handle;
    bool ok = false;

    snprintf(temporary, room, direct ? "%s" : "%s.%ld.tmp", path, (long)getpid());
    if (!direct)
        unlink(temporary); // of a process of the same number that was killed
    handle = open(temporary, O_WRONLY | (direct ? 0 : O_CREAT | O_EXCL | O_NOFOLLOW) | O_CLOEXEC, 0666);
    if (handle < 0) {
        error_set(err, "%s: cannot be written: %s", path, os_reason(errno));
        goto done;
    }
    ok = write_all(handle, bytes, length) && (direct || fsync(handle) == 0);
    if (close(handle) != 0)
        ok = false;
    if (ok && !direct)
        ok = rename(temporary, path) == 0;
    if (ok && !direct)
        sync_folder_of(path);
    if (!ok) {
        error_set(err, "%s: cannot be written: %s", path, os_reason(errno));
        if (!direct)
            unlink(temporary);
    }
done:
    free(temporary);
    return ok;
}

static bool log_locked(struct os_log *log, const char *path, struct error *err)
{
    struct stat status;

    if (log->handle < 0)
        return error_set(err, "%s: cannot be opened for writing: %s", path, os_reason(errno));
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
    if (log->handle < 0 && errno == EEXIST && os_kind(path) == OS_FOLDER)
        errno = EISDIR;
    else if (log->handle < 0 && errno == EEXIST)
        return error_set(err, "%s: stands there already: say --append to continue it, or name another file", path);
    if (!log_locked(log, path, err))
        return false;
    sync_folder_of(path);
    return true;
}

bool os_log_is_still(const struct os_log *log, const char *path)
{
    struct stat ours, there;

    return log->handle >= 0 && fstat(log->handle, &ours) == 0 && stat(path, &there) == 0 &&
           ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
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
            error_set(err, "%s: cannot be written: %s", path, os_reason(errno));
            if (done && ftruncate(log->handle, (off_t)log->length) != 0)
                log->length += done; // the torn record stays, and readers pass it over
            return false;
        }
        done += (size_t)n;
    }
    log->length += length;
    return true;
}

bool os_log_cut(struct os_log *log, const char *path, uint64_t length, struct error *err)
{
    if (ftruncate(log->handle, (off_t)length) != 0)
        return error_set(err, "%s: cannot be cut: %s", path, os_reason(errno));
    log->length = length;
    return true;
}

bool os_log_sync(struct os_log *log, const char *path, struct error *err)
{
    if (fdatasync(log->handle) != 0)
        return error_set(err, "%s: cannot be written to the disk: %s", path, os_reason(errno));
    return true;
}

/* Not every file system can refuse to replace in one step. */
static int rename_to_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    if (os_kind(to) == OS_NOTHING)
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
                         errno == EEXIST ? "it stands there already; name another file" : os_reason(errno));
    sync_folder_of(to);
    return true;
}

void os_remove(const char *path)
{
    unlink(path);
}

void os_log_close(struct os_log *log)
{
    if (log->handle >= 0)
        close(log->handle);
    log->handle = -1;
}

bool os_make_folder(const char *path, struct error *err)
{
    char *part = memory_copy(path, strlen(path));
    bool ok = *path ? true : error_set(err, "'': is no name of a folder");

    for (char *slash = *path ? strchr(part + 1, '/') : NULL; ok; slash = strchr(slash + 1, '/')) {
        if (slash)
            *slash = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            ok = error_set(err, "%s: cannot be made: %s", path, os_reason(errno));
        if (!slash)
            break;
        *slash = '/';
    }
    free(part);
    return ok;
}

/* The lowest number that is free is the next that is opened. Open the wrong way round, a stream refuses as a closed one. */
void os_guard_streams(void)
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
        if (fcntl(stream, F_GETFD) < 0)
            open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

bool os_write_stdout(const void *bytes, size_t length, struct error *err)
{
    if (write_all(STDOUT_FILENO, bytes, length) || errno == EPIPE)
        return true; // whoever reads has had enough
    return error_set(err, "standard output cannot be written: %s", os_reason(errno));
}

void os_write_stderr(const void *bytes, size_t length)
{
    write_all(STDERR_FILENO, bytes, length);
}
