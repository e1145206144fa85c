#include "analysis/leak_boot.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/leak_objections.h"
#include "analysis/tails.h"
#include "base/memory.h"

#define SUSPECT_Z 2     // from here on objections are asked
#define RAMP_WORSE 2.5  // a shape must be so much better than the line
#define BENT_SHARE 0.5  // of what a curve wins by early in the tag's life, a line must win by later
#define NEW_HIGH 0.5    // of the gain
#define JUMPS_BEFORE 4  // a growth so sure,
#define JUMPS_AFTER 2.5 // of which so little is left, is made of jumps

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
    double z; // less than the growth's, where other shapes explain it
    bool holds;
    enum leak_reason reason;
};

/* One tag's series in a boot. */
struct series {
    const double *y;     // the boot's blocks
    const double *calls; // NULL: not known
    double unit, start_level;
    bool alone;
    double *room; // for a residual
};

static struct look look_at(const struct leak_boot *boot, struct leak_stretch *s, const struct series *series,
                           double *bent)
{
    const double *whole = series->y + s->from, *y = series->y + s->start;
    const double *calls = series->calls ? series->calls + s->start : NULL;
    double unit = series->unit, *residual = series->room;
    struct look look = {.growth = leak_growth_of(s, y, unit, residual)};
    const struct leak_growth *g = &look.growth;
    bool returned = leak_new_high(boot, s, whole, g->gain) < NEW_HIGH;

    look.z = g->z;
    look.reason = g->gain > 0 ? (returned ? LEAK_RETURNED : LEAK_NOISE) : LEAK_FALLING;
    look.holds = g->gain > 0 && !returned;
    if (g->gain > 0 && g->z > SUSPECT_Z) {
        bool stopped = leak_ramp_excess(s, y) > RAMP_WORSE;
        double curve = leak_curve_excess(boot, s, whole, residual);
        bool slowing = curve > -BENT_SHARE * *bent;
        bool load = leak_follows_calls(s, y, calls, unit, series->start_level, g);

        if (s->start > s->from && *bent == 0)
            *bent = curve > 0 ? curve : 0;
        if (series->alone)
            look.z = leak_leftover(s, y, g, unit);
        look.reason = stopped                                       ? LEAK_STOPPED
                      : slowing                                     ? LEAK_SLOWING
                      : load                                        ? LEAK_LOAD
                      : returned                                    ? LEAK_RETURNED
                      : g->z > JUMPS_BEFORE && look.z < JUMPS_AFTER ? LEAK_JUMPS
                                                                    : LEAK_NOISE;
        look.holds = look.holds && !stopped && !slowing && !load;
    }
    return look;
}

static void judge_tag(const struct leak_boot *boot, struct leak_stretch *stretches, size_t count,
                      const struct series *series, struct leak_evidence *e)
{
    double bent = 0;
    bool rated = false;

    for (size_t k = 0; k < count; k++) {
        struct leak_stretch *s = &stretches[k];
        struct look look = look_at(boot, s, series, &bent);
        double dof = (double)(s->n - s->p), looks = (double)count;
        double p = look.holds ? fmin(tails_student(look.z, dof) * looks, 1) : 1;
        double unopposed = look.growth.gain > 0 ? fmin(tails_student(look.growth.z, dof) * looks, 1) : 1;

        if (k == 0) {
            e->whole_gain = look.growth.gain;
            e->whole_error = look.growth.error;
            e->whole_z = look.growth.z;
            e->parts = leak_growth_parts(s, &look.growth, series->room);
        }
        if (k == 0 || p < e->p) {
            e->p = p;
            e->start = s->start;
        }
        if (k == 0 || (!rated)) {
            rated = p < 0.01;
            e->gain = look.growth.gain;
            e->error = look.growth.error;
            e->span = s->span;
            e->dof = dof;
        }
        if (k == 0 || unopposed < e->p_unopposed) {
            e->p_unopposed = unopposed;
            e->reason = look.reason;
        }
    }
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

/* Tags that begin at the same block share their stretches. */
static void judge_group(const struct leak_boot *boot, enum leak_metric metric, const double *units, bool alone,
                        const struct member *members, size_t count, struct leak_evidence *evidence)
{
    size_t starts[STRETCHES], stretch_count = leak_stretch_starts(members[0].from, boot->blocks, starts);
    struct leak_stretch stretches[STRETCHES];
    double *residual = memory_new(boot->blocks, sizeof *residual);

    for (size_t k = 0; k < stretch_count; k++)
        leak_stretch_make(&stretches[k], boot, members[0].from, starts[k]);
    for (size_t i = 0; i < count; i++) {
        size_t tag = members[i].tag;

        struct series series = {.y = leak_series(boot, metric, tag),
                                .calls = leak_calls(boot, tag),
                                .unit = units[tag],
                                .start_level = boot->start_levels[metric][tag],
                                .alone = alone,
                                .room = residual};

        judge_tag(boot, stretches, stretch_count, &series, &evidence[tag]);
    }
    for (size_t k = 0; k < stretch_count; k++)
        leak_stretch_free(&stretches[k]);
    free(residual);
}

void leak_boot_judge(const struct leak_boot *boot, enum leak_metric metric, const double *units, size_t tags,
                     bool alone, struct leak_evidence *evidence)
{
    struct member *members = memory_new(tags, sizeof *members);
    size_t count = 0;

    for (size_t tag = 0; tag < tags; tag++) {
        evidence[tag] = (struct leak_evidence){.p = 1,
                                               .p_unopposed = 1,
                                               .reason = LEAK_TOO_SHORT,
                                               .error = INFINITY,
                                               .span = boot->span,
                                               .dof = 8,
                                               .whole_error = INFINITY,
                                               .parts = -9};
        if (moves(leak_series(boot, metric, tag), boot->blocks))
            members[count++] = (struct member){boot->from[tag], tag};
        else
            evidence[tag].reason = LEAK_CONSTANT;
    }
    qsort(members, count, sizeof *members, by_from);
    for (size_t first = 0, n; first < count; first += n) {
        for (n = 1; first + n < count && members[first + n].from == members[first].from; n++)
            continue;
        judge_group(boot, metric, units, alone, members + first, n, evidence);
    }
    free(members);
}
