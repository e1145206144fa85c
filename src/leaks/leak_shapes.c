#include "leaks/leak_shapes.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/linear.h"
#include "base/memory.h"
#include "leaks/leak_whitened.h"

#define KNOTS 12        // intervals between knots of ramps
#define RAMP_SHORT 0.59 // of the window
#define RAMP_EARLY 0.85 // end of a ramp of any length,
#define RAMP_ENDED 0.93 // and of a short one
#define STEPS 24
#define STEP_FIRST 0.04
#define STEP_LAST 0.96
#define SHAPES_MAX 128
#define ROUNDING 0.3 // as in leak_growth.c

/* Columns over the window, each from 0 to 1 where it is no jump. */
struct columns {
    size_t n, count;
    double *values; // owned; SHAPES_MAX columns of n values
    enum leak_shape classes[SHAPES_MAX];
    size_t class_counts[LEAK_SHAPES];
};

/* The columns under one noise model. */
struct whitened_columns {
    double *values; // owned; of length 1, or 0
    double lengths[SHAPES_MAX];
};

/* A sum of numbers given by their logarithms. */
struct log_sum {
    double highest, sum; // times e^highest
};

static void log_sum_add(struct log_sum *s, double value)
{
    if (value <= s->highest) {
        s->sum += exp(value - s->highest);
        return;
    }
    s->sum = s->sum * exp(s->highest - value) + 1;
    s->highest = value;
}

static double *add_column(struct columns *c, enum leak_shape shape)
{
    assert(c->count < SHAPES_MAX);
    c->classes[c->count] = shape;
    c->class_counts[shape]++;
    return c->values + c->count++ * c->n;
}

/* 1 - e^(-v/x), ln(1 + v/x), v^x */
enum curve { CURVE_FILLS, CURVE_LOGARITHM, CURVE_ROOT };

static double curve_at(enum curve curve, double x, double v)
{
    return curve == CURVE_FILLS ? 1 - exp(-v / x) : curve == CURVE_LOGARITHM ? log1p(v / x) : pow(v, x);
}

/* `v`: by bin of the window, share of the tag's life. */
static void add_curve(struct columns *c, enum leak_shape shape, enum curve curve, double x, const double *v)
{
    double *column = add_column(c, shape), first = curve_at(curve, x, v[0]);
    double range = curve_at(curve, x, v[c->n - 1]) - first;

    for (size_t i = 0; i < c->n; i++)
        column[i] = (curve_at(curve, x, v[i]) - first) / (range > 1e-9 ? range : 1e-9);
}

static void add_curves(struct columns *c, const double *v)
{
    static const double fills[] = {.03, .07, .15, .3, .5}, logarithms[] = {.002, .006, .02, .06, .2},
                        roots[] = {.3, .45, .6};

    add_curve(c, SHAPE_SOFT, CURVE_LOGARITHM, .5, v);
    add_curve(c, SHAPE_SOFT, CURVE_LOGARITHM, 1.5, v);
    add_curve(c, SHAPE_SOFT, CURVE_FILLS, 1, v);
    add_curve(c, SHAPE_SOFT, CURVE_ROOT, .75, v);
    for (size_t i = 0; i < sizeof fills / sizeof *fills; i++)
        add_curve(c, SHAPE_CURVE, CURVE_FILLS, fills[i], v);
    for (size_t i = 0; i < sizeof logarithms / sizeof *logarithms; i++)
        add_curve(c, SHAPE_CURVE, CURVE_LOGARITHM, logarithms[i], v);
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        add_curve(c, SHAPE_CURVE, CURVE_ROOT, roots[i], v);
}

/* 0 up to u = from, 1 from u = to on; left out where that is constant. */
static void add_ramp(struct columns *c, enum leak_shape shape, double from, double to, const double *u)
{
    double *column = add_column(c, shape);

    for (size_t i = 0; i < c->n; i++) {
        double x = to > from ? (u[i] - from) / (to - from) : u[i] > from;

        column[i] = x < 0 ? 0 : x > 1 ? 1 : x;
    }
    if (column[0] == column[c->n - 1]) {
        c->count--;
        c->class_counts[shape]--;
    }
}

static void add_ramps(struct columns *c, const double *u)
{
    for (size_t a = 0; a < KNOTS; a++)
        for (size_t b = a + 1; b <= KNOTS; b++) {
            double from = (double)a / KNOTS, to = (double)b / KNOTS;

            if (to < RAMP_EARLY || (to - from < RAMP_SHORT && to <= RAMP_ENDED))
                add_ramp(c, SHAPE_RAMP, from, to, u);
        }
    for (size_t i = 0; i < STEPS; i++) {
        double at = STEP_FIRST + (STEP_LAST - STEP_FIRST) * (double)i / (STEPS - 1);

        add_ramp(c, SHAPE_STEP, at, at, u);
    }
    for (size_t i = 1; i <= 4; i++)
        add_ramp(c, SHAPE_LATE, 0.15 * (double)i, 1, u);
}

static void columns_make(struct columns *c, const struct leak_boot *boot, const struct leak_design *d)
{
    const double *t = boot->times + d->start;
    double born = boot->times[d->first], life = t[d->n - 1] - born;
    double *v = memory_new(d->n, sizeof *v);

    *c = (struct columns){.n = d->n, .values = memory_new(SHAPES_MAX, d->n * sizeof(double))};
    for (size_t i = 0; i < d->n; i++)
        v[i] = (t[i] - born) / life;
    add_curves(c, v);
    add_ramps(c, d->columns + d->n);
    free(v);
}

/* A curve that falls, or a beginning of a fall, explains no growth; a jump or ramp may. */
static bool may_fall(enum leak_shape shape)
{
    return shape == SHAPE_RAMP || shape == SHAPE_STEP;
}

/* Adds the likelihoods of all shapes under one noise model to the sums of their classes. `y`: whitened; `squares`: what
 * is left of it without level and cycles. */
static void add_likelihoods(const struct columns *c, const struct whitened_columns *w, const double *y, double squares,
                            double unit, double log_volume, double dof, struct log_sum *sums)
{
    for (size_t k = 0; k < c->count; k++) {
        double along = linear_dot(w->values + k * c->n, y, c->n);

        if (w->lengths[k] == 0 || (along <= 0 && !may_fall(c->classes[k])))
            continue;
        log_sum_add(&sums[c->classes[k]],
                    -log_volume - log(w->lengths[k]) - dof / 2 * log(leak_rest(squares, along, unit)));
    }
}

/* All series under one noise model. */
static void add_model(const struct leak_design *d, const struct noise_model *model, const struct columns *c,
                      const struct leak_series *series, size_t count, struct log_sum (*sums)[LEAK_SHAPES])
{
    struct whitened_columns w = {.values = memory_new(c->count, c->n * sizeof *w.values)};
    struct leak_whitened white;
    double *y = memory_new(c->n, sizeof *y);

    leak_whitened_make(&white, d, model);
    for (size_t k = 0; k < c->count; k++)
        w.lengths[k] = leak_whitened_column(&white, c->values + k * c->n, w.values + k * c->n);
    for (size_t i = 0; i < count; i++) {
        double unit = series[i].unit;
        double squares = leak_whitened_series(&white, series[i].y, y) + ROUNDING * unit * unit;

        add_likelihoods(c, &w, y, squares, unit, white.log_volume, (double)(d->n - d->p), sums[i]);
    }
    leak_whitened_free(&white);
    free(w.values);
    free(y);
}

void leak_shapes_fit(const struct leak_noise *noise, const struct leak_boot *boot, const struct leak_design *d,
                     const struct leak_series *series, const struct leak_growth *growth, size_t count,
                     struct leak_alternatives *alternatives)
{
    struct log_sum(*sums)[LEAK_SHAPES] = memory_new(count, sizeof *sums);
    struct columns c;

    columns_make(&c, boot, d);
    for (size_t i = 0; i < count; i++)
        for (int s = 0; s < LEAK_SHAPES; s++)
            sums[i][s] = (struct log_sum){-INFINITY, 0};
    for (size_t j = 0; j < NOISE_MODELS; j++)
        add_model(d, &noise->models[j], &c, series, count, sums);
    for (size_t i = 0; i < count; i++)
        for (int s = 0; s < LEAK_SHAPES; s++) {
            double mean = sums[i][s].highest + log(sums[i][s].sum) - log((double)c.class_counts[s]);

            alternatives[i].line_over[s] = (growth[i].log_evidence - mean) / log(10);
        }
    free(sums);
    free(c.values);
}
