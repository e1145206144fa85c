#include "leaks/leak_noise.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

#define CORRELATIONS 8
#define WHITES 4
#define WHITE_PRIOR 0.3
#define PRIOR_LENGTH 48
#define NEARLY_WHITE 0.2

static const double correlations[CORRELATIONS] = {.3, .5, .65, .78, .87, .93, .97, .995};

static void model_make(struct noise_model *m, double a, double white, size_t length)
{
    double variance = 1, half_log = 0;

    m->a = a;
    m->gains = memory_new(length, sizeof *m->gains);
    m->scales = memory_new(length, sizeof *m->scales);
    m->half_log = memory_new(length, sizeof *m->half_log);
    for (size_t t = 0; t < length; t++) {
        double f = variance + white;

        m->gains[t] = a * variance / f;
        m->scales[t] = 1 / sqrt(f);
        m->half_log[t] = half_log += log(f) / 2;
        variance = a * a * white * variance / f + 1 - a * a;
    }
}

void leak_noise_make(struct leak_noise *noise, size_t length)
{
    static const double whites[WHITES] = {0, .3, 1, 3};
    size_t count = 0;

    noise->length = length;
    model_make(&noise->models[count++], 0, 0, length);
    for (size_t i = 0; i < CORRELATIONS; i++)
        for (size_t k = 0; k < WHITES; k++)
            model_make(&noise->models[count++], correlations[i], whites[k], length);
    assert(count == NOISE_MODELS);
}

void leak_noise_free(struct leak_noise *noise)
{
    for (size_t i = 0; i < NOISE_MODELS; i++) {
        free(noise->models[i].gains);
        free(noise->models[i].scales);
        free(noise->models[i].half_log);
    }
    *noise = (struct leak_noise){0};
}

double leak_noise_log_prior(const struct noise_model *m, size_t n)
{
    double white = WHITE_PRIOR;

    for (size_t i = 0; i < CORRELATIONS; i++)
        if (n < PRIOR_LENGTH && pow(correlations[i], (double)PRIOR_LENGTH / (double)n) < NEARLY_WHITE)
            white += (1 - WHITE_PRIOR) / CORRELATIONS;
    return log(m->a > 0 ? (1 - white) / (NOISE_MODELS - 1) : white);
}

void leak_whiten(const struct noise_model *m, const double *y, size_t n, double *out)
{
    double expected = 0;

    for (size_t t = 0; t < n; t++) {
        double innovation = y[t] - expected;

        out[t] = innovation * m->scales[t];
        expected = m->a * expected + m->gains[t] * innovation;
    }
}
