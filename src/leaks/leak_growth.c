#include "leaks/leak_growth.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/linear.h"
#include "analysis/tails.h"
#include "base/memory.h"
#include "leaks/leak_whitened.h"

#define ROUNDING 0.3 // unit^2 of noise in every series

/* What each noise model says about one series. */
struct model_fit {
    double log_likelihood, gain, error;
};

static double at_least(double x, double least)
{
    return x > least ? x : least;
}

static double clip(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

double leak_rest(double squares, double c, double unit)
{
    return at_least(squares - c * c, 1e-9 * squares + 0.1 * unit * unit);
}

double leak_plain_z(const struct leak_design *d, const struct leak_series *series)
{
    const double *line = d->orthonormal + (d->p - 1) * d->n;
    double *residual = memory_new(d->n, sizeof *residual), unit = series->unit;
    double gain = leak_design_residual(d, series->y, residual), length = linear_dot(line, d->columns + d->n, d->n);
    double variance = linear_dot(residual, residual, d->n) / (double)(d->n - d->p) / (length * length);

    free(residual);
    return gain / sqrt(variance + 1e-9 * unit * unit + at_least(gain, 0) * unit);
}

/* `line`: the whitened line, of length 1, and its length. */
static struct model_fit fit_model(const struct leak_design *d, const struct leak_whitened *w, const double *line,
                                  double length, const struct leak_series *series, double *scratch)
{
    double unit = series->unit, dof = (double)(d->n - d->p);
    double squares = leak_whitened_series(w, series->y, scratch) + ROUNDING * unit * unit;
    double along = linear_dot(scratch, line, d->n), rest = leak_rest(squares, along, unit);
    struct model_fit fit = {.gain = along / length};

    fit.error = at_least(sqrt(rest / dof) / length, sqrt(at_least(fit.gain, 0) * unit));
    fit.log_likelihood = -w->log_volume - log(length) - dof / 2 * log(rest);
    return fit;
}

static double digits_of(double p)
{
    return clip(-log10(at_least(p, 1e-300)), 0, LEAK_DIGITS_MAX);
}

/* Weights each model by its likelihood. */
static struct leak_growth weigh(const struct model_fit *fits, double dof)
{
    struct leak_growth g = {0};
    double sum = 0, p = 0, squares = 0, highest = -INFINITY;

    for (size_t j = 0; j < NOISE_MODELS; j++)
        highest = at_least(fits[j].log_likelihood, highest);
    for (size_t j = 0; j < NOISE_MODELS; j++)
        sum += exp(fits[j].log_likelihood - highest);
    for (size_t j = 0; j < NOISE_MODELS; j++) {
        const struct model_fit *fit = &fits[j];
        double weight = exp(fit->log_likelihood - highest) / sum;

        g.gain += weight * fit->gain;
        squares += weight * (fit->error * fit->error * dof / at_least(dof - 2, 1) + fit->gain * fit->gain);
        p += weight * tails_student(fit->gain / at_least(fit->error, 1e-12), dof);
    }
    g.error = sqrt(at_least(squares - g.gain * g.gain, 0));
    g.digits = digits_of(p);
    g.log_evidence = highest + log(sum);
    return g;
}

void leak_growth_fit(const struct leak_noise *noise, const struct leak_design *d, const struct leak_series *series,
                     size_t count, struct leak_growth *growth)
{
    struct model_fit(*fits)[NOISE_MODELS] = memory_new(count, sizeof *fits);
    double *line = memory_new(2, d->n * sizeof *line), *scratch = line + d->n;

    assert(d->n <= noise->length);
    for (size_t j = 0; j < NOISE_MODELS; j++) {
        struct leak_whitened w;
        double length;

        leak_whitened_make(&w, d, &noise->models[j]);
        length = at_least(leak_whitened_column(&w, d->columns + d->n, line), 1e-12);
        for (size_t i = 0; i < count; i++)
            fits[i][j] = fit_model(d, &w, line, length, &series[i], scratch);
        leak_whitened_free(&w);
    }
    for (size_t i = 0; i < count; i++) {
        growth[i] = weigh(fits[i], (double)(d->n - d->p));
        assert(isfinite(growth[i].gain) && isfinite(growth[i].error));
    }
    free(line);
    free(fits);
}
