#include "os/os.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

extern char **environ;

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

struct os_moment os_now(void)
{
    struct timespec now, since_boot;
    struct tm local = {0};
    struct os_moment moment;

    clock_gettime(CLOCK_REALTIME, &now);
    clock_gettime(CLOCK_BOOTTIME, &since_boot);
    localtime_r(&now.tv_sec, &local);
    moment.utc_us = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
    moment.local_us = moment.utc_us + (int64_t)local.tm_gmtoff * 1000000;
    moment.uptime_ms = (int64_t)since_boot.tv_sec * 1000 + since_boot.tv_nsec / 1000000;
    return moment;
}

long os_process(void)
{
    return (long)getpid();
}

int64_t os_page_size(void)
{
    return sysconf(_SC_PAGESIZE);
}

char *os_environment(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? memory_copy(value, strlen(value)) : NULL;
}

char *os_beside_program(const char *name)
{
    (void)name;
    return NULL;
}

static sigset_t stop_signals;

/* Blocked signals stay pending until os_wait looks for them: none is lost between a look and a sleep. One that the caller
 * ignores, as nohup does, goes on being ignored. */
void os_catch_stop(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction before;

    sigemptyset(&stop_signals);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaddset(&stop_signals, signals[i]);
    sigprocmask(SIG_BLOCK, &stop_signals, NULL);
}

void os_survive_output(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

/* In slices, because the timeout's clock stands still while the machine sleeps. */
bool os_wait(int64_t until_uptime_ms)
{
    static bool stopped;
    const int64_t slice_ms = 15000;

    while (!stopped) {
        int64_t left = until_uptime_ms - os_now().uptime_ms;
        struct timespec timeout = {0};

        if (left > slice_ms)
            left = slice_ms;
        if (left > 0) {
            timeout.tv_sec = left / 1000;
            timeout.tv_nsec = left % 1000 * 1000000;
        }
        stopped = sigtimedwait(&stop_signals, NULL, &timeout) > 0;
        if (left <= 0)
            break;
    }
    return stopped;
}

void os_lower_priority(void)
{
    setpriority(PRIO_PROCESS, 0, 10); // failing is no fault
}

static int width_of(int stream)
{
    struct winsize size;

    if (!isatty(stream))
        return 0;
    if (ioctl(stream, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    return size.ws_col;
}

static bool is_dumb(void)
{
    const char *term = getenv("TERM");

    return term && strcmp(term, "dumb") == 0;
}

int os_terminal_width(void)
{
    return width_of(STDOUT_FILENO);
}

int os_stderr_width(void)
{
    return is_dumb() ? 0 : width_of(STDERR_FILENO);
}

bool os_terminal_colour(void)
{
    const char *no = getenv("NO_COLOR");

    return isatty(STDOUT_FILENO) && !(no && *no) && !is_dumb();
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
