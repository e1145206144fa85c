#include "analysis/leak_boot.h"

#include <math.h>

#include "analysis/tails.h"

#define GROWS_P 0.5       // a boot with a lower p speaks for growth
#define SUPPORT_Z 1       // boots must show at least this
#define SUPPORT_SHARE 0.5 // in this share of the time
#define FALLS_BACK 0.5    // of the gain, at restarts
#define FEW_BLOCKS 16     // intervals are too narrow there,
#define FEW_WIDER 1.25    // by this factor

static double clip(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static double z_of(const struct leak_evidence *e)
{
    if (e->p < GROWS_P)
        return clip(tails_normal_inverse(e->p < 1e-300 ? 1e-300 : e->p), 0, 38);
    return clip(e->whole_z < 0 ? e->whole_z : 0, -8, 0);
}

/* Stouffer's sum over boots, each with the square root of its length. */
static double stouffer(const struct leak_blocks *b, struct leak_evidence *const *evidence, size_t tag, double *support)
{
    double sum = 0, time = 0, supported = 0;

    for (size_t i = 0; i < b->boot_count; i++) {
        double z = z_of(&evidence[i][tag]);

        sum += sqrt(b->boots[i].span) * z;
        time += b->boots[i].span;
        supported += z > SUPPORT_Z ? b->boots[i].span : 0;
    }
    *support = supported / time;
    return sum / sqrt(time);
}

/* What leaks is lost at a restart; what does not fall back there is something else. */
static bool survives(const struct leak_blocks *b, enum leak_metric metric, struct leak_evidence *const *evidence,
                     size_t tag)
{
    double drop = 0, gain = 0, variance = 0;
    bool any = false;

    for (size_t i = 0; i + 1 < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];

        if (!(e->p < GROWS_P) || !isfinite(e->whole_error) || !(e->whole_gain > 0))
            continue;
        any = true;
        drop += leak_level(&b->boots[i], metric, tag, true) - leak_level(&b->boots[i + 1], metric, tag, false);
        gain += e->whole_gain;
        variance += 2 * e->whole_error * e->whole_error;
    }
    return any && drop + sqrt(variance) < FALLS_BACK * gain;
}

static struct leak_rate rate_of_one(const struct leak_boot *boot, const struct leak_evidence *e)
{
    double rate = e->gain / e->span;
    double half = tails_student_95(e->dof) * e->error / e->span * (boot->blocks <= FEW_BLOCKS ? FEW_WIDER : 1);

    return (struct leak_rate){rate, rate - half, rate + half};
}

static void count_restarts(const struct leak_blocks *b, enum leak_metric metric, struct leak_evidence *const *evidence,
                           size_t tag, struct leak_pooled *pooled)
{
    for (size_t i = 0; i + 1 < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];
        double drop = leak_level(&b->boots[i], metric, tag, true) - leak_level(&b->boots[i + 1], metric, tag, false);

        if (e->p < GROWS_P && e->whole_gain > 0) {
            pooled->restarts++;
            pooled->fell_back += drop >= FALLS_BACK * e->whole_gain;
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

struct leak_pooled leak_boots_pool(const struct leak_blocks *b, enum leak_metric metric,
                                   struct leak_evidence *const *evidence, size_t tag)
{
    struct leak_pooled pooled = {.p_unopposed = 1};
    size_t strongest = 0, first = SIZE_MAX;

    for (size_t i = 0; i < b->boot_count; i++) {
        const struct leak_evidence *e = &evidence[i][tag];

        if (e->p_unopposed < evidence[strongest][tag].p_unopposed)
            strongest = i;
        if (first == SIZE_MAX && e->p < GROWS_P)
            first = i;
        pooled.parts += clip(e->parts, -20, 20) / (double)b->boot_count;
        if (e->p < GROWS_P) {
            pooled.boots_grown++;
            pooled.seconds += b->boots[i].middle[b->boots[i].blocks - 1] - b->boots[i].middle[e->start];
        }
    }
    first = first == SIZE_MAX ? 0 : first;
    pooled.p_unopposed = evidence[strongest][tag].p_unopposed;
    pooled.reason = evidence[strongest][tag].reason;
    pooled.since = b->boots[first].middle[evidence[first][tag].start];
    if (b->boot_count == 1) {
        pooled.p = evidence[0][tag].p;
        pooled.rate = rate_of_one(&b->boots[0], &evidence[0][tag]);
    } else {
        double support, z = stouffer(b, evidence, tag, &support);

        pooled.p = tails_normal(support >= SUPPORT_SHARE ? z : fmin(z, 0));
        if (support < SUPPORT_SHARE && pooled.reason == LEAK_NOISE)
            pooled.reason = LEAK_SOME_BOOTS;
        count_restarts(b, metric, evidence, tag, &pooled);
        if (survives(b, metric, evidence, tag)) {
            pooled.p = 1;
            pooled.reason = LEAK_SURVIVES;
        }
        pooled.rate = rate_of_all(b, evidence, tag);
    }
    return pooled;
}
