/* timings.h - CPU and wall seconds of each phase of a command, for --timings. */
#ifndef COMMANDS_TIMINGS_H
#define COMMANDS_TIMINGS_H

#include <stddef.h>

#define TIMINGS_PHASES 8

struct timings {
    struct {
        const char *name;
        double cpu, wall;
    } phases[TIMINGS_PHASES];
    size_t count;
    double cpu_before, wall_before;
};

void timings_start(struct timings *timings);

/* Ends the phase that began with timings_start or with the end of the previous phase. NULL is ignored. */
void timings_end_phase(struct timings *timings, const char *name);

void timings_print(const struct timings *timings);

#endif
