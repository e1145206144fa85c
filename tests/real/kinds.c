#include "kinds.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static int take_eventfd(long i)
{
    (void)i;
    return eventfd(0, EFD_CLOEXEC);
}

static int take_epoll(long i)
{
    (void)i;
    return epoll_create1(EPOLL_CLOEXEC);
}

static int take_timerfd(long i)
{
    (void)i;
    return timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
}

static int take_signalfd(long i)
{
    sigset_t none;

    (void)i;
    sigemptyset(&none);
    return signalfd(-1, &none, SFD_CLOEXEC);
}

/* The same file again: an open file and nothing else. */
static int take_file(long i)
{
    (void)i;
    return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static int take_pipe(long i)
{
    int ends[2];

    (void)i;
    return pipe2(ends, O_CLOEXEC) == 0 ? ends[0] : -1;
}

static int take_unix(long i)
{
    int ends[2];

    (void)i;
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0 ? ends[0] : -1;
}

static int take_udp(long i)
{
    (void)i;
    return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

/* A TCP socket that listens at a free port of the loopback address: all who connect share it. */
static int listener(struct sockaddr_in *address)
{
    socklen_t length = sizeof *address;
    int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (made < 0 || bind(made, (struct sockaddr *)address, sizeof *address) != 0 || listen(made, 1000) != 0 ||
        getsockname(made, (struct sockaddr *)address, &length) != 0)
        kinds_fail("a listening socket");
    return made;
}

bool kinds_connect(int ends[2])
{
    static struct sockaddr_in address;
    static int listening = -1;

    if (listening < 0)
        listening = listener(&address);
    ends[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (ends[0] < 0 || connect(ends[0], (struct sockaddr *)&address, sizeof address) != 0)
        return false;
    ends[1] = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
    return ends[1] >= 0;
}

static int take_tcp(long i)
{
    int ends[2];

    (void)i;
    return kinds_connect(ends) ? ends[0] : -1;
}

/* Every other page of a reserved range becomes writable: two mappings more, no memory. */
static int take_mapping(long i)
{
    static char *range;
    size_t page = (size_t)sysconf(_SC_PAGESIZE), size = 2 * page * KINDS_MAX_OBJECTS;

    if (range == NULL) {
        range = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (range == MAP_FAILED)
            kinds_fail("a range of addresses");
    }
    return mprotect(range + 2 * page * (size_t)i, page, PROT_READ | PROT_WRITE);
}

static int take_timer(long i)
{
    struct sigevent nothing = {.sigev_notify = SIGEV_NONE};
    timer_t timer;

    (void)i;
    return timer_create(CLOCK_MONOTONIC, &nothing, &timer) == 0 ? 0 : -1;
}

/* Every other byte of one file is locked, so that no two locks become one. */
static int take_lock(long i)
{
    static int file = -1;
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 2 * i, .l_len = 1};

    if (file < 0)
        file = memfd_create("locks", MFD_CLOEXEC);
    return file < 0 ? -1 : fcntl(file, F_SETLK, &lock);
}

static int take_memfd(long i)
{
    (void)i;
    return memfd_create("leak", MFD_CLOEXEC);
}

const struct kind kinds[] = {
    {"eventfd", "eventfds", take_eventfd},
    {"epoll", "epoll instances", take_epoll},
    {"timerfd", "timerfds", take_timerfd},
    {"signalfd", "signalfds", take_signalfd},
    {"file", "open files", take_file},
    {"pipe", "pipes", take_pipe},
    {"unix", "pairs of Unix sockets", take_unix},
    {"udp", "UDP sockets", take_udp},
    {"tcp", "TCP connections, both ends", take_tcp},
    {"mapping", "mapped pages", take_mapping},
    {"timer", "POSIX timers", take_timer},
    {"lock", "locks of parts of a file", take_lock},
    {"memfd", "files in memory", take_memfd},
};
const int kinds_count = sizeof kinds / sizeof *kinds;

const struct kind *kinds_find(const char *name)
{
    for (int i = 0; i < kinds_count; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

void kinds_raise_limits(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        kinds_fail("the limit of open files");
    limit.rlim_cur = limit.rlim_max < KINDS_MAX_FILES ? limit.rlim_max : KINDS_MAX_FILES;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        kinds_fail("more open files");
}

void kinds_fail(const char *what)
{
    fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, strerror(errno));
    exit(1);
}

void kinds_stay_small(void)
{
    FILE *score;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    score = fopen("/proc/self/oom_score_adj", "w");
    if (score != NULL) {
        fputs("1000", score);
        fclose(score);
    }
}
