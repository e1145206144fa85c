#include "leaks/leak_boot.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "leaks/leak_steadiness.h"
#include "leaks/leak_falls.h"
#include "leaks/leak_high.h"
#include "leaks/leak_load.h"

#define FITTED_Z 1.7    // by least squares: from here on noise models are fitted
#define TESTED_DIGITS 1 // from here on other explanations are tested
#define OWN_GROWTH 0.5  // of the growth without what is shared, with it
#define RATE_LOG_ODDS 1 // below the highest

/* What one window says about one tag. */
struct window_fit {
    bool is_tested; // else nothing below is known
    struct leak_signs signs;
    struct leak_score score;
    double log_odds;
};

/* One tag in one boot. */
struct member {
    size_t first, tag;       // bin it begins at
    const double *raw;       // borrowed; with what it shares with others
    const double *y, *calls; // borrowed; boot->bins values each; calls NULL: unknown
    double unit, start_level;
    bool is_restored;        // sharp falls were put back
    struct window_fit *fits; // owned; LEAK_WINDOWS; NULL: no window is worth a fit
};

/* The members of a window that are worth a fit. */
struct candidates {
    size_t count;
    struct member **members;    // owned
    struct leak_series *series; // owned
    struct leak_growth *growth; // owned
};

static bool is_constant(const double *y, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (y[i] != y[0])
            return false;
    return true;
}

static double mean(const double *y, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += y[i];
    return sum / (double)n;
}

static void candidates_free(struct candidates *c)
{
    free(c->members);
    free(c->series);
    free(c->growth);
}

/* What is shared must not make the growth: taking out what falls adds some. */
static bool grows_by_itself(const struct leak_design *d, const struct member *m)
{
    double *residual, raw, own;

    if (m->raw == m->y)
        return true;
    residual = memory_new(d->n, sizeof *residual);
    raw = leak_design_residual(d, m->raw + d->start, residual);
    own = leak_design_residual(d, m->y + d->start, residual);
    free(residual);
    return raw >= OWN_GROWTH * own;
}

static struct candidates find_candidates(const struct leak_design *d, struct member *members, size_t count)
{
    struct candidates c = {.members = memory_new(count, sizeof *c.members),
                           .series = memory_new(count, sizeof *c.series),
                           .growth = memory_new(count, sizeof *c.growth)};

    for (size_t i = 0; i < count; i++) {
        struct leak_series s = {members[i].y + d->start, members[i].unit};

        if (leak_plain_z(d, &s) > FITTED_Z && grows_by_itself(d, &members[i])) {
            c.members[c.count] = &members[i];
            c.series[c.count++] = s;
        }
    }
    return c;
}

static void keep_significant(struct candidates *c)
{
    size_t kept = 0;

    for (size_t i = 0; i < c->count; i++)
        if (c->growth[i].gain > 0 && c->growth[i].digits > TESTED_DIGITS) {
            c->members[kept] = c->members[i];
            c->series[kept] = c->series[i];
            c->growth[kept++] = c->growth[i];
        }
    c->count = kept;
}

static void score_window(const struct leak_boot *boot, const struct leak_design *d, size_t window,
                         const struct member *m, struct window_fit *fit)
{
    const double *y = m->y + d->start;
    struct leak_signs *s = &fit->signs;
    double gain = s->growth.gain;

    fit->is_tested = true;
    s->steadiness = leak_steadiness_of(d, y, gain);
    s->load =
        leak_load_share(d, m->calls ? m->calls + d->start : NULL, m->start_level + mean(y, d->n) - gain / 2, gain);
    s->is_part_of_day = !leak_has_daily(boot, d->start) && leak_has_daily(boot, d->first);
    s->is_restored = m->is_restored;
    s->is_later = leak_new_high(boot, d, m->y + d->first, gain, &s->high);
    s->has_life = window > 0 && m->fits[0].is_tested;
    if (s->has_life)
        s->life = m->fits[0].signs.shapes;
    fit->score = leak_score_of(s);
    fit->log_odds = leak_score_log_odds(&fit->score);
}

static void judge_window(const struct leak_boot *boot, const struct leak_noise *noise, const struct leak_design *d,
                         size_t window, struct member *members, size_t count)
{
    struct candidates c = find_candidates(d, members, count);
    struct leak_alternatives *shapes = memory_new(c.count, sizeof *shapes);

    if (c.count > 0)
        leak_growth_fit(noise, d, c.series, c.count, c.growth);
    keep_significant(&c);
    if (c.count > 0)
        leak_shapes_fit(noise, boot, d, c.series, c.growth, c.count, shapes);
    for (size_t i = 0; i < c.count; i++) {
        struct member *m = c.members[i];
        struct window_fit *fit;

        if (!m->fits)
            m->fits = memory_new(LEAK_WINDOWS, sizeof *m->fits);
        fit = &m->fits[window];
        fit->signs.growth = c.growth[i];
        fit->signs.shapes = shapes[i];
        score_window(boot, d, window, m, fit);
    }
    free(shapes);
    candidates_free(&c);
}

static void set_rate(struct leak_evidence *e, const struct leak_growth *growth, const struct leak_design *d)
{
    e->has_rate = true;
    e->gain = growth->gain;
    e->error = growth->error;
    e->span = d->span;
    e->rate_start = d->start;
}

/* The window with the highest log-odds, or NULL; writes its number. */
static const struct window_fit *best_window(const struct member *m, size_t count, size_t *number)
{
    const struct window_fit *best = NULL;

    for (size_t k = 0; k < count && m->fits; k++)
        if (m->fits[k].is_tested && (!best || m->fits[k].log_odds > best->log_odds)) {
            best = &m->fits[k];
            *number = k;
        }
    return best;
}

static void set_score(struct leak_evidence *e, const struct window_fit *fit, const struct leak_design *d)
{
    e->grows = true;
    e->start = d->start;
    e->reason = leak_score_reason(&fit->score);
    e->score = fit->score;
    e->log_odds = fit->log_odds;
    e->digits = fit->signs.growth.digits;
    e->window_gain = fit->signs.growth.gain;
    e->window_error = fit->signs.growth.error;
}

/* The rate is that of the series as it is. */
static void conclude(const struct member *m, const struct leak_design *designs, size_t count, struct leak_evidence *e)
{
    size_t number;
    const struct window_fit *best = best_window(m, count, &number);

    if (!best || (e->grows && best->log_odds <= e->log_odds))
        return;
    set_score(e, best, &designs[number]);
    for (size_t k = count; k-- > 0 && !m->is_restored;)
        if (m->fits[k].is_tested && m->fits[k].log_odds >= best->log_odds - RATE_LOG_ODDS)
            set_rate(e, &m->fits[k].signs.growth, &designs[k]);
}

/* A second pass: members that rise with sharp falls in between, with these put back. */
static void judge_restored(const struct leak_boot *boot, const struct leak_noise *noise,
                           const struct leak_design *designs, size_t windows, const struct member *members,
                           size_t count, struct leak_evidence *evidence)
{
    struct member *restored = memory_new(count, sizeof *restored);
    double *series = memory_new(count, boot->bins * sizeof *series);
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        const struct member *m = &members[i];
        double *y = series + found * boot->bins;

        if (!m->fits || !m->fits[0].is_tested ||
            !leak_without_falls(m->y + m->first, boot->bins - m->first, y + m->first))
            continue;
        restored[found] = *m;
        restored[found].fits = NULL;
        restored[found].is_restored = true;
        restored[found].raw = y;
        restored[found++].y = y;
    }
    for (size_t k = 0; k < windows && found > 0; k++)
        judge_window(boot, noise, &designs[k], k, restored, found);
    for (size_t i = 0; i < found; i++) {
        conclude(&restored[i], designs, windows, &evidence[restored[i].tag]);
        free(restored[i].fits);
    }
    free(restored);
    free(series);
}

static int by_first(const void *a, const void *b)
{
    const struct member *x = a, *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->tag > y->tag) - (x->tag < y->tag);
}

/* Tags that begin at the same bin share their windows. */
static void judge_group(const struct leak_boot *boot, const struct leak_noise *noise, struct member *members,
                        size_t count, struct leak_evidence *evidence)
{
    size_t starts[LEAK_WINDOWS], window_count = leak_window_starts(members[0].first, boot->bins, starts);
    struct leak_design designs[LEAK_WINDOWS];

    for (size_t k = 0; k < window_count; k++) {
        leak_design_make(&designs[k], boot, members[0].first, starts[k]);
        judge_window(boot, noise, &designs[k], k, members, count);
    }
    for (size_t i = 0; i < count && window_count > 0; i++) {
        struct leak_evidence *e = &evidence[members[i].tag];

        e->reason = members[i].y[boot->bins - 1] > members[i].y[starts[0]] ? LEAK_NOISE : LEAK_FALLING;
        conclude(&members[i], designs, window_count, e);
    }
    judge_restored(boot, noise, designs, window_count, members, count, evidence);
    for (size_t i = 0; i < count; i++)
        free(members[i].fits);
    for (size_t k = 0; k < window_count; k++)
        leak_design_free(&designs[k]);
}

static const double *series_of(const struct leak_boot *boot, const struct leak_shared *shared,
                               enum leak_quantity quantity, size_t tag)
{
    return shared->series[tag] ? shared->series[tag] : leak_series(boot, quantity, tag);
}

static struct member member_of(const struct leak_boot *boot, const struct leak_shared *shared,
                               enum leak_quantity quantity, size_t tag, double unit)
{
    return (struct member){
        .first = boot->first_bin[tag],
        .tag = tag,
        .raw = leak_series(boot, quantity, tag),
        .y = series_of(boot, shared, quantity, tag),
        .calls = shared->calls[tag] ? shared->calls[tag] : leak_calls(boot, tag),
        .unit = unit,
        .start_level = boot->start_levels[quantity][tag],
    };
}

void leak_boot_rate(const struct leak_boot *boot, const struct leak_noise *noise, const struct leak_shared *shared,
                    enum leak_quantity quantity, double unit, size_t tag, size_t rate_start, struct leak_evidence *e)
{
    struct leak_design d;
    struct leak_series s = {series_of(boot, shared, quantity, tag) + rate_start, unit};
    struct leak_growth growth;

    leak_design_make(&d, boot, rate_start, rate_start);
    leak_growth_fit(noise, &d, &s, 1, &growth);
    set_rate(e, &growth, &d);
    leak_design_free(&d);
}

/* Blocks of one size. */
static bool is_multiple(const double *bytes, const double *counts, size_t n, double unit)
{
    for (size_t i = 0; i < n; i++)
        if (fabs(bytes[i] - unit * counts[i]) > 1e-9 * fabs(bytes[i]))
            return false;
    return true;
}

static struct leak_evidence in_bytes(const struct leak_evidence *counts, double unit)
{
    struct leak_evidence e = *counts;

    e.window_gain *= unit;
    e.window_error *= unit;
    e.gain *= unit;
    e.error *= unit;
    return e;
}

void leak_boot_judge(const struct leak_boot *boot, const struct leak_noise *noise, const struct leak_shared *shared,
                     enum leak_quantity quantity, const double *units, const struct leak_evidence *counts,
                     struct leak_evidence *evidence)
{
    struct member *members = memory_new(shared->tags, sizeof *members);
    bool with_counts = counts && quantity == LEAK_BYTES;
    size_t count = 0;

    assert(boot->values[quantity] && boot->bins > 0);
    for (size_t tag = 0; tag < shared->tags; tag++) {
        const double *y = leak_series(boot, quantity, tag);

        evidence[tag] = (struct leak_evidence){.reason = LEAK_TOO_SHORT};
        if (is_constant(y, boot->bins))
            evidence[tag].reason = LEAK_CONSTANT;
        else if (with_counts && is_multiple(y, leak_series(boot, LEAK_COUNTS, tag), boot->bins, units[tag]))
            evidence[tag] = in_bytes(&counts[tag], units[tag]);
        else
            members[count++] = member_of(boot, shared, quantity, tag, units[tag]);
    }
    qsort(members, count, sizeof *members, by_first);
    for (size_t first = 0, n; first < count; first += n) {
        for (n = 1; first + n < count && members[first + n].first == members[first].first; n++)
            continue;
        judge_group(boot, noise, members + first, n, evidence);
    }
    free(members);
}
