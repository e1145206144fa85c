#include "leaks/leak_prior.h"

#include <assert.h>
#include <math.h>

#define SHARE_USUAL 0.1
#define TAGS_MORE 100.0
#define ROUNDS_MAX 500
#define SETTLED 1e-9

static double logit(double p)
{
    return log(p / (1 - p));
}

double leak_prior_shift(const double *log_odds, size_t count)
{
    double shift = 0;

    for (int round = 0; round < ROUNDS_MAX; round++) {
        double leaks = SHARE_USUAL * TAGS_MORE, before = shift;

        for (size_t i = 0; i < count; i++)
            leaks += 1 / (1 + exp(-log_odds[i] - shift));
        shift = logit(leaks / (TAGS_MORE + (double)count)) - logit(SHARE_USUAL);
        if (fabs(shift - before) < SETTLED)
            break;
    }
    assert(isfinite(shift));
    return shift < 0 ? shift : 0;
}
