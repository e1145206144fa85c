/* slab_load.c - harmless load on the slab caches of a machine: all of it is given back, or levels off. For Linux.
 *
 *     slab_load SECONDS DIRECTORY LOAD ...
 *
 * Runs each load of the table below in a process of its own, at the lowest priority, and ends them all after SECONDS.
 * Files are made in DIRECTORY only, which it creates; the caller removes it. Nothing else outlives the program.
 */
#include "kinds.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "loads.h"

#define LOADS 8
#define TICK_NS 100000000

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void run(const struct load *load, double seconds)
{
    const struct timespec tick = {0, TICK_NS};

    for (double start = now(), time = start; time < start + seconds; time = now()) {
        load->tick((time - start) / seconds);
        while (waitpid(-1, NULL, WNOHANG) > 0)
            loads_child_ended();
        nanosleep(&tick, NULL);
    }
}

static const struct load *find(const char *name)
{
    for (const struct load *load = loads; load->name != NULL; load++)
        if (strcmp(load->name, name) == 0)
            return load;
    fprintf(stderr, "slab_load: no load is called %s; there are:\n", name);
    for (const struct load *load = loads; load->name != NULL; load++)
        fprintf(stderr, "    %-10s %s\n", load->name, load->what);
    exit(2);
}

int main(int argc, char **argv)
{
    double seconds = argc > 1 ? strtod(argv[1], NULL) : 0;
    const struct load *chosen[LOADS];

    if (seconds < 3 || seconds > 100000 || argc < 4 || argc > 3 + LOADS) {
        fprintf(stderr, "usage: slab_load SECONDS DIRECTORY LOAD ... (at most %d)\n", LOADS);
        return 2;
    }
    for (int i = 3; i < argc; i++)
        chosen[i - 3] = find(argv[i]);
    if (mkdir(argv[2], 0700) != 0 || chdir(argv[2]) != 0)
        kinds_fail(argv[2]);
    kinds_raise_limits();
    kinds_stay_small();
    if (nice(19) < 0)
        kinds_fail("the lowest priority");
    for (int i = 0; i < argc - 3; i++)
        if (fork() == 0) {
            kinds_stay_small();
            srand((unsigned)i + 1);
            run(chosen[i], seconds);
            return 0;
        }
    while (wait(NULL) > 0)
        ;
    return 0;
}
