#include "leaks/leak_growth.h"

#include <math.h>
#include <string.h>

#include "analysis/linear.h"
#include "base/memory.h"
#include <stdlib.h>

#define AR_TRUSTED 0.6 // a higher coefficient is taken for 1: a random walk
#define RIDGE 1e-10
#define FIRST_AT_ONE 1e-8 // square of the first row's weight where the coefficient is 1

static double at_least(double x, double least)
{
    return x > least ? x : least;
}

static double ar_of(const double *r, size_t n, size_t p)
{
    double squares = linear_dot(r, r, n - 1), a = 0, highest = 1 - 1 / sqrt((double)n);

    if (squares > 1e-12)
        a = linear_dot(r + 1, r, n - 1) / squares;
    a += (1 + 3 * a + 0.5 * ((double)p - 1) * (1 + a)) / (double)n;
    a = a < 0 ? 0 : a > 1 ? 1 : a;
    return a > (highest < AR_TRUSTED ? highest : AR_TRUSTED) ? 1 : a;
}

static double first_weight(double ar)
{
    return ar >= 1 ? FIRST_AT_ONE : 1 - ar * ar;
}

/* Multiplies v by the transformation and its transpose: columns x, y then have x' W y = x . weighted(y). */
static void weigh(const double *v, size_t n, double ar, double *out)
{
    double after = v[1] - ar * v[0];

    out[0] = first_weight(ar) * v[0] - ar * after;
    for (size_t t = 1; t + 1 < n; t++) {
        double next = v[t + 1] - ar * v[t];

        out[t] = after - ar * next;
        after = next;
    }
    out[n - 1] = after;
}

static void fill_matrix(const struct leak_design *s, double ar, size_t size, double *m)
{
    size_t p = s->p;
    double first = first_weight(ar);

    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            size_t at = i * p + j;

            m[i * size + j] = ar >= 1 ? s->at_one[at]
                                      : first * s->columns[i * s->n] * s->columns[j * s->n] + s->same[at] -
                                            ar * s->crossed[at] + ar * ar * s->before[at];
        }
}

static const double *column_of(const struct leak_design *s, const double *const *extra, size_t i)
{
    return i < s->p ? s->columns + i * s->n : extra[i - s->p];
}

/* The sum of squares of the transformed residual. */
static double squares_left(const struct leak_design *s, const double *const *extra, size_t size, const double *y,
                           double ar, const double *b, double *e)
{
    double sum;

    memcpy(e, y, s->n * sizeof *e);
    for (size_t i = 0; i < size; i++)
        linear_add(e, -b[i], column_of(s, extra, i), s->n);
    sum = first_weight(ar) * e[0] * e[0];
    for (size_t t = 1; t < s->n; t++)
        sum += (e[t] - ar * e[t - 1]) * (e[t] - ar * e[t - 1]);
    return sum;
}

/* Coefficients and their standard errors, of the stretch's columns and then of the extra ones. */
static void prais_winsten(const struct leak_design *s, const double *const *extra, size_t extras, const double *y,
                          double ar, double *coefficients, double *errors)
{
    size_t size = s->p + extras, n = s->n;
    double m[DESIGN_ALL * DESIGN_ALL], trace = 0, left;
    double *weighted = memory_new(2, n * sizeof *weighted);

    fill_matrix(s, ar, size, m);
    for (size_t k = 0; k < extras; k++) {
        weigh(extra[k], n, ar, weighted);
        for (size_t i = 0; i <= s->p + k; i++)
            m[i * size + s->p + k] = m[(s->p + k) * size + i] = linear_dot(column_of(s, extra, i), weighted, n);
    }
    weigh(y, n, ar, weighted);
    for (size_t i = 0; i < size; i++) {
        coefficients[i] = linear_dot(column_of(s, extra, i), weighted, n);
        errors[i] = 0;
        trace += m[i * size + i];
    }
    for (size_t i = 0; i < size; i++)
        m[i * size + i] += RIDGE * trace;
    if (!linear_cholesky(m, size)) {
        memset(coefficients, 0, size * sizeof *coefficients);
        free(weighted);
        return;
    }
    linear_solve(m, size, coefficients);
    left = squares_left(s, extra, size, y, ar, coefficients, weighted + n) / at_least((double)n - (double)size, 1);
    for (size_t i = 1; i < size; i += i == 1 ? s->p - 1 : 1) { // of the line and of the extra columns
        double unit[DESIGN_ALL] = {0};

        unit[i] = 1;
        linear_solve(m, size, unit);
        errors[i] = sqrt(left * unit[i]);
    }
    free(weighted);
}

static double z_of(double gain, double error)
{
    return error > 0 ? gain / at_least(error, 1e-12) : 0;
}

struct leak_growth leak_growth_of(const struct leak_design *s, const double *y, double unit, double *residual)
{
    struct leak_growth g = {0};
    double coefficients[DESIGN_ALL], errors[DESIGN_ALL];
    const double *line = s->orthonormal + (s->p - 1) * s->n;

    memcpy(residual, y, s->n * sizeof *residual);
    linear_take_out(s->orthonormal, s->n, s->p, residual);
    g.slope = linear_dot(line, y, s->n) / linear_dot(line, s->columns + s->n, s->n);
    g.ar = ar_of(residual, s->n, s->p);
    prais_winsten(s, NULL, 0, y, g.ar, coefficients, errors);
    g.gain = coefficients[1];
    g.error = at_least(errors[1], sqrt(at_least(g.gain, 0) * unit));
    g.z = z_of(g.gain, g.error);
    return g;
}

struct leak_growth_beside leak_growth_beside(const struct leak_design *s, const double *y, double ar, double unit,
                                             const double *const *extra, size_t extras)
{
    double coefficients[DESIGN_ALL], errors[DESIGN_ALL];
    struct leak_growth_beside beside = {0};

    prais_winsten(s, extra, extras, y, ar, coefficients, errors);
    beside.gain = coefficients[1];
    beside.z = z_of(beside.gain, at_least(errors[1], sqrt(at_least(beside.gain, 0) * unit)));
    for (size_t k = 0; k < extras; k++) {
        beside.coefficients[k] = coefficients[s->p + k];
        beside.errors[k] = errors[s->p + k];
    }
    return beside;
}

double leak_growth_ar_beside(const struct leak_design *s, const double *y, const double *extra)
{
    double *residual = memory_new(2, s->n * sizeof *residual), *left = residual + s->n, length, ar;

    memcpy(residual, y, s->n * sizeof *residual);
    memcpy(left, extra, s->n * sizeof *left);
    linear_take_out(s->orthonormal, s->n, s->p, residual);
    linear_take_out(s->orthonormal, s->n, s->p, left);
    length = linear_dot(left, left, s->n);
    if (length > 0)
        linear_add(residual, -linear_dot(residual, left, s->n) / length, left, s->n);
    ar = ar_of(residual, s->n, s->p + 1);
    free(residual);
    return ar;
}

double block_trend_t(const struct leak_design *s, const struct leak_growth *growth, const double *residual)
{
    size_t parts = s->n >= 12 ? 6 : 4, at = 0;
    double means[6], mean = 0, squares = 0;

    for (size_t k = 0; k < parts; k++) {
        size_t end = (size_t)rint((double)((k + 1) * s->n) / (double)parts), first = at;

        means[k] = 0;
        for (; at < end; at++)
            means[k] += residual[at] + growth->slope * s->columns[s->n + at];
        means[k] /= (double)(end - first);
    }
    mean = (means[parts - 1] - means[0]) / (double)(parts - 1);
    for (size_t k = 1; k < parts; k++)
        squares += (means[k] - means[k - 1] - mean) * (means[k] - means[k - 1] - mean);
    squares = sqrt(squares / (double)(parts - 2));
    return squares > 1e-12 ? mean / squares * sqrt((double)(parts - 1)) : 0;
}

double effective_n(const double *r, size_t n)
{
    double squares = linear_dot(r, r, n), ar, effective;

    ar = linear_dot(r + 1, r, n - 1) / at_least(squares, 1e-12);
    ar = ar < 0 ? 0 : ar > 0.95 ? 0.95 : ar;
    effective = (double)n * (1 - ar) / (1 + ar);
    return effective < 4 ? 4 : effective;
}
