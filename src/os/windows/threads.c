#include "os/threads.h"

#include <stdlib.h>
#include <windows.h>

#include "base/memory.h"

size_t os_cores(void)
{
    DWORD_PTR mine, all;

    if (!GetProcessAffinityMask(GetCurrentProcess(), &mine, &all) || !mine)
        return 1;
    return (size_t)__builtin_popcountll((unsigned long long)mine);
}

struct job {
    void (*run)(void *context);
    void *context;
};

static DWORD WINAPI thread_main(void *argument)
{
    const struct job *job = argument;

    job->run(job->context);
    return 0;
}

void os_run_threads(size_t threads, void (*run)(void *context), void *context)
{
    struct job job = {run, context};
    HANDLE *others = memory_new(threads, sizeof *others);
    size_t started = 0;

    while (started + 1 < threads && (others[started] = CreateThread(NULL, 0, thread_main, &job, 0, NULL)))
        started++;
    run(context);
    while (started) {
        WaitForSingleObject(others[--started], INFINITE);
        CloseHandle(others[started]);
    }
    free(others);
}
