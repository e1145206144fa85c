#include "leaks/leak_objections.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/linear.h"
#include "base/memory.h"

#define CURVES 14
#define EXPONENTIALS 5
#define POWERS 3 // at the end

/* Curves that only slow down, over all blocks of the tag, less level and cycles, of length 1. */
struct leak_curves {
    size_t n, columns;
    double *orthonormal; // owned; level and cycles
    double *left;        // owned
    double products[CURVES][CURVES];
};

static struct leak_curves *curves_of(const struct leak_boot *boot, struct leak_design *s)
{
    static const double rates[CURVES] = {.02, .05, .12, .3, .5, .002, .006, .02, .06, .2, .5, .3, .5, .7};
    const double *t = boot->middle + s->from;
    struct leak_curves *c = s->curves;
    size_t n, cycles = 0;

    if (c)
        return c;
    c = s->curves = memory_new(1, sizeof *c);
    c->n = n = boot->blocks - s->from;
    c->orthonormal = memory_new(DESIGN_COLUMNS, n * sizeof *c->orthonormal);
    for (size_t i = 0; i < n; i++)
        c->orthonormal[i] = 1;
    if (s->p > 2) {
        double *columns = leak_cycles(boot, s->from, n, &cycles);

        cycles = cycles < s->p - 2 ? cycles : s->p - 2;
        memcpy(c->orthonormal + n, columns, cycles * n * sizeof *columns);
        free(columns);
    }
    c->columns = 1 + cycles;
    linear_orthonormal(c->orthonormal, n, c->columns);
    c->left = memory_new(CURVES, n * sizeof *c->left);
    for (size_t k = 0; k < CURVES; k++) {
        double *curve = c->left + k * n, length;

        for (size_t i = 0; i < n; i++) {
            double u = (t[i] - t[0]) / (t[n - 1] - t[0]), scaled = u / rates[k];

            curve[i] = k < EXPONENTIALS ? 1 - exp(-scaled) : k < CURVES - POWERS ? log1p(scaled) : pow(u, rates[k]);
        }
        linear_take_out(c->orthonormal, n, c->columns, curve);
        length = sqrt(linear_dot(curve, curve, n));
        for (size_t i = 0; i < n; i++)
            curve[i] /= length;
    }
    for (size_t i = 0; i < CURVES; i++)
        for (size_t j = 0; j < CURVES; j++)
            c->products[i][j] = linear_dot(c->left + i * n, c->left + j * n, n);
    return c;
}

void leak_curves_free(struct leak_curves *curves)
{
    if (!curves)
        return;
    free(curves->orthonormal);
    free(curves->left);
    free(curves);
}

struct pair {
    size_t i, j;
    double at_i, at_j; // coefficients; at_j is 0 for one curve alone
};

/* One or two curves with positive coefficients that leave the least. False: none rises. */
static bool best_pair(const struct leak_curves *c, const double along[CURVES], struct pair *best)
{
    double most = 0;
    bool found = false;

    for (size_t i = 0; i < CURVES; i++)
        for (size_t j = i; j < CURVES; j++) {
            double product = c->products[i][j], rest = 1 - product * product, explained;
            struct pair p = {i, j, along[i], 0};

            if (i != j) {
                if (rest < 1e-8)
                    continue;
                p.at_i = (along[i] - product * along[j]) / rest;
                p.at_j = (along[j] - product * along[i]) / rest;
            }
            if (!(p.at_i > 0) || (i != j && !(p.at_j > 0)))
                continue;
            explained = p.at_i * along[i] + p.at_j * along[j];
            if (found && explained <= most)
                continue;
            most = explained;
            *best = p;
            found = true;
        }
    return found;
}

double leak_curve_excess(const struct leak_boot *boot, struct leak_design *s, const double *whole,
                         const double *residual)
{
    const struct leak_curves *c = curves_of(boot, s);
    size_t n = c->n, skipped = s->start - s->from;
    double *y = memory_new(n, sizeof *y), along[CURVES], count = (double)s->n, excess = -99;
    struct pair best = {0};

    memcpy(y, whole, n * sizeof *y);
    linear_take_out(c->orthonormal, n, c->columns, y);
    for (size_t k = 0; k < CURVES; k++)
        along[k] = linear_dot(c->left + k * n, y, n);
    if (best_pair(c, along, &best)) {
        double least = leak_least_squares(whole + skipped, s->n), line = linear_dot(residual, residual, s->n), curve;

        linear_add(y, -best.at_i, c->left + best.i * n, n);
        linear_add(y, -best.at_j, c->left + best.j * n, n);
        curve = linear_dot(y + skipped, y + skipped, s->n);
        excess = count * (log(line > least ? line : least) - log(curve > least ? curve : least)) *
                 effective_n(y + skipped, s->n) / count / log(count);
    }
    free(y);
    return excess;
}

double leak_new_high(const struct leak_boot *boot, const struct leak_design *s, const double *whole, double gain)
{
    size_t before = s->start - s->from, n = boot->blocks - s->from;
    size_t length = boot->blocks / 8 > boot->per_day ? boot->blocks / 8 : boot->per_day;
    size_t tail, window;
    double end = 0, sum = 0, highest = -INFINITY;

    if (before < 1)
        return 9;
    length = length ? length : 1;
    tail = length < s->n ? length : s->n;
    window = length < before ? length : before;
    for (size_t i = n - tail; i < n; i++)
        end += whole[i];
    for (size_t i = 0; i < before; i++) {
        sum += whole[i] - (i >= window ? whole[i - window] : 0);
        if (i + 1 >= window && sum > highest)
            highest = sum;
    }
    return (end / (double)tail - highest / (double)window) / (gain > 1e-12 ? gain : 1e-12);
}
