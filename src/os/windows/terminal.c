#include "os/terminal.h"

#include <wchar.h>

#include "os/windows/windows_internal.h"

static bool survives_output;

void os_survive_write_errors(void)
{
    survives_output = true;
}

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
