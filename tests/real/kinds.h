/* kinds.h - kernel objects that a program can take and keep: what slab_leak leaks and slab_load plays with.
 *
 * All of them belong to the process and go when it ends: nothing here outlives its program.
 */
#ifndef KINDS_H
#define KINDS_H

#include <stdbool.h>

#define KINDS_MAX_OBJECTS 8000 /* of one kind in one process */
#define KINDS_MAX_FILES 20000  /* open files of one process */

struct kind {
    const char *name;
    const char *what;
    int (*take)(long i); /* takes object number i (from 0); a file descriptor, 0 if it has none, -1 with errno */
};

extern const struct kind kinds[];
extern const int kinds_count;

/* NULL if there is none of that name. */
const struct kind *kinds_find(const char *name);

/* Opens a TCP connection over loopback: both ends. False with errno. */
bool kinds_connect(int ends[2]);

/* Allows this process KINDS_MAX_FILES open files, or as many as the system allows. */
void kinds_raise_limits(void);

/* Prints "PROGRAM: WHAT: ERROR" and exits with 1. */
_Noreturn void kinds_fail(const char *what);

/* This process and its children are killed when their parent ends, and first when memory is short. */
void kinds_stay_small(void);

#endif
