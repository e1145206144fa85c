/* clock.c - os/clock.h for Windows, where times are FILETIMEs: steps of 100 ns since 1601. */
#include "os/clock.h"

#include "os/windows/windows_internal.h"

#define EPOCH_TICKS INT64_C(116444736000000000) // from 1601 to 1970, in steps of 100 ns

static int64_t ticks_of(FILETIME time)
{
    return (int64_t)((uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime);
}

int64_t windows_time_us(FILETIME time)
{
    return (ticks_of(time) - EPOCH_TICKS) / 10;
}

int64_t windows_time_ns(FILETIME time)
{
    return (int64_t)((uint64_t)(ticks_of(time) - EPOCH_TICKS) * 100);
}

double os_wall_seconds(void)
{
    LARGE_INTEGER now, per_second;

    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&per_second);
    return (double)now.QuadPart / (double)per_second.QuadPart;
}

double os_cpu_seconds(void)
{
    FILETIME created, ended, kernel, user;

    if (!GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user))
        return 0;
    return (double)(ticks_of(kernel) + ticks_of(user)) / 1e7;
}

typedef BOOL(WINAPI *to_local)(const DYNAMIC_TIME_ZONE_INFORMATION *zone, const SYSTEMTIME *utc, SYSTEMTIME *local);

/* Uses the daylight saving rules of the given year; Windows 7 may only know those of the current one. Not the C
 * runtime's localtime, which obeys a TZ variable that Unix tools may have set. */
static bool local_time(const SYSTEMTIME *utc, SYSTEMTIME *local)
{
    static to_local for_year;
    static bool is_resolved;

    if (!is_resolved)
        for_year = (to_local)(void (*)(void))GetProcAddress(GetModuleHandleW(L"kernel32.dll"),
                                                            "SystemTimeToTzSpecificLocalTimeEx");
    is_resolved = true;
    return for_year ? for_year(NULL, utc, local) : SystemTimeToTzSpecificLocalTime(NULL, utc, local);
}

static bool local_ticks(FILETIME utc, int64_t *out)
{
    SYSTEMTIME moment, local;
    FILETIME time;

    if (!FileTimeToSystemTime(&utc, &moment) || !local_time(&moment, &local) || !SystemTimeToFileTime(&local, &time))
        return false;
    *out = ticks_of(time) + ticks_of(utc) % 10000; // a SYSTEMTIME has only milliseconds
    return true;
}

struct os_moment os_now(void)
{
    FILETIME utc;
    int64_t local;
    struct os_moment now;

    GetSystemTimeAsFileTime(&utc);
    now.uptime_ms = (int64_t)GetTickCount64();
    now.utc_us = windows_time_us(utc);
    now.local_us = local_ticks(utc, &local) ? (local - EPOCH_TICKS) / 10 : now.utc_us;
    return now;
}

static HANDLE stop_event;

void windows_stop(void)
{
    if (stop_event)
        SetEvent(stop_event);
}

/* Runs on its own thread. For a closed window or a shutdown, Windows ends the program when this returns, or after some
 * seconds; so it never returns, and the main thread uses these seconds to finish and exit. Log-off events reach only
 * services, for any user, and are ignored. */
static BOOL WINAPI on_control(DWORD event)
{
    if (event == CTRL_LOGOFF_EVENT)
        return TRUE;
    windows_stop();
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        Sleep(INFINITE);
    return TRUE;
}

void os_catch_stop(void)
{
    if (!stop_event)
        stop_event = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetConsoleCtrlHandler(on_control, TRUE);
}

/* In slices, because the clock of the timeout stops while the machine sleeps. */
bool os_wait(int64_t until_uptime_ms)
{
    const int64_t slice_ms = 15000;

    for (;;) {
        int64_t remaining = until_uptime_ms - os_now().uptime_ms;
        DWORD timeout = remaining <= 0 ? 0 : remaining > slice_ms ? (DWORD)slice_ms : (DWORD)remaining;

        if (!stop_event)
            Sleep(timeout);
        else if (WaitForSingleObject(stop_event, timeout) == WAIT_OBJECT_0)
            return true;
        if (remaining <= 0)
            return false;
    }
}
