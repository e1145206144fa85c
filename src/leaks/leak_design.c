#include "leaks/leak_design.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/linear.h"
#include "base/memory.h"

#define PI 3.14159265358979323846
#define WINDOW_MIN 8     // bins
#define WINDOW_SHARE 0.3 // of the boot's bins,
#define WINDOW_ENOUGH 18 // or this many
#define CYCLES_BINS 24   // boots with fewer bins have no cycles
#define DAILY_SPAN 1.25  // days
#define DAILY_BIN 0.26   // days: longer bins do not resolve the time of day
#define WEEKLY_SPAN 21   // days
#define DOF_MIN 4        // degrees of freedom, or cycles are dropped

size_t leak_window_starts(size_t first, size_t bins, size_t starts[LEAK_WINDOWS])
{
    size_t length = first < bins ? bins - first : 0, count = 0;

    if (length < WINDOW_MIN)
        return 0;
    for (size_t k = 0; k < LEAK_WINDOWS; k++) {
        size_t start = first + (size_t)rint((double)(k * length) / 8);
        double n = (double)(bins - start), wanted = WINDOW_SHARE * (double)bins;

        if (n < WINDOW_MIN || n < (wanted < WINDOW_ENOUGH ? wanted : WINDOW_ENOUGH))
            continue;
        if (count == 0 || starts[count - 1] != start)
            starts[count++] = start;
    }
    return count;
}

static void add_cycle(double *columns, size_t *count, const double *t, size_t n, double period)
{
    for (size_t i = 0; i < n; i++) {
        columns[*count * n + i] = cos(2 * PI * t[i] / period);
        columns[(*count + 1) * n + i] = sin(2 * PI * t[i] / period);
    }
    *count += 2;
}

bool leak_has_daily(const struct leak_boot *boot, size_t start)
{
    double days = (boot->times[boot->bins - 1] - boot->times[start]) / LEAK_DAY;

    return days >= DAILY_SPAN && boot->bin_seconds <= DAILY_BIN * LEAK_DAY;
}

double *leak_cycle_columns(const struct leak_boot *boot, size_t start, size_t n, size_t *count)
{
    const double *t = boot->times + start;
    double days = (t[n - 1] - t[0]) / LEAK_DAY;
    bool daily = leak_has_daily(boot, start);
    bool weekly = days >= WEEKLY_SPAN && boot->bin_seconds < 7 * LEAK_DAY;
    size_t orders = boot->bins >= CYCLES_BINS ? 2 : 0;
    double *columns = memory_new(DESIGN_COLUMNS, n * sizeof *columns);

    *count = 0;
    while (orders > 0 && 2 + (daily ? 2 * orders : 0) + (weekly ? 4 : 0) + DOF_MIN > n)
        orders--;
    for (size_t k = 1; daily && k <= orders; k++)
        add_cycle(columns, count, t, n, LEAK_DAY / (double)k);
    for (size_t k = 1; weekly && orders && k <= 2; k++)
        add_cycle(columns, count, t, n, 7 * LEAK_DAY / (double)k);
    assert(*count + 2 <= DESIGN_COLUMNS);
    return columns;
}

void leak_design_make(struct leak_design *design, const struct leak_boot *boot, size_t first, size_t start)
{
    struct leak_design d = {.first = first, .start = start, .n = boot->bins - start};
    const double *t = boot->times + start;
    size_t cycles;
    double *cycle_columns;

    assert(first <= start && start + 2 < boot->bins);
    cycle_columns = leak_cycle_columns(boot, start, d.n, &cycles);
    d.span = t[d.n - 1] - t[0];
    d.p = 2 + cycles;
    assert(d.span > 0 && d.p < d.n);
    d.columns = memory_new(d.p, d.n * sizeof *d.columns);
    for (size_t i = 0; i < d.n; i++) {
        d.columns[i] = 1;
        d.columns[d.n + i] = (t[i] - t[0]) / d.span;
    }
    memcpy(d.columns + 2 * d.n, cycle_columns, cycles * d.n * sizeof *d.columns);
    d.orthonormal = memory_new(d.p, d.n * sizeof *d.orthonormal);
    memcpy(d.orthonormal, d.columns, d.n * sizeof *d.orthonormal);
    memcpy(d.orthonormal + d.n, cycle_columns, cycles * d.n * sizeof *d.orthonormal);
    memcpy(d.orthonormal + (d.p - 1) * d.n, d.columns + d.n, d.n * sizeof *d.orthonormal);
    free(cycle_columns);
    linear_orthonormal(d.orthonormal, d.n, d.p);
    *design = d;
}

double leak_design_residual(const struct leak_design *d, const double *y, double *residual)
{
    const double *line = d->orthonormal + (d->p - 1) * d->n;

    memcpy(residual, y, d->n * sizeof *residual);
    linear_project_out(d->orthonormal, d->n, d->p, residual);
    return linear_dot(line, y, d->n) / linear_dot(line, d->columns + d->n, d->n);
}

void leak_design_free(struct leak_design *design)
{
    free(design->columns);
    free(design->orthonormal);
    *design = (struct leak_design){0};
}
