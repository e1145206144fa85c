/* fakent_run.c - starts a program with a DLL injected, for tests: fakent_run.exe DLL PROGRAM [ARGUMENTS...]
 *
 * Exits with the program's status, or 98 when it cannot be started.
 */
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

static const wchar_t *behind_word(const wchar_t *p)
{
    for (BOOL quoted = FALSE; *p && (quoted || *p != L' '); p++)
        if (*p == L'"')
            quoted = !quoted;
    while (*p == L' ')
        p++;
    return p;
}

static int fail(const char *what)
{
    fprintf(stderr, "fakent_run: %s failed with error %lu\n", what, GetLastError());
    return 98;
}

int wmain(int argc, wchar_t **argv)
{
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION process;
    wchar_t command[32768];
    SIZE_T bytes;
    void *place;
    HANDLE thread;
    DWORD status;
    LPTHREAD_START_ROUTINE load =
        (LPTHREAD_START_ROUTINE)(void *)GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "LoadLibraryW");

    if (argc < 3)
        return fail("usage: fakent_run DLL PROGRAM [ARGUMENTS...];");
    wcscpy(command, behind_word(behind_word(GetCommandLineW())));
    if (!CreateProcessW(NULL, command, NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &start, &process))
        return fail("starting the program");
    bytes = (wcslen(argv[1]) + 1) * sizeof(wchar_t);
    place = VirtualAllocEx(process.hProcess, NULL, bytes, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    WriteProcessMemory(process.hProcess, place, argv[1], bytes, NULL);
    thread = CreateRemoteThread(process.hProcess, NULL, 0, load, place, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    if (!GetExitCodeThread(thread, &status) || status == 0) {
        TerminateProcess(process.hProcess, 98);
        return fail("loading the DLL");
    }
    ResumeThread(process.hThread);
    SetConsoleCtrlHandler(NULL, TRUE); // Ctrl+C is handled by the program
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &status);
    return (int)status;
}
