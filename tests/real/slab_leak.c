/* slab_leak.c - leaks kernel objects at known rates and writes down how many. For Linux.
 *
 *     slab_leak SECONDS KIND:RATE[:FROM-TO][:FORM] ...
 *
 *     eventfd:5              five a second, all the time
 *     timerfd:4:40-100       from 40 to 100 % of the time
 *     mapping:6:0-100:faster ever faster: 6 a second on average, none at first, 12 at the end
 *     unix:2:0-100:batches   two a second on average, all of half a minute at once
 *
 * Writes a line a second for each leak, "TIME KIND TAKEN", TIME in UTC as 2026-06-14T15:00:00. All is released when
 * the program ends.
 */
#include "kinds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LEAKS 3
#define BATCH_SECONDS 30
#define TICK_NS 100000000

enum form { EVENLY, FASTER, BATCHES };

struct leak {
    const struct kind *kind;
    double rate;     // a second, on average
    double from, to; // parts of the time, 0 to 1
    enum form form;
    long taken;
};

static double now(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Objects that the leak has taken when `part` of `seconds` is over. */
static long taken_by(const struct leak *leak, double part, double seconds)
{
    double length = (leak->to - leak->from) * seconds, u = (part - leak->from) / (leak->to - leak->from);
    double taken;

    u = fmin(fmax(u, 0), 1);
    if (leak->form == FASTER)
        taken = leak->rate * length * u * u;
    else if (leak->form == BATCHES)
        taken = leak->rate * floor(u * length / BATCH_SECONDS) * BATCH_SECONDS;
    else
        taken = leak->rate * length * u;
    return (long)fmin(taken, KINDS_MAX_OBJECTS);
}

static bool read_leak(const char *text, struct leak *leak)
{
    char name[16], form[16] = "evenly";
    double from = 0, to = 100;

    if (sscanf(text, "%15[a-z]:%lf:%lf-%lf:%15s", name, &leak->rate, &from, &to, form) < 2)
        return false;
    *leak = (struct leak){.kind = kinds_find(name), .rate = leak->rate, .from = from / 100, .to = to / 100};
    leak->form = strcmp(form, "faster") == 0 ? FASTER : strcmp(form, "batches") == 0 ? BATCHES : EVENLY;
    return leak->kind != NULL && leak->rate > 0 && from >= 0 && from < to && to <= 100;
}

static void write_taken(const struct leak *leaks, int count)
{
    time_t time = (time_t)now(CLOCK_REALTIME);
    char text[32];

    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", gmtime(&time));
    for (int i = 0; i < count; i++)
        printf("%s %s %ld\n", text, leaks[i].kind->name, leaks[i].taken);
    fflush(stdout);
}

static void leak(struct leak *leaks, int count, double seconds)
{
    const struct timespec tick = {0, TICK_NS};
    double start = now(CLOCK_MONOTONIC), written = 0;

    for (double time = start; time < start + seconds; time = now(CLOCK_MONOTONIC)) {
        for (int i = 0; i < count; i++)
            for (long wanted = taken_by(&leaks[i], (time - start) / seconds, seconds); leaks[i].taken < wanted;
                 leaks[i].taken++)
                if (leaks[i].kind->take(leaks[i].taken) < 0)
                    kinds_fail(leaks[i].kind->name);
        if (floor(time) > written) {
            written = floor(time);
            write_taken(leaks, count);
        }
        nanosleep(&tick, NULL);
    }
}

int main(int argc, char **argv)
{
    struct leak leaks[LEAKS] = {0};
    double seconds = argc > 1 ? strtod(argv[1], NULL) : 0;

    kinds_raise_limits();
    kinds_stay_small();
    if (seconds < 3 || seconds > 100000 || argc > 2 + LEAKS) {
        fprintf(stderr, "usage: slab_leak SECONDS KIND:RATE[:FROM-TO][:FORM] ... (at most %d)\n", LEAKS);
        return 2;
    }
    for (int i = 2; i < argc; i++)
        if (!read_leak(argv[i], &leaks[i - 2])) {
            fprintf(stderr, "slab_leak: not a leak: %s\n", argv[i]);
            return 2;
        }
    leak(leaks, argc - 2, seconds);
    return 0;
}
