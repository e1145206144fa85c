/* service.c - os/service.h for Windows, but for os_service_run: the service manager, and the directory of the
 * service. */
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

/* --- the directory that it writes to --- */

bool os_service_directory(char **directory, struct error *err)
{
    char *data = os_environment("ProgramData");
    struct buffer b = {0};

    if (!data)
        return error_set(err, "the environment variable ProgramData is not set: use -o FILE");
    os_append_directory(&b, data);
    buffer_add_string(&b, "poolmonviz");
    *directory = buffer_take(&b);
    free(data);
    return true;
}

/* A directory that exists gets the same access rights as a new one, so that no other user can plant files in it. A
 * link is refused: any user could have created it, and its target would get these rights. */
bool os_service_make_directory(const char *directory, struct error *err)
{
    static const wchar_t rights[] =
        L"O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;LS)(A;OICI;0x1200a9;;;BU)";
    SECURITY_ATTRIBUTES attributes = {.nLength = sizeof attributes};
    wchar_t *wide = windows_path(directory);
    bool ok;

    if (os_path_kind(directory) != OS_MISSING && !user_cache_directory(directory, false)) {
        free(wide);
        return error_set(err, "'%s' is not a directory, or is a link: remove it and try again", directory);
    }
    ok = ConvertStringSecurityDescriptorToSecurityDescriptorW(rights, SDDL_REVISION_1, &attributes.lpSecurityDescriptor,
                                                              NULL) &&
         (CreateDirectoryW(wide, &attributes) ||
          (GetLastError() == ERROR_ALREADY_EXISTS &&
           SetFileSecurityW(wide, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                            attributes.lpSecurityDescriptor)));
    if (!ok)
        error_set(err, "cannot create directory %s: %s", directory, windows_reason(directory, GetLastError()));
    LocalFree(attributes.lpSecurityDescriptor);
    free(wide);
    return ok;
}

/* --- the command line --- */

/* Quoted for the C runtime's parser: backslashes are doubled only before a quote. */
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
    buffer_add_char(out, '"'); // always: with a space in an unquoted path, Windows might run another program
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
    wchar_t *wide = windows_wide(path), *absolute = memory_new(LONGEST_PATH, sizeof *absolute);
    DWORD length = GetFullPathNameW(wide, LONGEST_PATH, absolute, NULL);

    if (length && length < LONGEST_PATH)
        *full = windows_utf8(absolute);
    else
        error_set(err, "invalid path '%s': %s", path, windows_reason(path, GetLastError()));
    free(absolute);
    free(wide);
    return length && length < LONGEST_PATH;
}

/* --- the service manager --- */

static const char *reason_of(DWORD code)
{
    switch (code) {
    case ERROR_ACCESS_DENIED:
        return "access denied; use a terminal opened with 'Run as administrator'";
    case ERROR_SERVICE_DOES_NOT_EXIST:
        return "it is not installed; use --install-service";
    case ERROR_SERVICE_EXISTS:
        return "it is already installed; remove it with --remove-service";
    case ERROR_SERVICE_MARKED_FOR_DELETE:
        return "it is being removed; close the Services window and try again";
    default:
        return windows_reason(NULL, code);
    }
}

static bool fail(const struct os_service *service, const char *what, DWORD code, struct error *err)
{
    return error_set(err, "cannot %s the service %s: %s", what, service->name, reason_of(code));
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

/* Restarts the service a minute after each failure; a nonzero exit code counts as one. Settings that an older
 * Windows does not know are ignored. */
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
        return fail(service, "install", GetLastError(), err);
    name = windows_wide(service->name);
    line = windows_wide(command);
    handle = CreateServiceW(manager, name, name, SERVICE_ALL_ACCESS, SERVICE_WIN32_OWN_PROCESS, SERVICE_AUTO_START,
                            SERVICE_ERROR_NORMAL, line, NULL, NULL, NULL, ACCOUNT, NULL);
    ok = handle != NULL;
    if (!ok)
        fail(service, "install", GetLastError(), err);
    if (ok) {
        describe(handle, service);
        ok = StartServiceW(handle, 0, NULL) || error_set(err, "the service %s is installed, but cannot be started: %s",
                                                         service->name, reason_of(GetLastError()));
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

    if (!open_service(service, SERVICE_STOP | SERVICE_QUERY_STATUS | DELETE, "remove", &manager, &handle, err))
        return false;
    ok = !ControlService(handle, SERVICE_CONTROL_STOP, &status) || wait_for_stop(handle) ||
         error_set(err, "the service %s does not stop: end its process in the Task Manager and try again",
                   service->name);
    ok = ok && (DeleteService(handle) || fail(service, "remove", GetLastError(), err));
    CloseServiceHandle(handle);
    CloseServiceHandle(manager);
    return ok;
}

static void add_command(SC_HANDLE handle, struct buffer *out)
{
    union { // the config, followed by its strings
        QUERY_SERVICE_CONFIGW config;
        unsigned char capacity[8192];
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
    static const char *const states[] = {
        "in an unknown state", "stopped", "starting", "stopping", "running", "resuming", "being paused", "paused"};
    SC_HANDLE manager, handle;
    SERVICE_STATUS_PROCESS status = {0};
    DWORD needed;

    if (!open_service(service, SERVICE_QUERY_STATUS | SERVICE_QUERY_CONFIG, "find", &manager, &handle, err))
        return false;
    QueryServiceStatusEx(handle, SC_STATUS_PROCESS_INFO, (BYTE *)&status, sizeof status, &needed);
    buffer_printf(out, "the service %s is %s", service->name, states[status.dwCurrentState & 7]);
    if (status.dwProcessId)
        buffer_printf(out, ", process %lu", (unsigned long)status.dwProcessId);
    if (status.dwCurrentState == SERVICE_STOPPED && status.dwWin32ExitCode == ERROR_SERVICE_SPECIFIC_ERROR)
        buffer_add_string(out, " after a failure: see its log");
    buffer_add_char(out, '\n');
    add_command(handle, out);
    CloseServiceHandle(handle);
    CloseServiceHandle(manager);
    return true;
}
