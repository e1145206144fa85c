#include "leaks/leak_boot.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/tails.h"
#include "base/memory.h"
#include "leaks/leak_falls.h"
#include "leaks/leak_objections.h"

#define REMARKABLE_Z 1   // below, the chance of noise is not worth computing
#define SUSPECT_Z 2      // from here on objections are asked
#define JUMPS_BEFORE 4   // a growth so sure,
#define JUMPS_AFTER 2.5  // of which so little is left, is made of jumps
#define FALLS_LOG_ODDS 1 // that it costs to put falls back
#define RATE_LOG_ODDS 1  // fewer than the most: a longer stretch tells the rate better

static bool moves(const double *y, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (y[i] != y[0])
            return true;
    return false;
}

/* What a stretch says of one tag. */
struct look {
    struct leak_growth growth;
    bool suspect; // the rest is of those alone
    struct leak_score its;
    double log_odds;
    bool jumps;
};

/* One tag's series in a boot. */
struct tag_data {
    const double *y;     // the boot's blocks
    const double *calls; // NULL: not known
    double unit, start_level;
    double *residual, *steps, *restored; // room
};

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The median step from block to block, as a share of the line's: what leaks grows in most blocks, what jumps in few. */
static double typical_step(const double *y, size_t n, double gain, double *room)
{
    size_t steps = n - 1;

    for (size_t i = 0; i < steps; i++)
        room[i] = y[i + 1] - y[i];
    qsort(room, steps, sizeof *room, by_value);
    return (room[(steps - 1) / 2] + room[steps / 2]) / 2 * (double)n / gain;
}

/* `bent`: what a curve won by early in the tag's life, 0 as long as it did not. */
static struct look look_at(const struct leak_boot *boot, struct leak_design *s, const struct tag_data *series,
                           double *bent)
{
    const double *whole = series->y + s->from, *y = series->y + s->start;
    const double *calls = series->calls ? series->calls + s->start : NULL;
    struct look look = {.growth = leak_growth_of(s, y, series->unit, series->residual)};
    const struct leak_growth *g = &look.growth;
    struct leak_objections o = {.bent = *bent};
    double z;

    look.suspect = g->gain > 0 && g->z > SUSPECT_Z;
    if (!look.suspect)
        return look;
    z = leak_leftover(s, y, g, series->unit);
    o.ramp = leak_ramp_excess(s, y);
    o.curve = leak_curve_excess(boot, s, whole, series->residual);
    o.high = leak_new_high(boot, s, whole, g->gain);
    o.follows_calls = leak_follows_calls(s, y, calls, series->unit, series->start_level, g);
    o.typical_step = typical_step(y, s->n, g->gain, series->steps);
    if (s->start > s->from && *bent == 0)
        *bent = o.curve > 0 ? o.curve : 0;
    look.its = leak_score_of(-log10(fmax(tails_student(z, (double)(s->n - s->p)), 1e-300)), &o);
    look.log_odds = leak_score_log_odds(&look.its);
    look.jumps = g->z > JUMPS_BEFORE && z < JUMPS_AFTER;
    return look;
}

/* The longest stretch that is almost as sure as the surest tells the rate. */
static const struct look *rating(const struct look *looks, size_t count, double most)
{
    for (size_t k = 0; k < count; k++)
        if (looks[k].suspect && looks[k].log_odds >= most - RATE_LOG_ODDS)
            return &looks[k];
    return &looks[0];
}

/* Takes what a stretch says for the evidence, when it says more than others did. */
static void take(struct leak_evidence *e, const struct look *look, size_t start)
{
    if (!look->suspect || (e->grows && look->log_odds <= e->log_odds))
        return;
    e->grows = true;
    e->log_odds = look->log_odds;
    e->its = look->its;
    e->start = start;
    e->reason = leak_score_reason(&look->its);
    if (e->reason == LEAK_NOISE && look->jumps)
        e->reason = LEAK_TWO_JUMPS;
}

/* The same again, with sharp falls put back. */
static void judge_without_falls(const struct leak_boot *boot, struct leak_design *windows, size_t count,
                                const struct tag_data *series, struct leak_evidence *e)
{
    size_t from = windows[0].from;
    struct tag_data restored = *series;
    double bent = 0;

    if (!(e->whole_gain > 0) || !leak_without_falls(series->y + from, boot->blocks - from, series->restored + from))
        return;
    restored.y = series->restored;
    for (size_t k = 0; k < count; k++) {
        struct look look = look_at(boot, &windows[k], &restored, &bent);

        look.its.late += FALLS_LOG_ODDS;
        look.log_odds -= FALLS_LOG_ODDS;
        take(e, &look, windows[k].start);
    }
}

static void judge_tag(const struct leak_boot *boot, struct leak_design *windows, size_t count,
                      const struct tag_data *series, struct leak_evidence *e)
{
    struct look looks[LEAK_WINDOWS];
    const struct look *rated;
    double bent = 0;

    if (count == 0)
        return;
    e->reason = LEAK_FALLING;
    for (size_t k = 0; k < count; k++) {
        struct leak_design *s = &windows[k];
        struct look *look = &looks[k];
        double dof = (double)(s->n - s->p);

        *look = look_at(boot, s, series, &bent);
        if (k == 0) {
            e->whole_gain = look->growth.gain;
            e->whole_error = look->growth.error;
            e->whole_z = look->growth.z;
            e->trend_t = block_trend_t(s, &look->growth, series->residual);
            e->start = s->start;
        }
        if (look->growth.gain > 0 && !e->grows)
            e->reason = LEAK_NOISE;
        if (look->growth.z > REMARKABLE_Z)
            e->p_unopposed = fmin(e->p_unopposed, tails_student(look->growth.z, dof) * (double)count);
        take(e, look, s->start);
    }
    rated = rating(looks, count, e->log_odds);
    e->gain = rated->growth.gain;
    e->error = rated->growth.error;
    e->span = windows[rated - looks].span;
    e->dof = (double)(windows[rated - looks].n - windows[rated - looks].p);
    judge_without_falls(boot, windows, count, series, e);
}

/* A tag and the block it begins at. */
struct member {
    size_t from, tag;
};

static int by_from(const void *a, const void *b)
{
    const struct member *x = a, *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->tag > y->tag) - (x->tag < y->tag);
}

/* Tags that begin at the same block share their windows. */
static void judge_group(const struct leak_boot *boot, enum leak_quantity quantity, const double *units,
                        const struct member *members, size_t count, struct leak_evidence *evidence)
{
    size_t starts[LEAK_WINDOWS], window_count = leak_window_starts(members[0].from, boot->blocks, starts);
    struct leak_design windows[LEAK_WINDOWS];
    double *room = memory_new(3, boot->blocks * sizeof *room);

    for (size_t k = 0; k < window_count; k++)
        leak_design_make(&windows[k], boot, members[0].from, starts[k]);
    for (size_t i = 0; i < count; i++) {
        size_t tag = members[i].tag;

        struct tag_data series = {.y = leak_series(boot, quantity, tag),
                                  .calls = leak_calls(boot, tag),
                                  .unit = units[tag],
                                  .start_level = boot->start_levels[quantity][tag],
                                  .residual = room,
                                  .steps = room + boot->blocks,
                                  .restored = room + 2 * boot->blocks};

        judge_tag(boot, windows, window_count, &series, &evidence[tag]);
    }
    for (size_t k = 0; k < window_count; k++)
        leak_design_free(&windows[k]);
    free(room);
}

void leak_boot_judge(const struct leak_boot *boot, enum leak_quantity quantity, const double *units, size_t tags,
                     struct leak_evidence *evidence)
{
    struct member *members = memory_new(tags, sizeof *members);
    size_t count = 0;

    for (size_t tag = 0; tag < tags; tag++) {
        evidence[tag] = (struct leak_evidence){.p_unopposed = 1,
                                               .reason = LEAK_TOO_SHORT,
                                               .error = INFINITY,
                                               .span = boot->span,
                                               .dof = 8,
                                               .whole_error = INFINITY,
                                               .trend_t = -9};
        if (moves(leak_series(boot, quantity, tag), boot->blocks))
            members[count++] = (struct member){boot->from[tag], tag};
        else
            evidence[tag].reason = LEAK_CONSTANT;
    }
    qsort(members, count, sizeof *members, by_from);
    for (size_t first = 0, n; first < count; first += n) {
        for (n = 1; first + n < count && members[first + n].from == members[first].from; n++)
            continue;
        judge_group(boot, quantity, units, members + first, n, evidence);
    }
    free(members);
}
