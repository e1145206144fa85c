/* bench_correlate.c - measures correlation, in CPU seconds: few series, many, and many with gaps.
 *
 *     bench_correlate [FILE]     also writes the series with gaps to FILE for peers.sh: 600 series of 2880 doubles
 *
 * In real captures most series are (nearly) constant; here 3 in 10 are constant, and half of the others have gaps.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/correlate.h"
#include "base/memory.h"
#include "os/clock.h"
#include "os/files.h"
#include "os/threads.h"

#define MOMENTS 2880
#define SERIES 3000
#define PEER_SERIES 600
#define RUNS 3

static double noise(uint64_t *random)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return (double)(*random >> 44);
}

static double *make_series(size_t count, bool constants, bool gaps)
{
    double *series = memory_new(count, MOMENTS * sizeof *series);
    uint64_t random = 1;

    for (size_t i = 0; i < count; i++)
        for (size_t m = 0; m < MOMENTS; m++)
            series[i * MOMENTS + m] = constants && i % 10 < 3             ? 4096
                                      : gaps && i % 2 && m % 97 == i % 97 ? NAN
                                                                          : noise(&random) + (double)(m * i);
    return series;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void measure(const char *what, const double *series, size_t count, size_t threads, double *out)
{
    double cpu[RUNS], wall[RUNS];

    for (int i = 0; i < RUNS; i++) {
        double cpu_before = os_cpu_seconds(), wall_before = os_wall_seconds();

        correlate(series, count, MOMENTS, (struct workers){threads, os_run_threads}, out);
        cpu[i] = os_cpu_seconds() - cpu_before;
        wall[i] = os_wall_seconds() - wall_before;
    }
    qsort(cpu, RUNS, sizeof *cpu, by_value);
    qsort(wall, RUNS, sizeof *wall, by_value);
    printf("%-44s %zu thread%s  %8.4f s CPU  %8.4f s on the clock\n", what, threads, threads > 1 ? "s" : " ",
           cpu[RUNS / 2], wall[RUNS / 2]);
    fflush(stdout);
}

static bool write_series(const char *path)
{
    double *series = make_series(PEER_SERIES, true, true);
    struct error err;
    bool ok = os_write_file(path, series, PEER_SERIES * MOMENTS * sizeof *series, &err);

    if (!ok)
        fprintf(stderr, "bench_correlate: %s\n", err.text);
    free(series);
    return ok;
}

int main(int argc, char **argv)
{
    double *out = memory_new(SERIES, SERIES * sizeof *out), *series;

    if (argc > 1 && !write_series(argv[1]))
        return 1;
    series = make_series(20, false, false);
    measure("20 series of 2880", series, 20, 1, out);
    free(series);
    series = make_series(PEER_SERIES, true, true);
    measure("600 series of 2880, constants and gaps", series, PEER_SERIES, 1, out);
    free(series);
    series = make_series(SERIES, true, false);
    measure("3000 series of 2880, 3 in 10 constant", series, SERIES, 1, out);
    measure("3000 series of 2880, 3 in 10 constant", series, SERIES, 2, out);
    free(series);
    series = make_series(SERIES, true, true);
    measure("3000 series of 2880, constants and gaps", series, SERIES, 1, out);
    measure("3000 series of 2880, constants and gaps", series, SERIES, 2, out);
    free(series);
    free(out);
    return 0;
}
