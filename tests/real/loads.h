/* loads.h - the loads of slab_load.
 *
 * Each is called ten times a second with the part of the time that has passed, 0 to 1, in a process of its own, whose
 * working directory is for its files. What it holds goes when its process ends.
 */
#ifndef LOADS_H
#define LOADS_H

struct load {
    const char *name;
    const char *what;
    void (*tick)(double part);
};

/* Ends with a load without name. */
extern const struct load loads[];

/* A child process of the load was waited for. */
void loads_child_ended(void);

#endif
