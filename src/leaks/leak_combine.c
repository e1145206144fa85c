#include "leaks/leak_combine.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/tails.h"
#include "base/memory.h"

#define FELL_BACK 0.5 // of the gain, at a reboot
#define HALF_WIDTH 1.96
#define SEVERAL_WIDER 1.2
#define TAU_STEPS 40
#define TAU_MAX 2     // times the mean rate
#define TAU_USUAL 0.4 // likewise

static double stouffer_digits(const struct leak_bins *b, struct leak_evidence *const *evidence, size_t tag)
{
    double sum = 0, time = 0;

    for (size_t i = 0; i < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];

        time += b->boots[i].span;
        if (e->grows)
            sum += sqrt(b->boots[i].span) * tails_normal_inverse(fmin(0.5, pow(10, -e->digits)));
    }
    assert(time > 0);
    return fmin(LEAK_DIGITS_MAX, -log10(fmax(tails_normal(sum / sqrt(time)), 1e-300)));
}

static double end_of(const struct leak_bins *b, enum leak_quantity quantity, size_t tag, size_t boot)
{
    return leak_level(&b->boots[boot], quantity, tag, true);
}

static double start_of(const struct leak_bins *b, enum leak_quantity quantity, size_t tag, size_t boot)
{
    return leak_level(&b->boots[boot], quantity, tag, false);
}

/* A leak is lost at a reboot. The share of the gain that was lost, one standard error added in favour of a leak.
 * False: no boot in which it grew is followed by another. */
static bool find_fall(const struct leak_bins *b, enum leak_quantity quantity, struct leak_evidence *const *evidence,
                      size_t tag, double *fall)
{
    double lost = 0, gain = 0, variance = 0;

    for (size_t i = 0; i + 1 < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];
        double end = end_of(b, quantity, tag, i);

        if (!e->grows)
            continue;
        lost += end - start_of(b, quantity, tag, i + 1);
        gain += fmax(end - start_of(b, quantity, tag, i), 1e-9);
        variance += 2 * e->window_error * e->window_error;
    }
    if (gain > 0)
        *fall = (lost + sqrt(variance)) / gain;
    return gain > 0;
}

/* Highest end of the boots in which it grew, above the highest level of those in which it did not, as a multiple of
 * the gain: a cache that was full after one reboot grows again after the next, up to the same level. False: it grew
 * in all boots. */
static bool find_high(const struct leak_bins *b, enum leak_quantity quantity, struct leak_evidence *const *evidence,
                      size_t tag, double *high)
{
    double highest = -INFINITY, still = -INFINITY, gain = 0;

    for (size_t i = 0; i < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];
        double end = end_of(b, quantity, tag, i);

        if (!e->grows) {
            still = fmax(still, (start_of(b, quantity, tag, i) + end) / 2);
        } else if (end > highest) {
            highest = end;
            gain = fmax(e->window_gain, 1e-9);
        }
    }
    if (isfinite(still))
        *high = (highest - still) / gain;
    return isfinite(still);
}

/* The score of several boots, of a tag that grew in at least one. */
static struct leak_score combined_score(const struct leak_bins *b, enum leak_quantity quantity,
                                        struct leak_evidence *const *evidence, size_t tag)
{
    struct leak_score all = {{0}};
    struct leak_reboots reboots = {0};
    double time = 0, grown = 0;

    for (size_t i = 0; i < b->boot_count; i++) {
        time += b->boots[i].span;
        grown += evidence[i][tag].grows ? b->boots[i].span : 0;
    }
    assert(grown > 0 && grown <= time);
    for (size_t i = 0; i < b->boot_count; i++)
        if (evidence[i][tag].grows)
            leak_score_add_boot(&all, &evidence[i][tag].score, b->boots[i].span / grown);
    reboots.support = grown / time;
    reboots.has_fall = find_fall(b, quantity, evidence, tag, &reboots.fall);
    reboots.has_still = find_high(b, quantity, evidence, tag, &reboots.high);
    leak_score_add_reboots(&all, stouffer_digits(b, evidence, tag), &reboots);
    return all;
}

/* The posterior of the mean rate, given tau: its weight, mean and variance. */
static double posterior_given(const double *rates, const double *errors, size_t count, double tau, double prior,
                              double *mean, double *variance)
{
    double precision = 0, sum = 0, logs = 0, squares = 0;

    for (size_t i = 0; i < count; i++) {
        double v = errors[i] * errors[i] + tau * tau;

        precision += 1 / v;
        sum += rates[i] / v;
        logs += log(v);
    }
    *mean = sum / precision;
    *variance = 1 / precision;
    for (size_t i = 0; i < count; i++)
        squares += (rates[i] - *mean) * (rates[i] - *mean) / (errors[i] * errors[i] + tau * tau);
    return (-logs + log(*variance) - squares - (tau / prior) * (tau / prior)) / 2;
}

struct leak_rate leak_pooled_rate(const double *rates, const double *errors, size_t count)
{
    double logs[TAU_STEPS + 1], means[TAU_STEPS + 1], variances[TAU_STEPS + 1];
    double plain, variance, highest = -INFINITY, sum = 0, mean = 0, square = 0, half;

    assert(count > 0);
    if (count == 1)
        return (struct leak_rate){rates[0], rates[0] - HALF_WIDTH * errors[0], rates[0] + HALF_WIDTH * errors[0]};
    posterior_given(rates, errors, count, 0, 1, &plain, &variance);
    plain = fabs(plain) + 1e-12;
    for (size_t k = 0; k <= TAU_STEPS; k++) {
        double tau = TAU_MAX * plain * (double)k / TAU_STEPS;

        logs[k] = posterior_given(rates, errors, count, tau, TAU_USUAL * plain, &means[k], &variances[k]);
        highest = fmax(highest, logs[k]);
    }
    for (size_t k = 0; k <= TAU_STEPS; k++) {
        double weight = exp(logs[k] - highest);

        sum += weight;
        mean += weight * means[k];
        square += weight * (variances[k] + means[k] * means[k]);
    }
    mean /= sum;
    half = SEVERAL_WIDER * HALF_WIDTH * sqrt(fmax(square / sum - mean * mean, 0));
    return (struct leak_rate){mean, mean - half, mean + half};
}

/* Of the boots in which it grew: an update may bring a leak, and another take it away. */
static struct leak_rate rate_of(const struct leak_bins *b, struct leak_evidence *const *evidence, size_t tag)
{
    double *rates = memory_new(2, b->boot_count * sizeof *rates), *errors = rates + b->boot_count;
    struct leak_rate rate = {NAN, NAN, NAN};
    size_t known = 0;

    for (size_t i = 0; i < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];

        if (!e->has_rate)
            continue;
        rates[known] = e->gain / e->span;
        errors[known++] = fmax(e->error / e->span, 1e-12);
    }
    if (known > 0)
        rate = leak_pooled_rate(rates, errors, known);
    free(rates);
    return rate;
}

static void count_reboots(const struct leak_bins *b, enum leak_quantity quantity, struct leak_evidence *const *evidence,
                          size_t tag, struct leak_combined *c)
{
    for (size_t i = 0; i + 1 < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];

        double lost = end_of(b, quantity, tag, i) - start_of(b, quantity, tag, i + 1);

        if (!e->grows || lost > LEAK_FALL_MAX * e->window_gain)
            continue;
        c->reboots++;
        c->fell_back += lost >= FELL_BACK * e->window_gain;
    }
}

/* What needs no statistics: where it grew, and what the boot with the highest log-odds says. */
static struct leak_combined gather(const struct leak_bins *b, enum leak_quantity quantity,
                                   struct leak_evidence *const *evidence, size_t tag)
{
    struct leak_combined c = {.reason = evidence[0][tag].reason};
    size_t best = 0;

    for (size_t i = 0; i < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];
        const double *times = b->boots[i].times;

        if (!e->grows) {
            if (!c.grows && e->reason < c.reason)
                c.reason = e->reason;
            continue;
        }
        if (!c.grows || e->log_odds > evidence[best][tag].log_odds)
            best = i;
        if (!c.grows)
            c.since = times[e->start];
        c.grows = true;
        c.boots_grown++;
        c.blocks += e->window_gain / b->units[quantity][tag];
        c.seconds += times[b->boots[i].bins - 1] - times[e->start];
    }
    if (c.grows)
        c.reason = evidence[best][tag].reason;
    return c;
}

struct leak_combined leak_combine(const struct leak_bins *b, enum leak_quantity quantity,
                                  struct leak_evidence *const *evidence, size_t tag)
{
    struct leak_combined c;

    assert(b->boot_count > 0 && tag < b->tags);
    c = gather(b, quantity, evidence, tag);
    c.bytes = b->known[LEAK_BYTES] ? c.blocks * b->units[LEAK_BYTES][tag] : 0;
    c.rate = rate_of(b, evidence, tag);
    if (!c.grows)
        return c;
    if (b->boot_count == 1) {
        c.p = pow(10, -evidence[0][tag].digits);
        c.score = evidence[0][tag].score;
        c.log_odds = evidence[0][tag].log_odds;
        return c;
    }
    c.p = pow(10, -stouffer_digits(b, evidence, tag));
    count_reboots(b, quantity, evidence, tag, &c);
    c.score = combined_score(b, quantity, evidence, tag);
    c.log_odds = leak_score_log_odds(&c.score);
    if (leak_score_reason(&c.score) != LEAK_NOISE)
        c.reason = leak_score_reason(&c.score);
    return c;
}
