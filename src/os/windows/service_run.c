#include <stdlib.h>

#include "os/clock.h"
#include "os/service.h"
#include "os/windows/windows_internal.h"

#define LONGEST_LOG (1 << 20)

/* Windows calls back without a word of whose service it is: there is one in a process. */
static struct {
    SERVICE_STATUS_HANDLE handle;
    SERVICE_STATUS status;
    wchar_t *name, *log;
    int (*work)(void *context);
    void *context;
    int result;
} running;

static void tell(DWORD state)
{
    running.status.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
    running.status.dwCurrentState = state;
    running.status.dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN : 0;
    running.status.dwWaitHint = state == SERVICE_STOP_PENDING ? 10 * 1000 : 0;
    SetServiceStatus(running.handle, &running.status);
}

static DWORD WINAPI on_control(DWORD control, DWORD event, void *data, void *context)
{
    (void)event;
    (void)data;
    (void)context;
    switch (control) {
    case SERVICE_CONTROL_STOP:
    case SERVICE_CONTROL_SHUTDOWN:
        tell(SERVICE_STOP_PENDING);
        windows_stop();
        return NO_ERROR;
    case SERVICE_CONTROL_INTERROGATE:
        return NO_ERROR;
    default:
        return ERROR_CALL_NOT_IMPLEMENTED;
    }
}

/* What is printed goes there from now on. It begins anew when it has grown long. */
static void print_to(const wchar_t *log)
{
    const DWORD share = FILE_SHARE_READ | FILE_SHARE_DELETE;
    HANDLE handle = CreateFileW(log, FILE_APPEND_DATA, share, NULL, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    LARGE_INTEGER size;

    if (handle != INVALID_HANDLE_VALUE && GetFileSizeEx(handle, &size) && size.QuadPart > LONGEST_LOG) {
        CloseHandle(handle);
        handle = CreateFileW(log, GENERIC_WRITE, share, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    }
    if (handle == INVALID_HANDLE_VALUE)
        return; // nobody hears it then, but the collection goes on
    SetStdHandle(STD_OUTPUT_HANDLE, handle);
    SetStdHandle(STD_ERROR_HANDLE, handle);
}

static VOID WINAPI service_main(DWORD argc, wchar_t **argv)
{
    (void)argc;
    (void)argv;
    running.handle = RegisterServiceCtrlHandlerExW(running.name, on_control, NULL);
    print_to(running.log);
    os_catch_stop(); // before anybody can ask for it
    tell(SERVICE_RUNNING);
    running.result = running.work(running.context);
    if (running.result) {
        running.status.dwWin32ExitCode = ERROR_SERVICE_SPECIFIC_ERROR;
        running.status.dwServiceSpecificExitCode = (DWORD)running.result;
    }
    tell(SERVICE_STOPPED);
}

bool os_service_run(const struct os_service *service, const char *log, int (*work)(void *context), void *context,
                    struct error *err)
{
    SERVICE_TABLE_ENTRYW table[2] = {{0}};
    DWORD code;

    running.name = windows_wide(service->name);
    running.log = windows_path(log);
    running.work = work;
    running.context = context;
    table[0] = (SERVICE_TABLE_ENTRYW){running.name, service_main};
    if (StartServiceCtrlDispatcherW(table))
        ExitProcess((UINT)running.result);
    code = GetLastError();
    if (code == ERROR_FAILED_SERVICE_CONTROLLER_CONNECT)
        return error_set(err, "--as-service is what Windows starts the service with: say --install-service");
    return error_set(err, "Windows does not take this process for its service: %s", windows_reason(NULL, code));
}
