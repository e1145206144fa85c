/* workers.h - running a job on several processors, for rooms that do not see os.
 *
 * A job claims work from a shared context until none remains, so it does not matter how many threads run it.
 */
#ifndef BASE_WORKERS_H
#define BASE_WORKERS_H

#include <stddef.h>

/* All zero: the caller alone. */
struct workers {
    size_t count;
    void (*run)(size_t count, void (*job)(void *context), void *context); // os_run_threads
};

static inline void workers_run(struct workers workers, void (*job)(void *context), void *context)
{
    if (workers.run && workers.count > 1)
        workers.run(workers.count, job, context);
    else
        job(context);
}

#endif
