#include "leaks/leak_combine.h"

#include <assert.h>
#include <math.h>

#include "analysis/tails.h"

#define FELL_BACK 0.5 // of the gain, at a reboot
#define NO_GROWTH_Z 2 // the most, of a boot in which it does not grow
#define FALLING_Z (-8)
#define FEW_BINS 16    // intervals are too narrow there,
#define FEW_WIDER 1.25 // by this factor
#define TREND_MAX 20
#define TREND_NOT_FITTED (-9) // ranks a boot that says nothing below most that do

static double clip(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static double z_of(const struct leak_evidence *e)
{
    if (!e->fitted)
        return 0;
    return e->grows ? tails_normal_inverse(fmin(0.5, pow(10, -e->score.digits)))
                    : clip(e->full_z, FALLING_Z, NO_GROWTH_Z);
}

/* Weighted by the square root of the boots' lengths. */
static double stouffer_z(const struct leak_bins *b, struct leak_evidence *const *evidence, size_t tag)
{
    double sum = 0, time = 0;

    for (size_t i = 0; i < b->boot_count; i++) {
        sum += sqrt(b->boots[i].span) * z_of(&evidence[i][tag]);
        time += b->boots[i].span;
    }
    assert(time > 0);
    return sum / sqrt(time);
}

static double fall_after(const struct leak_bins *b, enum leak_quantity quantity, size_t tag, size_t boot)
{
    return leak_level(&b->boots[boot], quantity, tag, true) - leak_level(&b->boots[boot + 1], quantity, tag, false);
}

/* A leak is lost at a reboot. The share of the gain that was lost, one standard error added in favour of a leak.
 * False: no boot in which it grew is followed by another. */
static bool find_fall(const struct leak_bins *b, enum leak_quantity quantity, struct leak_evidence *const *evidence,
                      size_t tag, double *fall)
{
    double lost = 0, gain = 0, variance = 0;

    for (size_t i = 0; i + 1 < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];

        if (!e->grows || !(e->full_gain > 0))
            continue;
        lost += fall_after(b, quantity, tag, i);
        gain += e->full_gain;
        variance += 2 * e->full_error * e->full_error;
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
        double start = leak_level(&b->boots[i], quantity, tag, false),
               end = leak_level(&b->boots[i], quantity, tag, true);

        if (!e->grows) {
            still = fmax(still, (start + end) / 2);
        } else if (end > highest) {
            highest = end;
            gain = fmax(e->full_gain, 1e-12);
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
    struct leak_score all = {0};
    struct leak_reboots reboots = {0};
    double time = 0, grown = 0;

    for (size_t i = 0; i < b->boot_count; i++) {
        time += b->boots[i].span;
        grown += evidence[i][tag].grows ? b->boots[i].span : 0;
    }
    assert(grown > 0 && grown <= time);
    for (size_t i = 0; i < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];

        if (!e->grows)
            continue;
        for (int reason = 0; reason < LEAK_REASONS; reason++)
            all.penalty[reason] += e->score.penalty[reason] * b->boots[i].span / grown;
        all.search += e->score.search * b->boots[i].span / grown;
    }
    all.digits = fmin(LEAK_DIGITS_MAX, -log10(fmax(tails_normal(stouffer_z(b, evidence, tag)), 1e-300)));
    reboots.support = grown / time;
    reboots.has_fall = find_fall(b, quantity, evidence, tag, &reboots.fall);
    reboots.has_still = find_high(b, quantity, evidence, tag, &reboots.high);
    leak_score_add_reboots(&all, &reboots);
    return all;
}

static struct leak_rate no_rate(void)
{
    return (struct leak_rate){0, -INFINITY, INFINITY};
}

static struct leak_rate rate_of_one(const struct leak_boot *boot, const struct leak_evidence *e)
{
    double rate, half;

    if (!e->fitted)
        return no_rate();
    assert(e->span > 0 && e->dof >= 1);
    rate = e->gain / e->span;
    half = tails_student_95(e->dof) * e->error / e->span * (boot->bins <= FEW_BINS ? FEW_WIDER : 1);
    return (struct leak_rate){rate, rate - half, rate + half};
}

/* The rate of one boot and the square of its error. False: none is known. */
static bool boot_rate(const struct leak_evidence *e, double *rate, double *variance)
{
    if (!e->fitted || !(e->error > 0))
        return false;
    *rate = e->gain / e->span;
    *variance = e->error * e->error / (e->span * e->span);
    return true;
}

/* tau^2 of DerSimonian and Laird. */
static double variance_between(const struct leak_bins *b, struct leak_evidence *const *evidence, size_t tag)
{
    double weights = 0, squared = 0, sum = 0, squares = 0, boots = 0, rate, variance, excess;

    for (size_t i = 0; i < b->boot_count; i++)
        if (boot_rate(&evidence[i][tag], &rate, &variance)) {
            weights += 1 / variance;
            squared += 1 / (variance * variance);
            sum += rate / variance;
            squares += rate * rate / variance;
            boots++;
        }
    if (boots < 2)
        return 0;
    excess = squares - sum * sum / weights - (boots - 1);
    return excess > 0 ? excess / (weights - squared / weights) : 0;
}

static struct leak_rate rate_of_all(const struct leak_bins *b, struct leak_evidence *const *evidence, size_t tag)
{
    double between = variance_between(b, evidence, tag), weights = 0, sum = 0, boots = 0, half, rate, variance;

    for (size_t i = 0; i < b->boot_count; i++)
        if (boot_rate(&evidence[i][tag], &rate, &variance)) {
            weights += 1 / (variance + between);
            sum += rate / (variance + between);
            boots++;
        }
    if (!(weights > 0))
        return no_rate();
    half = (between > 0 ? tails_student_95(boots > 2 ? boots - 1 : 2) : 1.96) / sqrt(weights);
    return (struct leak_rate){sum / weights, sum / weights - half, sum / weights + half};
}

static void count_reboots(const struct leak_bins *b, enum leak_quantity quantity, struct leak_evidence *const *evidence,
                          size_t tag, struct leak_combined *c)
{
    for (size_t i = 0; i + 1 < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];

        if (e->grows && e->full_gain > 0) {
            c->reboots++;
            c->fell_back += fall_after(b, quantity, tag, i) >= FELL_BACK * e->full_gain;
        }
    }
}

/* What needs no statistics: where it grew, and what the strongest boot says. */
static struct leak_combined gather(const struct leak_bins *b, struct leak_evidence *const *evidence, size_t tag)
{
    struct leak_combined c = {0};
    size_t strongest = 0, first_grown = 0;

    for (size_t i = 0; i < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];
        const double *times = b->boots[i].times;

        if (e->p_growth < evidence[strongest][tag].p_growth)
            strongest = i;
        c.trend_t += (e->fitted ? clip(e->trend_t, -TREND_MAX, TREND_MAX) : TREND_NOT_FITTED) / (double)b->boot_count;
        if (!e->grows)
            continue;
        if (!c.grows)
            first_grown = i;
        c.grows = true;
        c.boots_grown++;
        c.seconds += times[b->boots[i].bins - 1] - times[e->start];
    }
    c.p_strongest_boot = evidence[strongest][tag].p_growth;
    c.reason = evidence[strongest][tag].reason;
    c.since = b->boots[first_grown].times[evidence[first_grown][tag].start];
    return c;
}

static void combine_boots(const struct leak_bins *b, enum leak_quantity quantity, struct leak_evidence *const *evidence,
                          size_t tag, struct leak_combined *c)
{
    c->p = tails_normal(stouffer_z(b, evidence, tag));
    c->rate = rate_of_all(b, evidence, tag);
    count_reboots(b, quantity, evidence, tag, c);
    if (c->grows) {
        struct leak_score score = combined_score(b, quantity, evidence, tag);

        c->log_odds = leak_score_log_odds(&score);
        if (leak_score_reason(&score) != LEAK_NOISE)
            c->reason = leak_score_reason(&score);
    }
}

struct leak_combined leak_combine(const struct leak_bins *b, enum leak_quantity quantity,
                                  struct leak_evidence *const *evidence, size_t tag)
{
    struct leak_combined c;

    assert(b->boot_count > 0 && tag < b->tags);
    c = gather(b, evidence, tag);
    if (b->boot_count > 1) {
        combine_boots(b, quantity, evidence, tag, &c);
        return c;
    }
    c.p = c.p_strongest_boot;
    c.rate = rate_of_one(&b->boots[0], &evidence[0][tag]);
    if (c.grows)
        c.log_odds = leak_score_log_odds(&evidence[0][tag].score);
    return c;
}
