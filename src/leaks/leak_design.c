#include "leaks/leak_design.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/linear.h"
#include "base/memory.h"
#include "leaks/leak_objections.h"

#define PI 3.14159265358979323846
#define STRETCH_LEAST 8   // blocks
#define STRETCH_SHARE 0.3 // of the boot's blocks,
#define STRETCH_ENOUGH 18 // or so many
#define CYCLES_BLOCKS 24  // a boot of fewer has no cycles taken out
#define DAILY_SPAN 1.25   // days seen before a time of day is believed
#define DAILY_BLOCK 0.26  // days: longer blocks do not show it
#define WEEKLY_SPAN 21    // days
#define DEGREES_LEFT 4    // blocks that must be left over

size_t leak_window_starts(size_t from, size_t blocks, size_t starts[LEAK_WINDOWS])
{
    size_t length = from < blocks ? blocks - from : 0, count = 0;

    if (length < STRETCH_LEAST)
        return 0;
    for (size_t k = 0; k < LEAK_WINDOWS; k++) {
        size_t start = from + (size_t)rint((double)(k * length) / 8);
        double left = (double)(blocks - start), wanted = STRETCH_SHARE * (double)blocks;

        if (left < STRETCH_LEAST || left < (wanted < STRETCH_ENOUGH ? wanted : STRETCH_ENOUGH))
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

double *leak_cycles(const struct leak_boot *boot, size_t start, size_t n, size_t *count)
{
    const double *t = boot->middle + start;
    double days = (t[n - 1] - t[0]) / LEAK_DAY;
    bool daily = days >= DAILY_SPAN && boot->block_seconds <= DAILY_BLOCK * LEAK_DAY;
    bool weekly = days >= WEEKLY_SPAN && boot->block_seconds < 7 * LEAK_DAY;
    size_t orders = boot->blocks >= CYCLES_BLOCKS ? 2 : 0;
    double *columns = memory_new(DESIGN_COLUMNS, n * sizeof *columns);

    *count = 0;
    while (orders > 0 && 2 + (daily ? 2 * orders : 0) + (weekly ? 4 : 0) + DEGREES_LEFT > n)
        orders--;
    for (size_t k = 1; daily && k <= orders; k++)
        add_cycle(columns, count, t, n, LEAK_DAY / (double)k);
    for (size_t k = 1; weekly && orders && k <= 2; k++)
        add_cycle(columns, count, t, n, 7 * LEAK_DAY / (double)k);
    return columns;
}

/* The sums that the regression needs for any AR coefficient. */
static void make_products(struct leak_design *s)
{
    size_t n = s->n, p = s->p;
    double *differences = memory_new(p, n * sizeof *differences);

    for (size_t i = 0; i < p; i++) {
        const double *x = s->columns + i * n;

        differences[i * n] = 1e-4 * x[0];
        for (size_t t = 1; t < n; t++)
            differences[i * n + t] = x[t] - x[t - 1];
    }
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            const double *x = s->columns + i * n, *y = s->columns + j * n;

            s->same[i * p + j] = linear_dot(x + 1, y + 1, n - 1);
            s->crossed[i * p + j] = linear_dot(x + 1, y, n - 1) + linear_dot(x, y + 1, n - 1);
            s->before[i * p + j] = linear_dot(x, y, n - 1);
            s->at_one[i * p + j] = linear_dot(differences + i * n, differences + j * n, n);
        }
    free(differences);
}

void leak_design_make(struct leak_design *stretch, const struct leak_boot *boot, size_t from, size_t start)
{
    struct leak_design s = {.from = from, .start = start, .n = boot->blocks - start};
    const double *t = boot->middle + start;
    size_t cycles;
    double *cycle_columns = leak_cycles(boot, start, s.n, &cycles);

    s.span = t[s.n - 1] - t[0];
    s.p = 2 + cycles;
    s.columns = memory_new(s.p, s.n * sizeof *s.columns);
    for (size_t i = 0; i < s.n; i++) {
        s.columns[i] = 1;
        s.columns[s.n + i] = (t[i] - t[0]) / s.span;
    }
    memcpy(s.columns + 2 * s.n, cycle_columns, cycles * s.n * sizeof *s.columns);
    s.orthonormal = memory_new(s.p, s.n * sizeof *s.orthonormal);
    memcpy(s.orthonormal, s.columns, s.n * sizeof *s.orthonormal);
    memcpy(s.orthonormal + s.n, cycle_columns, cycles * s.n * sizeof *s.orthonormal);
    memcpy(s.orthonormal + (s.p - 1) * s.n, s.columns + s.n, s.n * sizeof *s.orthonormal);
    free(cycle_columns);
    linear_orthonormal(s.orthonormal, s.n, s.p);
    make_products(&s);
    *stretch = s;
}

void leak_design_free(struct leak_design *stretch)
{
    leak_shapes_free(stretch->shapes);
    leak_curves_free(stretch->curves);
    free(stretch->columns);
    free(stretch->orthonormal);
    *stretch = (struct leak_design){0};
}
