/* clock.c - os/clock.h for Linux. */
#include "os/clock.h"

#include <signal.h>
#include <time.h>

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

static sigset_t stop_signals;

/* Blocked signals stay pending until os_wait fetches them, so none is lost between a check and a sleep. Signals that
 * the parent process ignores (nohup) stay ignored. */
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

/* In slices, because the clock of the timeout stops while the machine sleeps. */
bool os_wait(int64_t until_uptime_ms)
{
    static bool stopped;
    const int64_t slice_ms = 15000;

    while (!stopped) {
        int64_t remaining = until_uptime_ms - os_now().uptime_ms;
        struct timespec timeout = {0};

        if (remaining > slice_ms)
            remaining = slice_ms;
        if (remaining > 0) {
            timeout.tv_sec = remaining / 1000;
            timeout.tv_nsec = remaining % 1000 * 1000000;
        }
        stopped = sigtimedwait(&stop_signals, NULL, &timeout) > 0;
        if (remaining <= 0)
            break;
    }
    return stopped;
}
