/* drivers.c - os/drivers.h for Windows: its fixed directories, and the kernel's list of loaded modules. */
#include "os/drivers.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "os/files.h"
#include "os/windows/windows_internal.h"

/* --- walking --- */

/* --- the directories of drivers --- */

struct paths {
    char **paths; // owned
    size_t count, capacity;
};

static void add_path(struct paths *to, struct buffer *path)
{
    char *owned = buffer_take(path);

    if (os_path_kind(owned) == OS_MISSING) {
        free(owned);
        return;
    }
    ARRAY_RESERVE(to->paths, to->capacity, to->count + 1);
    to->paths[to->count++] = owned;
}

/* "C:\Windows\" */
static void add_windows(struct buffer *b)
{
    wchar_t wide[MAX_PATH];
    UINT length = GetSystemWindowsDirectoryW(wide, MAX_PATH);
    char *utf8 = length > 0 && length < MAX_PATH ? windows_utf8(wide) : memory_copy("C:\\Windows", 10);

    buffer_add_string(b, utf8);
    if (b->length && b->bytes[b->length - 1] != '\\')
        buffer_add_char(b, '\\');
    free(utf8);
}

/* For a 32-bit program on 64-bit Windows, System32 is redirected; Sysnative is the real one. */
static const char *system_directory(void)
{
    BOOL is_wow64 = FALSE;

    return IsWow64Process(GetCurrentProcess(), &is_wow64) && is_wow64 ? "Sysnative" : "System32";
}

void os_driver_paths(char ***paths, size_t *count)
{
    static const char *const places[] = {"drivers",       "ntoskrnl.exe",   "hal.dll",
                                         "win32k.sys",    "win32kbase.sys", "win32kfull.sys",
                                         "win32ksgd.sys", "cdd.dll",        "DriverStore\\FileRepository"};
    struct paths found = {0};

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct buffer b = {0};

        add_windows(&b);
        buffer_add_string(&b, system_directory());
        buffer_add_char(&b, '\\');
        buffer_add_string(&b, places[i]);
        add_path(&found, &b);
    }
    *paths = found.paths;
    *count = found.count;
}

/* --- the loaded modules --- */

/* SystemModuleInformation, class 11; the layout is that of Microsoft's public debugger headers. Addresses are hidden
 * from unprivileged callers, names are not. */
#define CLASS_MODULES 11
#define TOO_SMALL 0xC0000004u
#define MOST_CAPACITY (64u << 20)

struct module {
    void *section, *mapped, *base;
    ULONG size, flags;
    USHORT load_order, init_order, load_count, name_offset;
    char path[256];
};

struct modules {
    ULONG count;
    struct module modules[];
};

typedef LONG(NTAPI *query_function)(ULONG class, void *buffer, ULONG capacity, ULONG *needed);

/* Owned by the caller, *capacity bytes; NULL when the kernel refuses. */
static struct modules *query_modules(ULONG *capacity)
{
    query_function query =
        (query_function)(void *)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "NtQuerySystemInformation");
    struct modules *answer = NULL;
    ULONG needed = 0;

    for (*capacity = 1u << 17; query && *capacity <= MOST_CAPACITY; *capacity *= 2) {
        LONG status;

        answer = memory_resize(answer, *capacity, 1);
        memset(answer, 0, *capacity);
        status = query(CLASS_MODULES, answer, *capacity, &needed);
        if (status >= 0)
            return answer;
        if ((ULONG)status != TOO_SMALL)
            break;
    }
    free(answer);
    return NULL;
}

static bool begins(const char *path, const char *with)
{
    return _strnicmp(path, with, strlen(with)) == 0;
}

/* Kernel names start at the root of the object manager: \SystemRoot\System32\x.sys, \??\C:\x.sys, \Windows\x.sys, or
 * are plain: x.sys. */
static void add_module(struct paths *to, const char *name)
{
    struct buffer b = {0};

    if (begins(name, "\\SystemRoot\\System32\\")) {
        add_windows(&b);
        buffer_add_string(&b, system_directory());
        buffer_add_string(&b, name + strlen("\\SystemRoot\\System32"));
    } else if (begins(name, "\\SystemRoot\\")) {
        add_windows(&b);
        buffer_add_string(&b, name + strlen("\\SystemRoot\\"));
    } else if (begins(name, "\\??\\")) {
        buffer_add_string(&b, name + strlen("\\??\\"));
    } else if (begins(name, "\\Device\\")) {
        buffer_printf(&b, "\\\\?\\GLOBALROOT%s", name);
    } else if (name[0] == '\\') {
        add_windows(&b);
        b.length = b.length > 2 ? 2 : b.length; // the drive
        buffer_add_string(&b, name);
    } else {
        add_windows(&b);
        buffer_printf(&b, "%s\\%s", system_directory(), name);
    }
    add_path(to, &b);
}

/* Names are in the ANSI code page. */
static char *utf8_of(const char *path, size_t most)
{
    wchar_t wide[257];
    int length = MultiByteToWideChar(CP_ACP, 0, path, (int)strnlen(path, most), wide, 256);

    wide[length > 0 ? length : 0] = L'\0';
    return windows_utf8(wide);
}

bool os_loaded_drivers(char ***paths, size_t *count)
{
    struct paths found = {0};
    ULONG capacity;
    struct modules *modules = query_modules(&capacity);

    if (!modules)
        return false;
    for (size_t i = 0; i < modules->count && sizeof *modules + (i + 1) * sizeof *modules->modules <= capacity; i++) {
        char *name = utf8_of(modules->modules[i].path, sizeof modules->modules[i].path);

        if (*name)
            add_module(&found, name);
        free(name);
    }
    free(modules);
    *paths = found.paths;
    *count = found.count;
    return true;
}
