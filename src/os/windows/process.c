#include "os/process.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "os/path.h"
#include "os/windows/windows_internal.h"

long os_process_id(void)
{
    return (long)GetCurrentProcessId();
}

int64_t os_page_size(void)
{
    SYSTEM_INFO info;

    GetSystemInfo(&info);
    return info.dwPageSize;
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
    os_append_directory(&b, slash ? program : ".");
    buffer_add_string(&b, name);
    free(program);
    return buffer_take(&b);
}

void os_lower_priority(void)
{
    SetPriorityClass(GetCurrentProcess(), BELOW_NORMAL_PRIORITY_CLASS); // failing is no fault
}

typedef HINSTANCE(WINAPI *shell_execute)(HWND, const wchar_t *, const wchar_t *, const wchar_t *, const wchar_t *, int);

/* The shell is loaded for this alone: it brings user32 along, and a program that has it is not told of a shutdown. */
void os_open_in_browser(const char *path)
{
    HMODULE shell = LoadLibraryW(L"shell32.dll");
    shell_execute execute = shell ? (shell_execute)(void (*)(void))GetProcAddress(shell, "ShellExecuteW") : NULL;
    wchar_t *wide = windows_path(path), full[32768];

    if (execute && GetFullPathNameW(wide, sizeof full / sizeof *full, full, NULL))
        execute(NULL, L"open", full, NULL, NULL, SW_SHOWNORMAL); // its failing is no fault of ours
    free(wide);
}
