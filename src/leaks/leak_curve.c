#include "leaks/leak_curve.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/linear.h"
#include "base/memory.h"

#define CURVES 14
#define EXPONENTIALS 5 // at the beginning
#define POWERS 3       // at the end
#define COLLINEAR 1e-8 // 1 - product^2 of two curves that are nearly the same

struct leak_curves {
    size_t n;            // bins from the tag's first one on
    size_t columns;      // level and cycles
    double *orthonormal; // owned; their orthonormal basis
    double *projected;   // owned; the curves without it, of length 1
    double products[CURVES][CURVES];
};

static void make_basis(struct leak_curves *c, const struct leak_boot *boot, const struct leak_design *d)
{
    size_t n = c->n, cycles = 0;

    c->orthonormal = memory_new(DESIGN_COLUMNS, n * sizeof *c->orthonormal);
    for (size_t i = 0; i < n; i++)
        c->orthonormal[i] = 1;
    if (d->p > 2) {
        double *columns = leak_cycle_columns(boot, d->first, n, &cycles);

        cycles = cycles < d->p - 2 ? cycles : d->p - 2;
        memcpy(c->orthonormal + n, columns, cycles * n * sizeof *columns);
        free(columns);
    }
    c->columns = 1 + cycles;
    linear_orthonormal(c->orthonormal, n, c->columns);
}

static double curve_value(size_t k, double u)
{
    static const double rates[CURVES] = {.02, .05, .12, .3, .5, .002, .006, .02, .06, .2, .5, .3, .5, .7};
    double scaled = u / rates[k];

    return k < EXPONENTIALS ? 1 - exp(-scaled) : k < CURVES - POWERS ? log1p(scaled) : pow(u, rates[k]);
}

struct leak_curves *leak_curves_new(const struct leak_boot *boot, const struct leak_design *d)
{
    struct leak_curves *c = memory_new(1, sizeof *c);
    const double *t = boot->times + d->first;
    size_t n = c->n = boot->bins - d->first;

    make_basis(c, boot, d);
    c->projected = memory_new(CURVES, n * sizeof *c->projected);
    for (size_t k = 0; k < CURVES; k++) {
        double *curve = c->projected + k * n, norm;

        for (size_t i = 0; i < n; i++)
            curve[i] = curve_value(k, (t[i] - t[0]) / (t[n - 1] - t[0]));
        linear_project_out(c->orthonormal, n, c->columns, curve);
        norm = sqrt(linear_dot(curve, curve, n));
        assert(norm > 0);
        for (size_t i = 0; i < n; i++)
            curve[i] /= norm;
    }
    for (size_t i = 0; i < CURVES; i++)
        for (size_t j = 0; j < CURVES; j++)
            c->products[i][j] = linear_dot(c->projected + i * n, c->projected + j * n, n);
    return c;
}

void leak_curves_free(struct leak_curves *curves)
{
    if (!curves)
        return;
    free(curves->orthonormal);
    free(curves->projected);
    free(curves);
}

/* Curve i, with curve j where they differ. */
struct pair {
    size_t i, j;
    double a, b; // coefficients; b is 0 for one curve alone
};

/* One or two curves with positive coefficients that explain most. `along`: products of the series with each curve.
 * False: no curve rises. */
static bool best_pair(const struct leak_curves *c, const double along[CURVES], struct pair *best)
{
    double most = 0;
    bool found = false;

    for (size_t i = 0; i < CURVES; i++)
        for (size_t j = i; j < CURVES; j++) {
            double product = c->products[i][j], rest = 1 - product * product, explained;
            struct pair p = {i, j, along[i], 0};

            if (i != j) {
                if (rest < COLLINEAR)
                    continue;
                p.a = (along[i] - product * along[j]) / rest;
                p.b = (along[j] - product * along[i]) / rest;
            }
            if (!(p.a > 0) || (i != j && !(p.b > 0)))
                continue;
            explained = p.a * along[i] + p.b * along[j];
            if (found && explained <= most)
                continue;
            most = explained;
            *best = p;
            found = true;
        }
    return found;
}

struct leak_excess leak_curve_excess(const struct leak_design *d, const struct leak_curves *c, const double *series,
                                     const double *residual)
{
    size_t n = c->n, skipped = d->start - d->first;
    double *y = memory_new(n, sizeof *y), along[CURVES], count = (double)d->n;
    struct leak_excess excess = {false, 0};
    struct pair best = {0};

    assert(skipped + d->n == n);
    memcpy(y, series, n * sizeof *y);
    linear_project_out(c->orthonormal, n, c->columns, y);
    for (size_t k = 0; k < CURVES; k++)
        along[k] = linear_dot(c->projected + k * n, y, n);
    if (best_pair(c, along, &best)) {
        double floor = leak_rss_floor(series + skipped, d->n), line = linear_dot(residual, residual, d->n), curve;

        linear_add(y, -best.a, c->projected + best.i * n, n);
        linear_add(y, -best.b, c->projected + best.j * n, n);
        curve = linear_dot(y + skipped, y + skipped, d->n);
        excess.applies = true;
        excess.value = count * (log(line > floor ? line : floor) - log(curve > floor ? curve : floor)) *
                       effective_n(y + skipped, d->n) / count / log(count);
    }
    free(y);
    return excess;
}
