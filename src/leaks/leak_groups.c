#include "leaks/leak_groups.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/linear.h"
#include "base/memory.h"
#include "leaks/leak_effective.h"
#include "leaks/leak_design.h"

#define R_MIN 0.8
#define R_T_MIN 4        // Student's t of r
#define N_EFF_MIN 5      // for that t
#define STEPS_MIN 16     // for r of the steps
#define BINS_MIN 8       // of a boot
#define SUSPECTS_MAX 300 // pairs are compared: O(suspects^2)
#define STEP_ERROR 0.01  // of a step, for two tags to grow step by step
#define SIMPLE_MAX 4     // largest smaller number of a simple ratio
#define SIMPLE_ERROR 0.01

/* Residuals of the suspects, boot after boot, each series of length 1. */
struct residuals {
    size_t count, n;
    size_t *findings; // owned; indices in leaks->findings
    double *values;   // owned; count series of n values; 0 in boots that the tag does not begin with
    double *n_eff;    // owned; of each series
    double *gains;    // owned; by finding: along the lines, all boots together
};

static enum leak_quantity compared(const struct leaks *leaks)
{
    return leaks->known[LEAK_COUNTS] ? LEAK_COUNTS : LEAK_BYTES;
}

/* The bins of one boot, `offset` bins into each series. */
static void fill_boot(const struct leak_boot *boot, const struct leaks *leaks, struct residuals *r, size_t offset)
{
    struct leak_design full;

    leak_design_make(&full, boot, 0, 0);
    for (size_t i = 0; i < r->count; i++) {
        size_t tag = leaks->findings[r->findings[i]].tag;

        if (boot->first_bin[tag] == 0)
            r->gains[r->findings[i]] +=
                leak_design_residual(&full, leak_series(boot, compared(leaks), tag), r->values + i * r->n + offset);
    }
    leak_design_free(&full);
}

static void find_suspects(const struct leaks *leaks, struct residuals *r)
{
    r->findings = memory_new(leaks->count, sizeof *r->findings);
    for (size_t i = 0; i < leaks->count && r->count < SUSPECTS_MAX; i++)
        if (leak_is_flagged(&leaks->findings[i]))
            r->findings[r->count++] = i;
}

static struct residuals residuals_of(const struct leak_bins *bins, const struct leaks *leaks)
{
    struct residuals r = {0};
    size_t offset = 0;

    find_suspects(leaks, &r);
    for (size_t b = 0; b < bins->boot_count; b++)
        r.n += bins->boots[b].bins;
    r.values = memory_new(r.count, r.n * sizeof *r.values);
    r.n_eff = memory_new(r.count, sizeof *r.n_eff);
    r.gains = memory_new(leaks->count, sizeof *r.gains);
    for (size_t b = 0; b < bins->boot_count; b++) {
        if (bins->boots[b].bins >= BINS_MIN)
            fill_boot(&bins->boots[b], leaks, &r, offset);
        offset += bins->boots[b].bins;
    }
    for (size_t i = 0; i < r.count; i++) {
        double *v = r.values + i * r.n, length = sqrt(linear_dot(v, v, r.n));

        r.n_eff[i] = r.n > 1 ? effective_n(v, r.n) : 0;
        for (size_t k = 0; k < r.n; k++)
            v[k] = length > 1e-9 ? v[k] / length : 0;
    }
    return r;
}

static void residuals_free(struct residuals *r)
{
    free(r->findings);
    free(r->values);
    free(r->n_eff);
    free(r->gains);
}

/* r of the steps from bin to bin; 0 where they do not vary. */
static double correlation_of_steps(const double *x, const double *y, size_t n)
{
    double xx = 0, yy = 0, xy = 0;

    for (size_t i = 1; i < n; i++) {
        double dx = x[i] - x[i - 1], dy = y[i] - y[i - 1];

        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0;
}

/* Whether two suspects move together, and their r. */
static bool move_together(const struct residuals *r, size_t i, size_t j, double *correlation)
{
    const double *x = r->values + i * r->n, *y = r->values + j * r->n;
    double c = linear_dot(x, y, r->n), n = fmin(r->n_eff[i], r->n_eff[j]), rest = 1 - c * c;

    *correlation = c;
    if (c < R_MIN)
        return false;
    if (n >= N_EFF_MIN && c * sqrt((n - 2) / fmax(rest, 1e-12)) >= R_T_MIN)
        return true;
    return r->n >= STEPS_MIN && correlation_of_steps(x, y, r->n) >= R_MIN;
}

/* How much y gains for each of x, step by step in one boot; 0: not so. */
static double ratio_of_steps(const double *x, const double *y, size_t n)
{
    double ratio = (y[n - 1] - y[0]) / (x[n - 1] - x[0]);

    for (size_t i = 1; i < n; i++) {
        double dx = x[i] - x[i - 1], dy = y[i] - y[i - 1];

        if (!(dx > 0) || !(dy > 0) || !(fabs(dy - ratio * dx) <= STEP_ERROR * dy))
            return 0;
    }
    return ratio;
}

/* 1 : 10, 2 : 3, ... */
static bool is_simple(double ratio)
{
    ratio = ratio < 1 ? 1 / ratio : ratio;
    for (int i = 1; i <= SIMPLE_MAX; i++)
        if (fabs(i * ratio - rint(i * ratio)) <= SIMPLE_ERROR)
            return true;
    return false;
}

/* Whether two tags grow step by step, in the same simple ratio in all boots. */
static bool grow_by_steps(const struct leak_bins *bins, const struct leaks *leaks, size_t a, size_t b)
{
    size_t x = leaks->findings[a].tag, y = leaks->findings[b].tag;
    double common = 0;

    for (size_t i = 0; i < bins->boot_count; i++) {
        const struct leak_boot *boot = &bins->boots[i];
        double ratio;

        if (boot->bins < BINS_MIN || boot->first_bin[x] > 0 || boot->first_bin[y] > 0)
            continue;
        ratio =
            ratio_of_steps(leak_series(boot, compared(leaks), x), leak_series(boot, compared(leaks), y), boot->bins);
        if (!(ratio > 0) || !is_simple(ratio) || (common > 0 && fabs(ratio - common) > STEP_ERROR * common))
            return false;
        common = ratio;
    }
    return common > 0;
}

static void sort_by_gain(const double *gains, struct leak_group *g)
{
    for (size_t i = 1; i < g->count; i++)
        for (size_t k = i; k > 0 && gains[g->members[k]] < gains[g->members[k - 1]]; k--) {
            size_t member = g->members[k];

            g->members[k] = g->members[k - 1];
            g->members[k - 1] = member;
        }
    g->ratios = memory_new(g->count, sizeof *g->ratios);
    for (size_t i = 0; i < g->count; i++)
        g->ratios[i] = gains[g->members[i]] / gains[g->members[0]];
}

/* All suspects that move with suspect i and are in no group yet. Members are owned by the caller. */
static struct leak_group group_with(const struct leak_bins *bins, const struct leaks *leaks, const struct residuals *r,
                                    size_t i, bool *grouped)
{
    struct leak_group g = {.members = memory_new(r->count, sizeof *g.members), .r = 1};
    double correlation;

    g.members[g.count++] = r->findings[i];
    for (size_t j = i + 1; j < r->count; j++) {
        if (grouped[j] || !(r->gains[r->findings[j]] > 0))
            continue;
        if (grow_by_steps(bins, leaks, r->findings[i], r->findings[j]))
            correlation = 1;
        else if (!move_together(r, i, j, &correlation))
            continue;
        grouped[j] = true;
        g.r = fmin(g.r, correlation);
        g.members[g.count++] = r->findings[j];
    }
    return g;
}

void leak_groups_find(const struct leak_bins *bins, struct leaks *leaks)
{
    struct residuals r = residuals_of(bins, leaks);
    bool *grouped = memory_new(r.count, sizeof *grouped);
    size_t capacity = 0;

    assert(leaks->group_count == 0);
    for (size_t i = 0; i < r.count; i++) {
        struct leak_group g;

        if (grouped[i] || !(r.gains[r.findings[i]] > 0))
            continue;
        g = group_with(bins, leaks, &r, i, grouped);
        if (g.count < 2) {
            free(g.members);
            continue;
        }
        sort_by_gain(r.gains, &g);
        ARRAY_RESERVE(leaks->groups, capacity, leaks->group_count + 1);
        leaks->groups[leaks->group_count++] = g;
    }
    free(grouped);
    residuals_free(&r);
}
