#include "leaks/leak_shared.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/linear.h"
#include "base/memory.h"
#include "leaks/leak_growth.h"
#include "leaks/leak_steps.h"

#define BINS_LEAST 20
#define MOVING_SHARE 0.7 // of the steps
#define QUIET_DIGITS 1   // P(growth) > .1
#define QUIET_Z 1.28     // by least squares; no noise model makes it more significant
#define PARTNERS_LEAST 3
#define R_LEAST 0.5
#define R_SURE 4   // over the root of the number of steps
#define R_HALF 0.6 // of the limit, in each half of the boot
#define SMOOTH 3   // steps to either side

/* The moving tags of one boot. */
struct movers {
    size_t count, n, steps;
    size_t *tags;  // owned
    bool *quiet;   // owned
    double *d, *r; // owned; `steps` values each, centred, of length 1
};

/* Steps less their mean over 7 steps. */
static void high_pass(const double *y, size_t n, double *out)
{
    size_t steps = n - 1;

    for (size_t i = 0; i < steps; i++) {
        size_t a = i > SMOOTH ? i - SMOOTH : 0, b = i + SMOOTH < steps ? i + SMOOTH + 1 : steps;

        out[i] = y[i + 1] - y[i] - (y[b] - y[a]) / (double)(b - a);
    }
}

static bool is_moving(const double *y, size_t n)
{
    size_t moved = 0;

    for (size_t i = 0; i + 1 < n; i++)
        moved += y[i + 1] != y[i];
    return (double)moved > MOVING_SHARE * (double)(n - 1);
}

static void find_movers(const struct leak_boot *boot, enum leak_quantity quantity, size_t tags, struct movers *m)
{
    size_t n = boot->bins;

    *m = (struct movers){.n = n, .steps = n - 1, .tags = memory_new(tags, sizeof *m->tags)};
    for (size_t tag = 0; tag < tags; tag++)
        if (boot->first_bin[tag] == 0 && is_moving(leak_series(boot, quantity, tag), n))
            m->tags[m->count++] = tag;
    m->quiet = memory_new(m->count, sizeof *m->quiet);
    m->d = memory_new(m->count, m->steps * sizeof *m->d);
    m->r = memory_new(m->count, m->steps * sizeof *m->r);
    for (size_t i = 0; i < m->count; i++) {
        double *d = m->d + i * m->steps, *r = m->r + i * m->steps;

        high_pass(leak_series(boot, quantity, m->tags[i]), n, d);
        leak_steps_standardise(d, m->steps, r);
    }
}

static void movers_free(struct movers *m)
{
    free(m->tags);
    free(m->quiet);
    free(m->d);
    free(m->r);
}

static void find_quiet(const struct leak_boot *boot, const struct leak_noise *noise, enum leak_quantity quantity,
                       const double *units, struct movers *m)
{
    struct leak_design full;
    struct leak_series *unclear = memory_new(m->count, sizeof *unclear);
    struct leak_growth *growth = memory_new(m->count, sizeof *growth);
    size_t *index = memory_new(m->count, sizeof *index), count = 0;

    leak_design_make(&full, boot, 0, 0);
    for (size_t i = 0; i < m->count; i++) {
        struct leak_series s = {leak_series(boot, quantity, m->tags[i]), units[m->tags[i]]};

        m->quiet[i] = leak_plain_z(&full, &s) < QUIET_Z;
        if (!m->quiet[i]) {
            unclear[count] = s;
            index[count++] = i;
        }
    }
    leak_growth_fit(noise, &full, unclear, count, growth);
    for (size_t i = 0; i < count; i++)
        m->quiet[index[i]] = growth[i].digits < QUIET_DIGITS;
    leak_design_free(&full);
    free(unclear);
    free(growth);
    free(index);
}

/* Of parts of two standardised series. */
static double correlation(const double *x, const double *y, size_t n)
{
    double sx = 0, sy = 0, xx, yy, xy = linear_dot(x, y, n), count = (double)n;

    for (size_t i = 0; i < n; i++) {
        sx += x[i];
        sy += y[i];
    }
    xx = linear_dot(x, x, n) - sx * sx / count;
    yy = linear_dot(y, y, n) - sy * sy / count;
    return xx > 1e-12 && yy > 1e-12 ? (xy - sx * sy / count) / sqrt(xx * yy) : 0;
}

/* In both halves, or what they share is one common warm-up. */
static bool agree_in_halves(const struct movers *m, size_t i, size_t j, double limit)
{
    size_t half = m->steps / 2, starts[] = {0, half}, lengths[] = {half, m->steps - half};

    for (size_t k = 0; k < 2; k++) {
        size_t a = i * m->steps + starts[k], b = j * m->steps + starts[k];

        if (correlation(m->d + a, m->d + b, lengths[k]) <= limit ||
            correlation(m->r + a, m->r + b, lengths[k]) <= limit)
            return false;
    }
    return true;
}

/* Writes the numbers of the best partners of mover i; returns how many. */
static size_t find_partners(const struct movers *m, size_t i, size_t partners[LEAK_PARTNERS])
{
    double limit = fmax(R_LEAST, R_SURE / sqrt((double)m->steps)), best[LEAK_PARTNERS];
    const double *d = m->d + i * m->steps, *r = m->r + i * m->steps;
    size_t count = 0, k;

    for (size_t j = 0; j < m->count; j++) {
        double both;

        if (j == i || !m->quiet[j])
            continue;
        both = linear_dot(d, m->d + j * m->steps, m->steps);
        if (both <= limit || (count == LEAK_PARTNERS && both <= best[LEAK_PARTNERS - 1]))
            continue;
        both = fmin(both, linear_dot(r, m->r + j * m->steps, m->steps));
        if (both <= limit || (count == LEAK_PARTNERS && both <= best[LEAK_PARTNERS - 1]) ||
            !agree_in_halves(m, i, j, R_HALF * limit))
            continue;
        k = count < LEAK_PARTNERS ? count++ : LEAK_PARTNERS - 1;
        for (; k > 0 && best[k - 1] < both; k--) {
            best[k] = best[k - 1];
            partners[k] = partners[k - 1];
        }
        best[k] = both;
        partners[k] = j;
    }
    return count;
}

/* Adds a level, centred and of deviation 1, over `share`. */
static void add_level(const double *y, size_t n, double share, double *factor)
{
    double mean = 0, squares = 0;

    for (size_t i = 0; i < n; i++)
        mean += y[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (y[i] - mean) * (y[i] - mean) / (double)n;
    for (size_t i = 0; i < n; i++)
        factor[i] += (y[i] - mean) / (sqrt(squares) + 1e-12) * share;
}

/* y less b (F - F_0), owned by the caller; NULL: b is not above 0. `high`: high(F). */
static double *without_factor(const double *y, const double *factor, const double *high, size_t n)
{
    double *out = memory_new(n, sizeof *out), squares = linear_dot(high, high, n - 1), b;

    high_pass(y, n, out);
    b = squares > 0 ? linear_dot(high, out, n - 1) / squares : 0;
    for (size_t i = 0; i < n; i++)
        out[i] = y[i] - b * (factor[i] - factor[0]);
    if (b > 0)
        return out;
    free(out);
    return NULL;
}

static void take_out(const struct leak_boot *boot, enum leak_quantity quantity, const struct movers *m, size_t i,
                     struct leak_shared *shared)
{
    size_t partners[LEAK_PARTNERS], count = find_partners(m, i, partners), tag = m->tags[i], n = m->n;
    double *factor, *high;

    if (count < PARTNERS_LEAST)
        return;
    factor = memory_new(2, n * sizeof *factor);
    high = factor + n;
    for (size_t k = 0; k < count; k++)
        add_level(leak_series(boot, quantity, m->tags[partners[k]]), n, 1 / (double)count, factor);
    high_pass(factor, n, high);
    shared->series[tag] = without_factor(leak_series(boot, quantity, tag), factor, high, n);
    if (shared->series[tag]) {
        for (size_t k = 0; k < count; k++)
            shared->partners[tag].tags[k] = m->tags[partners[k]];
        if (boot->calls && quantity == LEAK_COUNTS)
            shared->calls[tag] = without_factor(leak_calls(boot, tag), factor, high, n);
    }
    free(factor);
}

void leak_shared_find(const struct leak_boot *boot, const struct leak_noise *noise, enum leak_quantity quantity,
                      const double *units, size_t tags, struct leak_shared *shared)
{
    struct movers m;

    shared->tags = tags;
    shared->series = memory_new(tags, sizeof *shared->series);
    shared->calls = memory_new(tags, sizeof *shared->calls);
    shared->partners = memory_new(tags, sizeof *shared->partners);
    for (size_t tag = 0; tag < tags; tag++)
        for (size_t k = 0; k < LEAK_PARTNERS; k++)
            shared->partners[tag].tags[k] = LEAK_NOBODY;
    if (boot->bins < BINS_LEAST)
        return;
    find_movers(boot, quantity, tags, &m);
    find_quiet(boot, noise, quantity, units, &m);
    for (size_t i = 0; i < m.count; i++)
        take_out(boot, quantity, &m, i, shared);
    movers_free(&m);
}

void leak_shared_free(struct leak_shared *shared)
{
    for (size_t tag = 0; tag < shared->tags; tag++) {
        free(shared->series[tag]);
        free(shared->calls[tag]);
    }
    free(shared->series);
    free(shared->calls);
    free(shared->partners);
    *shared = (struct leak_shared){0};
}
