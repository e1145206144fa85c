/* threads.h - running one job on several threads. Most code takes a `struct workers` of base/workers.h instead. */
#ifndef OS_THREADS_H
#define OS_THREADS_H

#include <stddef.h>

/* Processors that this process may use, at least 1. */
size_t os_cores(void);

/* Runs the job on `threads` threads, one of them the caller's, and returns when all have returned. When the system
 * cannot start that many, fewer run. */
void os_run_threads(size_t threads, void (*job)(void *context), void *context);

#endif
