#include "os/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "base/memory.h"

size_t os_cores(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;

    return count > 1 ? (size_t)count : 1;
}

struct job {
    void (*run)(void *context);
    void *context;
};

static void *thread_main(void *argument)
{
    const struct job *job = argument;

    job->run(job->context);
    return NULL;
}

void os_run_threads(size_t threads, void (*run)(void *context), void *context)
{
    struct job job = {run, context};
    pthread_t *others = memory_new(threads, sizeof *others);
    size_t started = 0;

    while (started + 1 < threads && pthread_create(&others[started], NULL, thread_main, &job) == 0)
        started++;
    run(context);
    while (started)
        pthread_join(others[--started], NULL);
    free(others);
}
