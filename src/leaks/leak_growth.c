#include "leaks/leak_growth.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/linear.h"
#include "base/memory.h"

#define AR_TRUSTED 0.6 // a higher coefficient is taken for 1
#define RIDGE 1e-10
#define UNIT_ROOT_FIRST 1e-8 // square of the first row's weight where the coefficient is 1
#define PARTS_MAX 6

static double at_least(double x, double least)
{
    return x > least ? x : least;
}

static double ar_of(const double *residual, size_t n, size_t p)
{
    double squares = linear_dot(residual, residual, n - 1), a = 0, highest = 1 - 1 / sqrt((double)n);

    if (squares > 1e-12)
        a = linear_dot(residual + 1, residual, n - 1) / squares;
    a += (1 + 3 * a + 0.5 * ((double)p - 1) * (1 + a)) / (double)n;
    a = a < 0 ? 0 : a > 1 ? 1 : a;
    return a > (highest < AR_TRUSTED ? highest : AR_TRUSTED) ? 1 : a;
}

/* Square of the weight of the first row. */
static double first_weight(double ar)
{
    return ar >= 1 ? UNIT_ROOT_FIRST : 1 - ar * ar;
}

/* out = P'P v, P being the Prais-Winsten transformation: x' P'P y is then the dot product of x and out. */
static void weigh(const double *v, size_t n, double ar, double *out)
{
    double transformed = v[1] - ar * v[0];

    out[0] = first_weight(ar) * v[0] - ar * transformed;
    for (size_t t = 1; t + 1 < n; t++) {
        double next = v[t + 1] - ar * v[t];

        out[t] = transformed - ar * next;
        transformed = next;
    }
    out[n - 1] = transformed;
}

/* X'P'P X of the design's columns, from its cross products, as the upper left part of a matrix of `size` columns. */
static void fill_matrix(const struct leak_design *d, double ar, size_t size, double *m)
{
    size_t p = d->p;
    double first = first_weight(ar);

    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            size_t k = i * p + j;

            m[i * size + j] = ar >= 1 ? d->steps[k]
                                      : first * d->columns[i * d->n] * d->columns[j * d->n] + d->now[k] -
                                            ar * d->lagged[k] + ar * ar * d->previous[k];
        }
}

static const double *column_of(const struct leak_design *d, const double *const *extra, size_t i)
{
    return i < d->p ? d->columns + i * d->n : extra[i - d->p];
}

/* Residual sum of squares of the transformed rows; `e` is scratch of d->n values. */
static double transformed_rss(const struct leak_design *d, const double *const *extra, size_t size, const double *y,
                              double ar, const double *b, double *e)
{
    double sum;

    memcpy(e, y, d->n * sizeof *e);
    for (size_t i = 0; i < size; i++)
        linear_add(e, -b[i], column_of(d, extra, i), d->n);
    sum = first_weight(ar) * e[0] * e[0];
    for (size_t t = 1; t < d->n; t++)
        sum += (e[t] - ar * e[t - 1]) * (e[t] - ar * e[t - 1]);
    return sum;
}

static double standard_error(const double *cholesky, size_t size, size_t i, double variance)
{
    double unit[DESIGN_ADJUSTED] = {0};

    unit[i] = 1;
    linear_solve(cholesky, size, unit);
    return sqrt(variance * unit[i]);
}

/* Coefficients of the design's columns and then of the extra ones; standard errors of the line and of the extra
 * ones, all others are 0. All are 0 where the columns are linearly dependent. */
static void prais_winsten(const struct leak_design *d, const double *const *extra, size_t extras, const double *y,
                          double ar, double *coefficients, double *errors)
{
    size_t size = d->p + extras, n = d->n;
    double m[DESIGN_ADJUSTED * DESIGN_ADJUSTED], trace = 0, variance;
    double *weighted = memory_new(2, n * sizeof *weighted);

    assert(size <= DESIGN_ADJUSTED && ar >= 0 && ar <= 1);
    fill_matrix(d, ar, size, m);
    for (size_t k = 0; k < extras; k++) {
        weigh(extra[k], n, ar, weighted);
        for (size_t i = 0; i <= d->p + k; i++)
            m[i * size + d->p + k] = m[(d->p + k) * size + i] = linear_dot(column_of(d, extra, i), weighted, n);
    }
    weigh(y, n, ar, weighted);
    for (size_t i = 0; i < size; i++) {
        coefficients[i] = linear_dot(column_of(d, extra, i), weighted, n);
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
    variance =
        transformed_rss(d, extra, size, y, ar, coefficients, weighted + n) / at_least((double)n - (double)size, 1);
    errors[1] = standard_error(m, size, 1, variance);
    for (size_t i = d->p; i < size; i++)
        errors[i] = standard_error(m, size, i, variance);
    free(weighted);
}

static double z_of(double gain, double error)
{
    return error > 0 ? gain / at_least(error, 1e-12) : 0;
}

struct leak_growth leak_growth_of(const struct leak_design *d, const double *y, double unit, double *residual)
{
    struct leak_growth g = {0};
    double coefficients[DESIGN_ADJUSTED], errors[DESIGN_ADJUSTED];
    const double *line = d->orthonormal + (d->p - 1) * d->n;

    memcpy(residual, y, d->n * sizeof *residual);
    linear_project_out(d->orthonormal, d->n, d->p, residual);
    g.ols_gain = linear_dot(line, y, d->n) / linear_dot(line, d->columns + d->n, d->n);
    g.ar = ar_of(residual, d->n, d->p);
    prais_winsten(d, NULL, 0, y, g.ar, coefficients, errors);
    g.gain = coefficients[1];
    g.error = at_least(errors[1], sqrt(at_least(g.gain, 0) * unit));
    g.z = z_of(g.gain, g.error);
    assert(isfinite(g.gain) && isfinite(g.error));
    return g;
}

struct leak_adjusted_growth leak_growth_adjusted(const struct leak_design *d, const double *y, double ar, double unit,
                                                 const double *const *extra, size_t extras)
{
    double coefficients[DESIGN_ADJUSTED], errors[DESIGN_ADJUSTED];
    struct leak_adjusted_growth adjusted = {0};

    assert(extras <= 2 && d->p + extras < d->n);
    prais_winsten(d, extra, extras, y, ar, coefficients, errors);
    adjusted.gain = coefficients[1];
    adjusted.z = z_of(adjusted.gain, at_least(errors[1], sqrt(at_least(adjusted.gain, 0) * unit)));
    for (size_t k = 0; k < extras; k++) {
        adjusted.coefficients[k] = coefficients[d->p + k];
        adjusted.errors[k] = errors[d->p + k];
    }
    return adjusted;
}

double leak_growth_adjusted_ar(const struct leak_design *d, const double *y, const double *extra)
{
    double *residual = memory_new(2, d->n * sizeof *residual), *column = residual + d->n, squares, ar;

    memcpy(residual, y, d->n * sizeof *residual);
    memcpy(column, extra, d->n * sizeof *column);
    linear_project_out(d->orthonormal, d->n, d->p, residual);
    linear_project_out(d->orthonormal, d->n, d->p, column);
    squares = linear_dot(column, column, d->n);
    if (squares > 0)
        linear_add(residual, -linear_dot(residual, column, d->n) / squares, column, d->n);
    ar = ar_of(residual, d->n, d->p + 1);
    free(residual);
    return ar;
}

double bin_trend_t(const struct leak_design *d, const struct leak_growth *growth, const double *residual)
{
    size_t parts = d->n >= 12 ? PARTS_MAX : 4, i = 0;
    double means[PARTS_MAX], mean = 0, squares = 0;

    for (size_t k = 0; k < parts; k++) {
        size_t end = (size_t)rint((double)((k + 1) * d->n) / (double)parts), first = i;

        means[k] = 0;
        for (; i < end; i++)
            means[k] += residual[i] + growth->ols_gain * d->columns[d->n + i];
        means[k] /= (double)(end - first);
    }
    mean = (means[parts - 1] - means[0]) / (double)(parts - 1);
    for (size_t k = 1; k < parts; k++)
        squares += (means[k] - means[k - 1] - mean) * (means[k] - means[k - 1] - mean);
    squares = sqrt(squares / (double)(parts - 2));
    return squares > 1e-12 ? mean / squares * sqrt((double)(parts - 1)) : 0;
}
