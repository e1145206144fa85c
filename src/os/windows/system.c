#include "os/os.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/memory.h"
#include "os/windows/windows_internal.h"

#define EPOCH_TICKS INT64_C(116444736000000000) // from 1601 to 1970, in steps of 100 ns

/* --- clocks --- */

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

/* By the rules of the moment's own year. Windows 7 may not have that, and goes by this year's. Never by the C runtime,
 * which believes a variable TZ that other systems' tools set. */
static bool local_time(const SYSTEMTIME *utc, SYSTEMTIME *local)
{
    static to_local by_year;
    static bool looked;

    if (!looked)
        by_year = (to_local)(void (*)(void))GetProcAddress(GetModuleHandleW(L"kernel32.dll"),
                                                           "SystemTimeToTzSpecificLocalTimeEx");
    looked = true;
    return by_year ? by_year(NULL, utc, local) : SystemTimeToTzSpecificLocalTime(NULL, utc, local);
}

static bool local_ticks(FILETIME utc, int64_t *out)
{
    SYSTEMTIME moment, local;
    FILETIME time;

    if (!FileTimeToSystemTime(&utc, &moment) || !local_time(&moment, &local) || !SystemTimeToFileTime(&local, &time))
        return false;
    *out = ticks_of(time) + ticks_of(utc) % 10000; // a SYSTEMTIME ends at milliseconds
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

/* --- the process --- */

long os_process(void)
{
    return (long)GetCurrentProcessId();
}

int64_t os_page_size(void)
{
    SYSTEM_INFO info;

    GetSystemInfo(&info);
    return info.dwPageSize;
}

void os_lower_priority(void)
{
    SetPriorityClass(GetCurrentProcess(), BELOW_NORMAL_PRIORITY_CLASS); // failing is no fault
}

static bool survives_output;

void os_survive_output(void)
{
    survives_output = true;
}

char *os_environment(const char *name)
{
    wchar_t *wide = windows_wide(name), value[2048];
    DWORD length = GetEnvironmentVariableW(wide, value, sizeof value / sizeof *value);

    free(wide);
    return length && length < sizeof value / sizeof *value ? windows_utf8(value) : NULL;
}

char *windows_program(void)
{
    enum { LONGEST_PATH = 32768 };
    wchar_t *wide = memory_new(LONGEST_PATH, sizeof *wide);
    char *path;

    GetModuleFileNameW(NULL, wide, LONGEST_PATH);
    path = windows_utf8(wide);
    free(wide);
    return path;
}

char *os_beside_program(const char *name)
{
    char *program = windows_program(), *slash = strrchr(program, '\\');
    struct buffer b = {0};

    if (slash)
        *slash = '\0';
    os_add_folder(&b, slash ? program : ".");
    buffer_add_string(&b, name);
    free(program);
    return buffer_take(&b);
}

/* --- stopping and waiting --- */

static HANDLE stop_event;

void windows_stop(void)
{
    if (stop_event)
        SetEvent(stop_event);
}

/* Runs on a thread of its own. Windows ends the program when this returns for a closed window or a shutdown, and some
 * seconds later in any case: what there is to finish is finished meanwhile, and ends the program itself. Of a log-off only
 * services are told, whoever logs off, and it is no concern of theirs. */
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

/* In slices, because the timeout's clock stands still while the machine sleeps. */
bool os_wait(int64_t until_uptime_ms)
{
    const int64_t slice_ms = 15000;

    for (;;) {
        int64_t left = until_uptime_ms - os_now().uptime_ms;
        DWORD timeout = left <= 0 ? 0 : left > slice_ms ? (DWORD)slice_ms : (DWORD)left;

        if (!stop_event)
            Sleep(timeout);
        else if (WaitForSingleObject(stop_event, timeout) == WAIT_OBJECT_0)
            return true;
        if (left <= 0)
            return false;
    }
}

/* --- the terminal --- */

static bool is_console(HANDLE handle)
{
    DWORD mode;

    return GetConsoleMode(handle, &mode) != 0;
}

/* Whether it obeys the codes for colour and for clearing a line; from Windows 10 on, when asked to. */
static bool obeys_codes(DWORD which)
{
    HANDLE handle = GetStdHandle(which);
    wchar_t term[6];
    DWORD mode;

    if (!GetConsoleMode(handle, &mode) || (GetEnvironmentVariableW(L"TERM", term, 6) == 4 && !wcscmp(term, L"dumb")))
        return false;
    return mode & ENABLE_VIRTUAL_TERMINAL_PROCESSING ||
           SetConsoleMode(handle, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

/* Up to `most` bytes of the text, cut between characters. */
static size_t whole_characters(const char *text, size_t length, size_t most)
{
    size_t end = most;

    if (length <= most)
        return length;
    while (end > most - 4 && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    return end;
}

/* A console takes UTF-16 whatever its code page is. */
static bool write_console(HANDLE console, const char *text, size_t length)
{
    enum { STEP = 4096 };
    wchar_t wide[STEP];

    while (length) {
        size_t bytes = whole_characters(text, length, STEP);
        int units = MultiByteToWideChar(CP_UTF8, 0, text, (int)bytes, wide, STEP);
        DWORD written;

        for (int at = 0; at < units; at += (int)written)
            if (!WriteConsoleW(console, wide + at, (DWORD)(units - at), &written, NULL) || written == 0)
                return false;
        text += bytes;
        length -= bytes;
    }
    return true;
}

/* Of a handle that is closed only the number is left, which the next file that is opened may get. */
void os_guard_streams(void)
{
    static const DWORD streams[] = {STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE};

    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
        SetLastError(NO_ERROR);
        if (GetFileType(GetStdHandle(streams[i])) == FILE_TYPE_UNKNOWN && GetLastError() != NO_ERROR)
            SetStdHandle(streams[i], NULL);
    }
}

/* Without a handle, as in a program without a window, there is nobody to read it. */
static bool write_standard(DWORD which, const void *bytes, size_t length)
{
    HANDLE handle = GetStdHandle(which);
    size_t written;

    if (!handle || handle == INVALID_HANDLE_VALUE)
        return true;
    return is_console(handle) ? write_console(handle, bytes, length)
                              : windows_write(handle, bytes, length, NULL, &written);
}

bool os_write_stdout(const void *bytes, size_t length, struct error *err)
{
    DWORD code;

    if (write_standard(STD_OUTPUT_HANDLE, bytes, length))
        return true;
    code = GetLastError();
    if (code != ERROR_BROKEN_PIPE && code != ERROR_NO_DATA && code != ERROR_PIPE_NOT_CONNECTED)
        return error_set(err, "standard output cannot be written: %s", windows_reason(NULL, code));
    if (!survives_output)
        ExitProcess(1); // as a signal does elsewhere
    return true;        // whoever reads has had enough
}

void os_write_stderr(const void *bytes, size_t length)
{
    write_standard(STD_ERROR_HANDLE, bytes, length);
}

/* One column less than there are: older consoles begin a new line after the last. */
static int width_of(DWORD which)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    int columns;

    if (!GetConsoleScreenBufferInfo(GetStdHandle(which), &info))
        return 0;
    columns = info.srWindow.Right - info.srWindow.Left;
    return columns > 0 ? columns : 80;
}

int os_terminal_width(void)
{
    return width_of(STD_OUTPUT_HANDLE);
}

/* A console that does not obey codes would show them: to the rest of the program it is none. */
int os_stderr_width(void)
{
    return obeys_codes(STD_ERROR_HANDLE) ? width_of(STD_ERROR_HANDLE) : 0;
}

bool os_terminal_colour(void)
{
    bool is_refused = GetEnvironmentVariableW(L"NO_COLOR", NULL, 0) > 1;

    return !is_refused && obeys_codes(STD_OUTPUT_HANDLE);
}

/* --- the desktop --- */

typedef HINSTANCE(WINAPI *shell_execute)(HWND, const wchar_t *, const wchar_t *, const wchar_t *, const wchar_t *, int);

/* The shell is loaded for this alone: it brings user32 along, and a program that has it is not told of a shutdown. */
void os_show_page(const char *path)
{
    HMODULE shell = LoadLibraryW(L"shell32.dll");
    shell_execute execute = shell ? (shell_execute)(void (*)(void))GetProcAddress(shell, "ShellExecuteW") : NULL;
    wchar_t *wide = windows_path(path), full[32768];

    if (execute && GetFullPathNameW(wide, sizeof full / sizeof *full, full, NULL))
        execute(NULL, L"open", full, NULL, NULL, SW_SHOWNORMAL); // its failing is no fault of ours
    free(wide);
}
