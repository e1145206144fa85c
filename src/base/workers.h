/* workers.h - doing one thing on several processors, for floors that see no system.
 *
 * A job claims its work from what all of them share, until none is left: so it does not matter how many run.
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
