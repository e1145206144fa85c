#include "leaks/leak_boot.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/tails.h"
#include "base/memory.h"
#include "leaks/leak_curve.h"
#include "leaks/leak_falls.h"
#include "leaks/leak_high.h"
#include "leaks/leak_load.h"
#include "leaks/leak_shapes.h"

#define P_FROM_Z 1          // at smaller z, p is not computed: it would be large
#define TESTED_Z 2          // from here on other explanations are tested
#define JUMPS_BEFORE_Z 4    // growth is made of jumps where z is above this
#define JUMPS_REMAINING 2.5 // and below this when adjusted for two jumps
#define FALLS_PENALTY 1     // for putting falls back
#define RATE_LOG_ODDS 1     // below the highest

/* A fit window, and what depends on its times only: computed when first needed, shared by all tags of a group. */
struct window {
    struct leak_design design;  // owned
    struct leak_shapes *shapes; // owned; NULL: not computed yet
    struct leak_curves *curves; // owned; NULL: not computed yet
};

/* What one window says about one tag. */
struct window_fit {
    struct leak_growth growth;
    bool significant; // the rest is known for those only
    struct leak_score score;
    double log_odds;
    bool is_jumps;
};

/* One tag in one boot, and scratch. */
struct tag_data {
    const double *y;     // borrowed; boot->bins values
    const double *calls; // borrowed; likewise; NULL: unknown
    double unit, start_level;
    double *residual, *steps, *restored; // scratch, boot->bins values each
};

static bool is_constant(const double *y, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (y[i] != y[0])
            return false;
    return true;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Median step from bin to bin, as a share of the line's: a leak grows in most bins, jumps in few. */
static double median_step(const double *y, size_t n, double gain, double *scratch)
{
    size_t steps = n - 1;

    for (size_t i = 0; i < steps; i++)
        scratch[i] = y[i + 1] - y[i];
    qsort(scratch, steps, sizeof *scratch, by_value);
    return (scratch[(steps - 1) / 2] + scratch[steps / 2]) / 2 * (double)n / gain;
}

static void compute_caches(struct window *w, const struct leak_boot *boot)
{
    if (!w->shapes)
        w->shapes = leak_shapes_new(&w->design);
    if (!w->curves)
        w->curves = leak_curves_new(boot, &w->design);
}

/* `earlier_curve`: excess of a curve in an earlier window of this tag, 0: none so far; updated. */
static struct window_fit fit_window(const struct leak_boot *boot, struct window *w, const struct tag_data *tag,
                                    double *earlier_curve)
{
    const struct leak_design *d = &w->design;
    const double *series = tag->y + d->first, *y = tag->y + d->start;
    const double *calls = tag->calls ? tag->calls + d->start : NULL;
    struct window_fit fit = {.growth = leak_growth_of(d, y, tag->unit, tag->residual)};
    const struct leak_growth *g = &fit.growth;
    struct leak_objections o = {.earlier_curve = *earlier_curve};
    double z;

    fit.significant = g->gain > 0 && g->z > TESTED_Z;
    if (!fit.significant)
        return fit;
    compute_caches(w, boot);
    z = leak_remaining_z(d, w->shapes, y, g, tag->unit);
    o.ramp = leak_ramp_excess(d, w->shapes, y);
    o.curve = leak_curve_excess(d, w->curves, series, tag->residual);
    o.has_before = leak_new_high(boot, d, series, g->gain, &o.high);
    o.follows_calls = leak_follows_calls(d, y, calls, tag->unit, tag->start_level, g);
    o.median_step = median_step(y, d->n, g->gain, tag->steps);
    if (o.has_before && *earlier_curve == 0 && o.curve.applies && o.curve.value > 0)
        *earlier_curve = o.curve.value;
    fit.score = leak_score_of(-log10(fmax(tails_student(z, (double)(d->n - d->p)), 1e-300)), &o);
    fit.log_odds = leak_score_log_odds(&fit.score);
    fit.is_jumps = g->z > JUMPS_BEFORE_Z && z < JUMPS_REMAINING;
    return fit;
}

/* The longest window whose log-odds are close to the highest. Windows are in order of length. */
static size_t rate_window(const struct window_fit *fits, size_t count, double highest)
{
    for (size_t k = 0; k < count; k++)
        if (fits[k].significant && fits[k].log_odds >= highest - RATE_LOG_ODDS)
            return k;
    return 0;
}

/* Keeps the window with the highest log-odds. */
static void keep_best(struct leak_evidence *e, const struct window_fit *fit, size_t start)
{
    if (!fit->significant || (e->grows && fit->log_odds <= e->log_odds))
        return;
    e->grows = true;
    e->log_odds = fit->log_odds;
    e->score = fit->score;
    e->start = start;
    e->reason = leak_score_reason(&fit->score);
    if (e->reason == LEAK_NOISE && fit->is_jumps)
        e->reason = LEAK_TWO_JUMPS;
}

static void judge_without_falls(const struct leak_boot *boot, struct window *windows, size_t count,
                                const struct tag_data *tag, struct leak_evidence *e)
{
    size_t first = windows[0].design.first;
    struct tag_data restored = *tag;
    double earlier_curve = 0;

    if (!(e->full_gain > 0) || !leak_without_falls(tag->y + first, boot->bins - first, tag->restored + first))
        return;
    restored.y = tag->restored;
    for (size_t k = 0; k < count; k++) {
        struct window_fit fit = fit_window(boot, &windows[k], &restored, &earlier_curve);

        fit.score.search += FALLS_PENALTY;
        fit.log_odds -= FALLS_PENALTY;
        keep_best(e, &fit, windows[k].design.start);
    }
}

static void set_full_window(const struct window *full, const struct window_fit *fit, const struct tag_data *tag,
                            struct leak_evidence *e)
{
    e->fitted = true;
    e->full_gain = fit->growth.gain;
    e->full_error = fit->growth.error;
    e->full_z = fit->growth.z;
    e->trend_t = bin_trend_t(&full->design, &fit->growth, tag->residual);
    e->start = full->design.start;
}

static void judge_tag(const struct leak_boot *boot, struct window *windows, size_t count, const struct tag_data *tag,
                      struct leak_evidence *e)
{
    struct window_fit fits[LEAK_WINDOWS];
    const struct leak_design *rated;
    double earlier_curve = 0;
    size_t rate;

    e->reason = LEAK_FALLING;
    for (size_t k = 0; k < count; k++) {
        const struct leak_design *d = &windows[k].design;
        struct window_fit *fit = &fits[k];

        *fit = fit_window(boot, &windows[k], tag, &earlier_curve);
        if (k == 0)
            set_full_window(&windows[0], fit, tag, e);
        if (fit->growth.gain > 0 && !e->grows)
            e->reason = LEAK_NOISE;
        if (fit->growth.z > P_FROM_Z)
            e->p_growth = fmin(e->p_growth, tails_student(fit->growth.z, (double)(d->n - d->p)) * (double)count);
        keep_best(e, fit, d->start);
    }
    rate = rate_window(fits, count, e->log_odds);
    rated = &windows[rate].design;
    e->gain = fits[rate].growth.gain;
    e->error = fits[rate].growth.error;
    e->span = rated->span;
    e->dof = (double)(rated->n - rated->p);
    judge_without_falls(boot, windows, count, tag, e);
}

/* A tag and the bin it begins at. */
struct member {
    size_t first, tag;
};

static int by_first(const void *a, const void *b)
{
    const struct member *x = a, *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->tag > y->tag) - (x->tag < y->tag);
}

/* Tags that begin at the same bin share their windows. */
static void judge_group(const struct leak_boot *boot, enum leak_quantity quantity, const double *units,
                        const struct member *members, size_t count, struct leak_evidence *evidence)
{
    size_t starts[LEAK_WINDOWS], window_count = leak_window_starts(members[0].first, boot->bins, starts);
    struct window windows[LEAK_WINDOWS] = {0};
    double *scratch = memory_new(3, boot->bins * sizeof *scratch);

    for (size_t k = 0; k < window_count; k++)
        leak_design_make(&windows[k].design, boot, members[0].first, starts[k]);
    for (size_t i = 0; i < count && window_count > 0; i++) {
        size_t tag = members[i].tag;
        struct tag_data data = {.y = leak_series(boot, quantity, tag),
                                .calls = leak_calls(boot, tag),
                                .unit = units[tag],
                                .start_level = boot->start_levels[quantity][tag],
                                .residual = scratch,
                                .steps = scratch + boot->bins,
                                .restored = scratch + 2 * boot->bins};

        judge_tag(boot, windows, window_count, &data, &evidence[tag]);
    }
    for (size_t k = 0; k < window_count; k++) {
        leak_shapes_free(windows[k].shapes);
        leak_curves_free(windows[k].curves);
        leak_design_free(&windows[k].design);
    }
    free(scratch);
}

void leak_boot_judge(const struct leak_boot *boot, enum leak_quantity quantity, const double *units, size_t tags,
                     struct leak_evidence *evidence)
{
    struct member *members = memory_new(tags, sizeof *members);
    size_t count = 0;

    assert(boot->values[quantity] && boot->bins > 0);
    for (size_t tag = 0; tag < tags; tag++) {
        evidence[tag] = (struct leak_evidence){.p_growth = 1, .reason = LEAK_TOO_SHORT};
        if (is_constant(leak_series(boot, quantity, tag), boot->bins))
            evidence[tag].reason = LEAK_CONSTANT;
        else
            members[count++] = (struct member){boot->first_bin[tag], tag};
    }
    qsort(members, count, sizeof *members, by_first);
    for (size_t first = 0, n; first < count; first += n) {
        for (n = 1; first + n < count && members[first + n].first == members[first].first; n++)
            continue;
        judge_group(boot, quantity, units, members + first, n, evidence);
    }
    free(members);
}
