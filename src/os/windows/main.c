/* os_windows_main.c - where Windows enters: the arguments as UTF-8, and a word to whoever double-clicked. */
#include <stdlib.h>

#include "base/memory.h"
#include "os/terminal.h"
#include "os/windows/windows_internal.h"

int main(int argc, char **argv);

/* The C runtime leaves '*' and '?' in arguments alone: they are ours. */
extern int _dowildcard;
int _dowildcard = 0;

/* Windows made the window for this program alone, and closes it at its end. */
static bool is_own_window(void)
{
    DWORD processes[2], mode;

    return GetConsoleProcessList(processes, 2) == 1 && GetConsoleMode(GetStdHandle(STD_INPUT_HANDLE), &mode);
}

static void explain_and_wait(void)
{
    static const char text[] = "\n"
                               "poolmonviz is used from a terminal, and this window closes when it ends. Open a\n"
                               "terminal (press the Windows key, type cmd, press Enter), go to the folder of\n"
                               "poolmonviz.exe with cd, and type for example:\n"
                               "\n"
                               "    poolmonviz collect -o leak.pmcap\n"
                               "    poolmonviz visualize -d leak.pmcap -t NonPagedUsedBytes\n"
                               "\n"
                               "Press Enter to close this window.\n";
    wchar_t line[80];
    DWORD length;

    os_write_stderr(text, sizeof text - 1);
    ReadConsoleW(GetStdHandle(STD_INPUT_HANDLE), line, sizeof line / sizeof *line, &length, NULL);
}

int wmain(int argc, wchar_t **wide)
{
    const int wrong_usage = 2;
    char **argv = memory_new((size_t)argc + 1, sizeof *argv);
    int status;

    SetErrorMode(SEM_FAILCRITICALERRORS); // no box that asks for a disk
    for (int i = 0; i < argc; i++)
        argv[i] = windows_utf8(wide[i]);
    status = main(argc, argv);
    if (status == wrong_usage && is_own_window())
        explain_and_wait();
    for (int i = 0; i < argc; i++)
        free(argv[i]);
    free(argv);
    return status;
}
