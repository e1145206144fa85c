/* slab_probe.c - says which slab caches a kind of kernel object goes to. For Linux, as root.
 *
 *     slab_probe KIND ...
 *
 * Prints "KIND CACHE OBJECTS", OBJECTS of the cache for each one of the kind. Names do not tell: kernels merge caches
 * of one size under one of their names. It takes TAKEN objects at once, because /proc/slabinfo counts all places in
 * the slabs that a processor works with as taken: less than a few hundred objects do not show.
 */
#include "kinds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define TAKEN 2000
#define BURSTS 3
#define CACHES 1000
#define LEAST .1 /* objects for each one taken; fewer are the work of other programs */

struct caches {
    char name[CACHES][64];
    double objects[CACHES];
    int count;
};

static void read_caches(struct caches *caches)
{
    FILE *file = fopen("/proc/slabinfo", "r");
    char line[512];

    if (file == NULL)
        kinds_fail("/proc/slabinfo");
    caches->count = 0;
    while (caches->count < CACHES && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "%63s %lf", caches->name[caches->count], &caches->objects[caches->count]) == 2)
            caches->count++;
    fclose(file);
}

/* Prints the smallest gain of some bursts: other programs allocate, too. The objects go when the process ends. */
static void probe(const struct kind *kind)
{
    static struct caches before, after;
    static double least[CACHES];

    for (int burst = 0; burst < BURSTS; burst++) {
        read_caches(&before);
        for (long i = 0; i < TAKEN; i++)
            if (kind->take(burst * TAKEN + i) < 0)
                kinds_fail(kind->name);
        usleep(300000); // until the kernel has freed what the calls needed for a moment
        read_caches(&after);
        for (int i = 0; i < after.count; i++)
            least[i] = burst == 0 ? after.objects[i] - before.objects[i]
                                  : fmin(least[i], after.objects[i] - before.objects[i]);
    }
    for (int i = 0; i < after.count; i++) {
        double each = least[i] / TAKEN;

        if (each >= LEAST)
            printf("%s %s %.*f\n", kind->name, after.name[i], each < .75 ? 2 : 0, each); // most are whole numbers
    }
}

int main(int argc, char **argv)
{
    int failed = 0, status;

    kinds_raise_limits();
    kinds_stay_small();
    for (int i = 1; i < argc; i++) {
        const struct kind *kind = kinds_find(argv[i]);

        if (kind == NULL) {
            fprintf(stderr, "slab_probe: no kind of object is called %s\n", argv[i]);
            return 2;
        }
        fflush(stdout);
        if (fork() == 0) {
            sleep(1); // until the kernel has freed what the process before gave back
            probe(kind);
            return 0;
        }
        wait(&status);
        failed |= status != 0;
    }
    return failed;
}
