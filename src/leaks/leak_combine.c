#include "leaks/leak_boot.h"

#include <math.h>

#include "analysis/tails.h"
#include "leaks/leak_design.h"

#define FALLS_BACK 0.5 // of the gain, at a restart
#define UNSURE_Z 2     // of a boot in which it grows no more than this
#define FEW_BLOCKS 16  // intervals are too narrow there,
#define FEW_WIDER 1.25 // by this factor

static double clip(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static double z_of(const struct leak_evidence *e)
{
    return e->grows ? tails_normal_inverse(fmin(0.5, pow(10, -e->its.digits))) : clip(e->whole_z, -8, UNSURE_Z);
}

/* Stouffer's sum over boots, each with the square root of its length. */
static double stouffer(const struct leak_blocks *b, struct leak_evidence *const *evidence, size_t tag)
{
    double sum = 0, time = 0;

    for (size_t i = 0; i < b->boot_count; i++) {
        sum += sqrt(b->boots[i].span) * z_of(&evidence[i][tag]);
        time += b->boots[i].span;
    }
    return sum / sqrt(time);
}

static double drop_after(const struct leak_blocks *b, enum leak_quantity quantity, size_t tag, size_t boot)
{
    return leak_level(&b->boots[boot], quantity, tag, true) - leak_level(&b->boots[boot + 1], quantity, tag, false);
}

/* What leaks is lost at a restart; what does not fall back there is something else. The share of the gain that was lost, in
 * favour of a leak where noise may hide it; NaN where no restart tells. */
static double fall_of(const struct leak_blocks *b, enum leak_quantity quantity, struct leak_evidence *const *evidence,
                      size_t tag)
{
    double drop = 0, gain = 0, variance = 0;

    for (size_t i = 0; i + 1 < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];

        if (!e->grows || !isfinite(e->whole_error) || !(e->whole_gain > 0))
            continue;
        drop += drop_after(b, quantity, tag, i);
        gain += e->whole_gain;
        variance += 2 * e->whole_error * e->whole_error;
    }
    return gain > 0 ? (drop + sqrt(variance)) / gain : NAN;
}

/* How far the boots in which it grows end above the height at which it stood still in others, in gains; 1 where in none. A
 * cache that is full after one restart grows again after the next, up to where it was. */
static double height_over_still(const struct leak_blocks *b, enum leak_quantity quantity,
                                struct leak_evidence *const *evidence, size_t tag)
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
            gain = fmax(e->whole_gain, 1e-12);
        }
    }
    return isfinite(still) ? (highest - still) / gain : 1;
}

/* The boots in which it grows, each with its length: one case out of all. */
static struct leak_score case_of(const struct leak_blocks *b, enum leak_quantity quantity,
                                 struct leak_evidence *const *evidence, size_t tag)
{
    struct leak_score all = {0};
    double time = 0, grown = 0;

    for (size_t i = 0; i < b->boot_count; i++) {
        time += b->boots[i].span;
        grown += evidence[i][tag].grows ? b->boots[i].span : 0;
    }
    for (size_t i = 0; i < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];

        if (!e->grows)
            continue;
        for (int reason = 0; reason < LEAK_REASONS; reason++)
            all.cost[reason] += e->its.cost[reason] * b->boots[i].span / grown;
        all.late += e->its.late * b->boots[i].span / grown;
    }
    all.digits = fmin(LEAK_DIGITS_MOST, -log10(fmax(tails_normal(stouffer(b, evidence, tag)), 1e-300)));
    leak_score_add_boots(&all, grown / time, fall_of(b, quantity, evidence, tag),
                         height_over_still(b, quantity, evidence, tag));
    return all;
}

static struct leak_rate rate_of_one(const struct leak_boot *boot, const struct leak_evidence *e)
{
    double rate = e->gain / e->span;
    double half = tails_student_95(e->dof) * e->error / e->span * (boot->blocks <= FEW_BLOCKS ? FEW_WIDER : 1);

    return (struct leak_rate){rate, rate - half, rate + half};
}

static void count_reboots(const struct leak_blocks *b, enum leak_quantity quantity,
                          struct leak_evidence *const *evidence, size_t tag, struct leak_combined *combined)
{
    for (size_t i = 0; i + 1 < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];

        if (e->grows && e->whole_gain > 0) {
            combined->reboots++;
            combined->fell_back += drop_after(b, quantity, tag, i) >= FALLS_BACK * e->whole_gain;
        }
    }
}

/* The rate of one boot and the square of its error; false where none was found. */
static bool rate_in(const struct leak_evidence *e, double *rate, double *variance)
{
    *rate = e->gain / e->span;
    *variance = e->error * e->error / (e->span * e->span);
    return isfinite(e->error) && e->error > 0;
}

/* Boots differ by more than the noise in each: how much more, as DerSimonian and Laird estimate it. */
static double variance_between(const struct leak_blocks *b, struct leak_evidence *const *evidence, size_t tag)
{
    double weights = 0, squared = 0, sum = 0, squares = 0, boots = 0, rate, variance, excess;

    for (size_t i = 0; i < b->boot_count; i++)
        if (rate_in(&evidence[i][tag], &rate, &variance)) {
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

/* The mean of the boots' rates, the surer ones counting more. */
static struct leak_rate rate_of_all(const struct leak_blocks *b, struct leak_evidence *const *evidence, size_t tag)
{
    double between = variance_between(b, evidence, tag), weights = 0, sum = 0, boots = 0, half, rate, variance;

    for (size_t i = 0; i < b->boot_count; i++)
        if (rate_in(&evidence[i][tag], &rate, &variance)) {
            weights += 1 / (variance + between);
            sum += rate / (variance + between);
            boots++;
        }
    if (!(weights > 0))
        return (struct leak_rate){0, -INFINITY, INFINITY};
    half = (between > 0 ? tails_student_95(boots > 2 ? boots - 1 : 2) : 1.96) / sqrt(weights);
    return (struct leak_rate){sum / weights, sum / weights - half, sum / weights + half};
}

struct leak_combined leak_combine(const struct leak_blocks *b, enum leak_quantity quantity,
                                  struct leak_evidence *const *evidence, size_t tag)
{
    struct leak_combined combined = {.p_unopposed = 1};
    size_t strongest = 0, first = SIZE_MAX;

    for (size_t i = 0; i < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];

        if (e->p_unopposed < evidence[strongest][tag].p_unopposed)
            strongest = i;
        combined.trend_t += clip(e->trend_t, -20, 20) / (double)b->boot_count;
        if (!e->grows)
            continue;
        first = first == SIZE_MAX ? i : first;
        combined.boots_grown++;
        combined.seconds += b->boots[i].middle[b->boots[i].blocks - 1] - b->boots[i].middle[e->start];
    }
    combined.grows = first != SIZE_MAX;
    first = first == SIZE_MAX ? 0 : first;
    combined.p_unopposed = evidence[strongest][tag].p_unopposed;
    combined.reason = evidence[strongest][tag].reason;
    combined.since = b->boots[first].middle[evidence[first][tag].start];
    combined.p = b->boot_count == 1 ? combined.p_unopposed : tails_normal(stouffer(b, evidence, tag));
    if (combined.grows) {
        struct leak_score its = b->boot_count == 1 ? evidence[0][tag].its : case_of(b, quantity, evidence, tag);

        combined.log_odds = leak_score_log_odds(&its);
        if (b->boot_count > 1 && leak_score_reason(&its) != LEAK_NOISE)
            combined.reason = leak_score_reason(&its);
    }
    if (b->boot_count == 1) {
        combined.rate = rate_of_one(&b->boots[0], &evidence[0][tag]);
    } else {
        count_reboots(b, quantity, evidence, tag, &combined);
        combined.rate = rate_of_all(b, evidence, tag);
    }
    return combined;
}
