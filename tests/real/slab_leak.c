/* slab_leak.c - leaks kernel memory at a known rate, next to growth that is no leak. For Linux.
 *
 *     slab_leak SECONDS DIRECTORY
 *
 * Opens ten eventfds a second and a socket pair every five seconds and never closes them. In DIRECTORY, which it
 * creates and removes, it creates 30,000 files during the first third of the time and deletes them after two thirds:
 * slab caches that grow and stay, or grow and shrink. The leaked memory is released when the program exits.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FILES 30000
#define EVENTS_A_SECOND 10
#define SOCKETS_SECONDS 5

static void fail(const char *what)
{
    fprintf(stderr, "slab_leak: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void raise_limit(rlim_t needed)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        fail("getrlimit");
    if (limit.rlim_cur >= needed)
        return;
    limit.rlim_cur = needed;
    if (limit.rlim_max < needed)
        limit.rlim_max = needed;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        fail("more open files (try as root)");
}

static void file_name(char *name, size_t room, const char *directory, long i)
{
    snprintf(name, room, "%s/%05ld", directory, i);
}

static void make_files(const char *directory, long from, long to)
{
    char name[4096];

    for (long i = from; i < to; i++) {
        int file;

        file_name(name, sizeof name, directory, i);
        file = open(name, O_CREAT | O_WRONLY, 0600);
        if (file < 0)
            fail(name);
        close(file);
    }
}

static void remove_files(const char *directory, long count)
{
    char name[4096];

    for (long i = 0; i < count; i++) {
        file_name(name, sizeof name, directory, i);
        unlink(name);
    }
}

int main(int argc, char **argv)
{
    long seconds = argc == 3 ? strtol(argv[1], NULL, 10) : 0, made = 0;
    struct timespec tick = {0, 1000000000 / EVENTS_A_SECOND}, start, now;
    const char *directory = argc == 3 ? argv[2] : NULL;

    if (seconds < 3 || seconds > 100000) {
        fprintf(stderr, "usage: slab_leak SECONDS DIRECTORY\n");
        return 2;
    }
    raise_limit((rlim_t)(seconds * (EVENTS_A_SECOND + 1) + 100));
    if (mkdir(directory, 0700) != 0)
        fail(directory);
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (long tenths = 0, leaked = 0, pairs = 0; tenths < seconds * EVENTS_A_SECOND;) {
        int pair[2];
        long wanted;

        nanosleep(&tick, NULL);
        clock_gettime(CLOCK_MONOTONIC, &now);
        tenths = (now.tv_sec - start.tv_sec) * EVENTS_A_SECOND + (now.tv_nsec - start.tv_nsec) / tick.tv_nsec;
        for (; leaked < tenths; leaked++)
            if (eventfd(0, EFD_CLOEXEC) < 0)
                fail("eventfd");
        for (; pairs < tenths / EVENTS_A_SECOND / SOCKETS_SECONDS; pairs++)
            if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
                fail("socketpair");
        wanted = tenths * 3 * FILES / (seconds * EVENTS_A_SECOND);
        if (wanted > FILES)
            wanted = FILES;
        if (made >= 0 && made < wanted) {
            make_files(directory, made, wanted);
            made = wanted;
        }
        if (made >= 0 && tenths * 3 > seconds * EVENTS_A_SECOND * 2) {
            remove_files(directory, made);
            made = -1;
        }
    }
    remove_files(directory, made > 0 ? made : 0);
    if (rmdir(directory) != 0)
        fail(directory);
    return 0;
}
