#include "os/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

extern char **environ;

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

/* Pipes and devices are written as they are; a file is written beside its place and renamed into it. */
bool os_write_file(const char *path, const void *bytes, size_t length, struct error *err)
{
    bool direct = os_kind(path) == OS_OTHER;
    size_t room = strlen(path) + 32;
    char *temporary = memory_new(room, 1);
    int handle;
    bool ok = false;

    snprintf(temporary, room, direct ? "%s" : "%s.%ld.tmp", path, (long)getpid());
    handle = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (handle < 0) {
        error_set(err, "%s: cannot be written: %s", path, os_reason(errno));
        goto done;
    }
    ok = write_all(handle, bytes, length);
    if (close(handle) != 0)
        ok = false;
    if (ok && !direct)
        ok = rename(temporary, path) == 0;
    if (!ok) {
        error_set(err, "%s: cannot be written: %s", path, os_reason(errno));
        if (!direct)
            unlink(temporary);
    }
done:
    free(temporary);
    return ok;
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

static double seconds_of(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double os_wall_seconds(void)
{
    return seconds_of(CLOCK_MONOTONIC);
}

double os_cpu_seconds(void)
{
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

int os_terminal_width(void)
{
    struct winsize size;

    if (!isatty(STDOUT_FILENO))
        return 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    return size.ws_col;
}

bool os_stderr_is_terminal(void)
{
    return isatty(STDERR_FILENO);
}

bool os_terminal_colour(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

    return isatty(STDOUT_FILENO) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}

void os_show_page(const char *path)
{
    const char *x11 = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
    char *arguments[] = {"xdg-open", (char *)path, NULL};
    posix_spawn_file_actions_t quiet;
    pid_t child;

    if (!(x11 && *x11) && !(wayland && *wayland))
        return;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnp(&child, "xdg-open", &quiet, NULL, arguments, environ); // its failing is no fault of ours
    posix_spawn_file_actions_destroy(&quiet);
}
