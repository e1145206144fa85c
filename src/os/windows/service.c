#include "os/service.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "os/files.h"
#include "os/path.h"
#include "os/process.h"
#include "os/user_cache.h"
#include "os/windows/windows_internal.h"
// sddl.h needs windows.h before it
#include <sddl.h>

#define ACCOUNT L"NT AUTHORITY\\LocalService"
#define LONGEST_PATH 32768

/* --- where it writes --- */

bool os_service_directory(char **folder, struct error *err)
{
    char *data = os_environment("ProgramData");
    struct buffer b = {0};

    if (!data)
        return error_set(err, "the variable ProgramData is not set, so there is no place to write to: say -o FILE");
    os_append_directory(&b, data);
    buffer_add_string(&b, "poolmonviz");
    *folder = buffer_take(&b);
    free(data);
    return true;
}

/* Made anew or there before: the same people may write, so that nobody can put something else in the service's way. Anybody
 * could have made a link of that name, and what it leads to would be given away. */
bool os_service_make_directory(const char *folder, struct error *err)
{
    static const wchar_t rights[] =
        L"O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;LS)(A;OICI;0x1200a9;;;BU)";
    SECURITY_ATTRIBUTES attributes = {.nLength = sizeof attributes};
    wchar_t *wide = windows_path(folder);
    bool ok;

    if (os_path_kind(folder) != OS_MISSING && !user_cache_directory(folder, false)) {
        free(wide);
        return error_set(err, "%s: is no folder, or a link to one: remove it, and try again", folder);
    }
    ok = ConvertStringSecurityDescriptorToSecurityDescriptorW(rights, SDDL_REVISION_1, &attributes.lpSecurityDescriptor,
                                                              NULL) &&
         (CreateDirectoryW(wide, &attributes) ||
          (GetLastError() == ERROR_ALREADY_EXISTS &&
           SetFileSecurityW(wide, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                            attributes.lpSecurityDescriptor)));
    if (!ok)
        error_set(err, "%s: cannot be made: %s", folder, windows_reason(folder, GetLastError()));
    LocalFree(attributes.lpSecurityDescriptor);
    free(wide);
    return ok;
}

/* --- the command line --- */

/* As every Windows program takes its command line apart: quotes around, and backslashes only double before a quote. */
static void add_argument(struct buffer *command, const char *argument)
{
    size_t backslashes = 0;

    if (command->length)
        buffer_add_char(command, ' ');
    if (*argument && !strpbrk(argument, " \t\"")) {
        buffer_add_string(command, argument);
        return;
    }
    buffer_add_char(command, '"');
    for (const char *p = argument; *p; p++) {
        if (*p == '"')
            buffer_add_repeated(command, '\\', backslashes + 1);
        backslashes = *p == '\\' ? backslashes + 1 : 0;
        buffer_add_char(command, *p);
    }
    buffer_add_repeated(command, '\\', backslashes);
    buffer_add_char(command, '"');
}

bool os_service_command(char *const *arguments, size_t count, struct buffer *out, struct error *err)
{
    char *program = windows_program();

    (void)err;
    out->length = 0;
    buffer_add_char(out, '"'); // always: a blank in an unquoted path lets another program run
    buffer_add_string(out, program);
    buffer_add_char(out, '"');
    for (size_t i = 0; i < count; i++)
        add_argument(out, arguments[i]);
    buffer_add_char(out, '\0');
    out->length--;
    free(program);
    return true;
}

bool os_service_path(const char *path, char **full, struct error *err)
{
    wchar_t *wide = windows_wide(path), *whole = memory_new(LONGEST_PATH, sizeof *whole);
    DWORD length = GetFullPathNameW(wide, LONGEST_PATH, whole, NULL);

    if (length && length < LONGEST_PATH)
        *full = windows_utf8(whole);
    else
        error_set(err, "%s: is no path: %s", path, windows_reason(path, GetLastError()));
    free(whole);
    free(wide);
    return length && length < LONGEST_PATH;
}

/* --- asking the service manager --- */

static const char *reason_of(DWORD code)
{
    switch (code) {
    case ERROR_ACCESS_DENIED:
        return "that takes an administrator: open a terminal with 'Run as administrator', and say it there";
    case ERROR_SERVICE_DOES_NOT_EXIST:
        return "it is not installed; --install-service does that";
    case ERROR_SERVICE_EXISTS:
        return "it is installed already; --remove-service removes it";
    case ERROR_SERVICE_MARKED_FOR_DELETE:
        return "it is being removed; close the Services window, and try again";
    default:
        return windows_reason(NULL, code);
    }
}

static bool fail(const struct os_service *service, const char *what, DWORD code, struct error *err)
{
    return error_set(err, "the service %s cannot be %s: %s", service->name, what, reason_of(code));
}

static bool open_service(const struct os_service *service, DWORD access, const char *what, SC_HANDLE *manager,
                         SC_HANDLE *out, struct error *err)
{
    wchar_t *name;

    *manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
    if (!*manager)
        return fail(service, what, GetLastError(), err);
    name = windows_wide(service->name);
    *out = OpenServiceW(*manager, name, access);
    free(name);
    if (*out)
        return true;
    fail(service, what, GetLastError(), err);
    CloseServiceHandle(*manager);
    return false;
}

/* Started again a minute after each failure, and a failure is also an end with an error. What an older Windows does not
 * know of this, it goes without. */
static void describe(SC_HANDLE handle, const struct os_service *service)
{
    SC_ACTION again = {SC_ACTION_RESTART, 60 * 1000};
    SERVICE_FAILURE_ACTIONSW actions = {.dwResetPeriod = 24 * 3600, .cActions = 1, .lpsaActions = &again};
    SERVICE_FAILURE_ACTIONS_FLAG also_errors = {TRUE};
    SERVICE_DELAYED_AUTO_START_INFO later = {TRUE};
    wchar_t *text = windows_wide(service->description);
    SERVICE_DESCRIPTIONW description = {text};

    ChangeServiceConfig2W(handle, SERVICE_CONFIG_DESCRIPTION, &description);
    ChangeServiceConfig2W(handle, SERVICE_CONFIG_FAILURE_ACTIONS, &actions);
    ChangeServiceConfig2W(handle, SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, &also_errors);
    ChangeServiceConfig2W(handle, SERVICE_CONFIG_DELAYED_AUTO_START_INFO, &later);
    free(text);
}

bool os_service_install(const struct os_service *service, const char *command, struct error *err)
{
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT | SC_MANAGER_CREATE_SERVICE), handle;
    wchar_t *name, *line;
    bool ok;

    if (!manager)
        return fail(service, "installed", GetLastError(), err);
    name = windows_wide(service->name);
    line = windows_wide(command);
    handle = CreateServiceW(manager, name, name, SERVICE_ALL_ACCESS, SERVICE_WIN32_OWN_PROCESS, SERVICE_AUTO_START,
                            SERVICE_ERROR_NORMAL, line, NULL, NULL, NULL, ACCOUNT, NULL);
    ok = handle != NULL;
    if (!ok)
        fail(service, "installed", GetLastError(), err);
    if (ok) {
        describe(handle, service);
        ok = StartServiceW(handle, 0, NULL) || fail(service, "started, though it is installed", GetLastError(), err);
        CloseServiceHandle(handle);
    }
    CloseServiceHandle(manager);
    free(line);
    free(name);
    return ok;
}

static bool wait_for_stop(SC_HANDLE handle)
{
    SERVICE_STATUS status;

    for (int tries = 0; tries < 300; tries++) {
        if (!QueryServiceStatus(handle, &status) || status.dwCurrentState == SERVICE_STOPPED)
            return true;
        Sleep(100);
    }
    return false;
}

bool os_service_remove(const struct os_service *service, struct error *err)
{
    SC_HANDLE manager, handle;
    SERVICE_STATUS status;
    bool ok;

    if (!open_service(service, SERVICE_STOP | SERVICE_QUERY_STATUS | DELETE, "removed", &manager, &handle, err))
        return false;
    ok = !ControlService(handle, SERVICE_CONTROL_STOP, &status) || wait_for_stop(handle) ||
         error_set(err, "the service %s does not stop: end it in the Task Manager, and try again", service->name);
    ok = ok && (DeleteService(handle) || fail(service, "removed", GetLastError(), err));
    CloseServiceHandle(handle);
    CloseServiceHandle(manager);
    return ok;
}

static void add_command(SC_HANDLE handle, struct buffer *out)
{
    union { // a config and the texts behind it
        QUERY_SERVICE_CONFIGW config;
        unsigned char room[8192];
    } answer;
    DWORD needed;
    char *command;

    if (!QueryServiceConfigW(handle, &answer.config, sizeof answer, &needed))
        return;
    command = windows_utf8(answer.config.lpBinaryPathName);
    buffer_printf(out, "command: %s\n", command);
    free(command);
}

bool os_service_status(const struct os_service *service, struct buffer *out, struct error *err)
{
    static const char *const states[] = {"in a state unknown", "stopped",      "starting", "stopping", "running",
                                         "resuming",           "being paused", "paused"};
    SC_HANDLE manager, handle;
    SERVICE_STATUS_PROCESS status = {0};
    DWORD needed;

    if (!open_service(service, SERVICE_QUERY_STATUS | SERVICE_QUERY_CONFIG, "found", &manager, &handle, err))
        return false;
    QueryServiceStatusEx(handle, SC_STATUS_PROCESS_INFO, (BYTE *)&status, sizeof status, &needed);
    buffer_printf(out, "the service %s is %s", service->name, states[status.dwCurrentState & 7]);
    if (status.dwProcessId)
        buffer_printf(out, ", process %lu", (unsigned long)status.dwProcessId);
    if (status.dwCurrentState == SERVICE_STOPPED && status.dwWin32ExitCode == ERROR_SERVICE_SPECIFIC_ERROR)
        buffer_add_string(out, ", after a failure that its log tells");
    buffer_add_char(out, '\n');
    add_command(handle, out);
    CloseServiceHandle(handle);
    CloseServiceHandle(manager);
    return true;
}
