#include "leaks/leak_together.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/linear.h"
#include "base/memory.h"
#include "leaks/leak_growth.h"

/* Any two lines that rise correlate: levels are never compared, only what line and cycles leave of them. */
#define TOGETHER_R 0.8
#define TOGETHER_T 4 // of r, for as many blocks as the residuals are worth
#define STEPS_LEAST 16
#define SUSPECTS_MOST 300

/* What line and cycles leave of the suspects, boot after boot, each of length 1. */
struct residuals {
    size_t count, n;
    size_t *findings; // owned; places in leaks->findings
    double *values;   // owned; zeros where there is nothing
    double *effective;
};

static enum leak_quantity compared(const struct leaks *leaks)
{
    return leaks->known[LEAK_COUNTS] ? LEAK_COUNTS : LEAK_BYTES;
}

static void fill(const struct leak_boot *boot, const struct leaks *leaks, struct residuals *r, size_t at)
{
    struct leak_design whole;

    leak_design_make(&whole, boot, 0, 0);
    for (size_t i = 0; i < r->count; i++) {
        size_t tag = leaks->findings[r->findings[i]].tag;

        if (boot->from[tag] != 0)
            continue;
        leak_growth_of(&whole, leak_series(boot, compared(leaks), tag), 1, r->values + i * r->n + at);
    }
    leak_design_free(&whole);
}

static struct residuals residuals_of(const struct leak_blocks *blocks, const struct leaks *leaks)
{
    struct residuals r = {0};
    size_t at = 0;

    r.findings = memory_new(leaks->count, sizeof *r.findings);
    for (size_t i = 0; i < leaks->count && r.count < SUSPECTS_MOST; i++)
        if (leak_is_flagged(&leaks->findings[i]))
            r.findings[r.count++] = i;
    for (size_t b = 0; b < blocks->boot_count; b++)
        r.n += blocks->boots[b].blocks;
    r.values = memory_new(r.count, r.n * sizeof *r.values);
    r.effective = memory_new(r.count, sizeof *r.effective);
    for (size_t b = 0; b < blocks->boot_count; b++) {
        if (blocks->boots[b].blocks >= 8)
            fill(&blocks->boots[b], leaks, &r, at);
        at += blocks->boots[b].blocks;
    }
    for (size_t i = 0; i < r.count; i++) {
        double *v = r.values + i * r.n, length = sqrt(linear_dot(v, v, r.n));

        r.effective[i] = r.n > 1 ? effective_n(v, r.n) : 0;
        for (size_t k = 0; k < r.n; k++)
            v[k] = length > 1e-9 ? v[k] / length : 0;
    }
    return r;
}

/* r of the steps from block to block, which are independent where the residuals are not. */
static double steps_together(const double *x, const double *y, size_t n)
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

/* Their correlation, or 0 when it may be chance: two that wander slowly often seem to go together. */
static double together(const struct residuals *r, size_t i, size_t j)
{
    const double *x = r->values + i * r->n, *y = r->values + j * r->n;
    double correlation = linear_dot(x, y, r->n), n = fmin(r->effective[i], r->effective[j]);
    double rest = 1 - correlation * correlation;
    bool is_sure = n >= 5 && correlation * sqrt((n - 2) / fmax(rest, 1e-12)) >= TOGETHER_T;

    if (correlation < TOGETHER_R)
        return 0;
    return is_sure || (r->n >= STEPS_LEAST && steps_together(x, y, r->n) >= TOGETHER_R) ? correlation : 0;
}

static double rate_of(const struct leaks *leaks, size_t finding)
{
    return leaks->findings[finding].rate[compared(leaks)].mean;
}

/* The slowest first, the others as multiples of it. */
static void put_in_order(const struct leaks *leaks, struct leak_group *g)
{
    for (size_t i = 1; i < g->count; i++)
        for (size_t k = i; k > 0 && rate_of(leaks, g->members[k]) < rate_of(leaks, g->members[k - 1]); k--) {
            size_t member = g->members[k];

            g->members[k] = g->members[k - 1];
            g->members[k - 1] = member;
        }
    g->ratios = memory_new(g->count, sizeof *g->ratios);
    for (size_t i = 0; i < g->count; i++)
        g->ratios[i] = rate_of(leaks, g->members[i]) / rate_of(leaks, g->members[0]);
}

void leak_groups_find(const struct leak_blocks *blocks, struct leaks *leaks)
{
    struct residuals r = residuals_of(blocks, leaks);
    bool *taken = memory_new(r.count, sizeof *taken);
    size_t room = 0;

    for (size_t i = 0; i < r.count; i++) {
        struct leak_group g = {.r = 1};

        if (taken[i] || !(rate_of(leaks, r.findings[i]) > 0))
            continue;
        g.members = memory_new(r.count, sizeof *g.members);
        g.members[g.count++] = r.findings[i];
        for (size_t j = i + 1; j < r.count; j++) {
            double correlation = taken[j] || !(rate_of(leaks, r.findings[j]) > 0) ? 0 : together(&r, i, j);

            if (correlation <= 0)
                continue;
            taken[j] = true;
            g.r = fmin(g.r, correlation);
            g.members[g.count++] = r.findings[j];
        }
        if (g.count < 2) {
            free(g.members);
            continue;
        }
        put_in_order(leaks, &g);
        ARRAY_RESERVE(leaks->groups, room, leaks->group_count + 1);
        leaks->groups[leaks->group_count++] = g;
    }
    free(taken);
    free(r.findings);
    free(r.values);
    free(r.effective);
}
