#include "leaks/leak_shapes.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/linear.h"
#include "base/memory.h"

#define SHORT_SHARE 0.6 // of the window: a shorter rise is no leak
#define EARLY_END 0.85  // of the window: a rise that ended before is no leak
#define SPARE_BINS 8    // bins needed beyond the cycles, for a basis with them
#define ADJUSTED_BINS 3 // bins beyond the columns, for an adjusted growth
#define CURVES_EARLY 8
#define NORM_MIN 1e-6 // of a projected shape; shorter: the basis nearly contains it
#define NORM_LEAST_EARLY 1e-3
/* With a line in the model, "flat then rising" and "rising then flat" fit equally well: of such ties the first wins. */
#define TIE (1 + 1e-9)

/* All shapes with some columns projected out. */
struct basis {
    size_t columns; // leading ones of the design's orthonormal basis
    double *scale;  // owned; by shape: 1 / ((j - i) x norm of its projection); 0: the shape is left out
    double *line;   // owned; the line without the basis, of length 1 unless the basis holds it
};

struct leak_shapes {
    struct basis bases[2]; // of the level; of level and cycles
    size_t base_count;
    struct basis full;        // of all columns, only shapes that are no leak
    double *curves;           // owned; CURVES_EARLY
    double *curves_projected; // owned; without the columns, of length 1; zeros: left out
    size_t n;
};

/* sums[j] - sums[i] = S(i+1) + ... + S(j) of the picture in the header. */
static void running_sums(const double *y, size_t n, double *sums)
{
    double tail = 0;

    for (size_t k = n; k-- > 0;) {
        tail += y[k];
        sums[k] = tail;
    }
    sums[0] = 0;
    for (size_t k = 1; k < n; k++)
        sums[k] += sums[k - 1];
}

static bool is_no_leak(size_t i, size_t j, size_t n)
{
    double last = (double)n - 1;

    return (double)(j - i) / last < SHORT_SHARE || (double)j / last < EARLY_END;
}

static double shape_value(size_t i, size_t j, size_t k)
{
    return k <= i ? 0 : k >= j ? 1 : (double)(k - i) / (double)(j - i);
}

/* Sum of squares of a shape, m = j - i: (1 + 4 + ... + (m - 1)^2) / m^2 on the way up, then ones. */
static double shape_squares(size_t i, size_t j, size_t n)
{
    double m = (double)(j - i);

    return (m - 1) * (2 * m - 1) / (6 * m) + (double)(n - j);
}

static void basis_make(struct basis *basis, const struct leak_design *d, size_t columns, bool only_no_leak,
                       double norm_least)
{
    size_t n = d->n, shape = 0;
    double *sums = memory_new(columns, n * sizeof *sums);

    basis->columns = columns;
    basis->scale = memory_new(n, (n - 1) * sizeof *basis->scale / 2);
    for (size_t k = 0; k < columns; k++)
        running_sums(d->orthonormal + k * n, n, sums + k * n);
    for (size_t i = 0; i + 1 < n; i++)
        for (size_t j = i + 1; j < n; j++, shape++) {
            double squares = shape_squares(i, j, n), m = (double)(j - i);

            if (only_no_leak && !is_no_leak(i, j, n))
                continue;
            for (size_t k = 0; k < columns; k++) {
                double part = (sums[k * n + j] - sums[k * n + i]) / m;

                squares -= part * part;
            }
            if (squares >= norm_least * norm_least)
                basis->scale[shape] = 1 / (m * sqrt(squares));
        }
    assert(shape == n * (n - 1) / 2);
    free(sums);
    basis->line = memory_new(n, sizeof *basis->line);
    for (size_t k = 0; k < n; k++)
        basis->line[k] = (double)k / (double)(n - 1); // by bin, as the shapes are
    linear_project_out(d->orthonormal, n, columns, basis->line);
    if (columns < d->p)
        linear_add(basis->line, 1 / sqrt(linear_dot(basis->line, basis->line, n)) - 1, basis->line, n);
}

static void make_early_curves(struct leak_shapes *shapes, const struct leak_design *d)
{
    static const double rates[CURVES_EARLY] = {.03, .06, .12, .2, .005, .02, .06, .15};
    size_t n = d->n;

    shapes->curves = memory_new(CURVES_EARLY, n * sizeof *shapes->curves);
    shapes->curves_projected = memory_new(CURVES_EARLY, n * sizeof *shapes->curves_projected);
    for (size_t c = 0; c < CURVES_EARLY; c++) {
        double *curve = shapes->curves + c * n, *projected = shapes->curves_projected + c * n, norm;

        for (size_t k = 0; k < n; k++) {
            double u = d->columns[n + k] / rates[c];

            curve[k] = c < CURVES_EARLY / 2 ? 1 - exp(-u) : log1p(u);
        }
        memcpy(projected, curve, n * sizeof *projected);
        linear_project_out(d->orthonormal, n, d->p, projected);
        norm = sqrt(linear_dot(projected, projected, n));
        for (size_t k = 0; k < n; k++)
            projected[k] = norm < NORM_LEAST_EARLY ? 0 : projected[k] / norm;
    }
}

struct leak_shapes *leak_shapes_new(const struct leak_design *d)
{
    struct leak_shapes *shapes = memory_new(1, sizeof *shapes);

    shapes->n = d->n;
    basis_make(&shapes->bases[shapes->base_count++], d, 1, false, NORM_MIN);
    if (d->p > 2 && d->n >= d->p - 1 + SPARE_BINS)
        basis_make(&shapes->bases[shapes->base_count++], d, d->p - 1, false, NORM_MIN);
    basis_make(&shapes->full, d, d->p, true, NORM_LEAST_EARLY);
    make_early_curves(shapes, d);
    return shapes;
}

static void basis_free(struct basis *basis)
{
    free(basis->scale);
    free(basis->line);
}

void leak_shapes_free(struct leak_shapes *shapes)
{
    if (!shapes)
        return;
    basis_free(&shapes->bases[0]);
    basis_free(&shapes->bases[1]);
    basis_free(&shapes->full);
    free(shapes->curves);
    free(shapes->curves_projected);
    free(shapes);
}

/* A shape, or one of the early curves. */
struct match {
    bool is_curve;
    size_t i, j;        // of the shape; i: number of the curve
    double coefficient; // along the projected shape of length 1
};

static bool is_same(const struct match *a, const struct match *b)
{
    return a->is_curve == b->is_curve && a->i == b->i && (a->is_curve || a->j == b->j);
}

/* The shape that explains most of y, which must be orthogonal to the basis. `excluded` is skipped; NULL: none.
 * `sums` is scratch of n values. */
static struct match best_shape(const struct basis *basis, const double *y, size_t n, const struct match *excluded,
                               double *sums)
{
    struct match best = {.i = 0, .j = 1};
    const double *scale = basis->scale;
    double most = -1;

    running_sums(y, n, sums);
    for (size_t i = 0; i + 1 < n; i++) {
        double start = sums[i];

        for (size_t j = i + 1; j < n; j++) {
            double c = (sums[j] - start) * *scale++;

            if (c * c > most * TIE && !(excluded && !excluded->is_curve && excluded->i == i && excluded->j == j)) {
                most = c * c;
                best.i = i;
                best.j = j;
                best.coefficient = c;
            }
        }
    }
    return best;
}

static void write_shape(const struct match *match, const struct leak_shapes *shapes, double *out)
{
    for (size_t k = 0; k < shapes->n; k++)
        out[k] = match->is_curve ? shapes->curves[match->i * shapes->n + k] : shape_value(match->i, match->j, k);
}

/* Subtracts the match from y. */
static void subtract_match(const struct leak_design *d, const struct match *match, const struct leak_shapes *shapes,
                           size_t columns, double *y)
{
    size_t n = d->n;
    double *shape = memory_new(n, sizeof *shape), norm;

    write_shape(match, shapes, shape);
    linear_project_out(d->orthonormal, n, columns, shape);
    norm = sqrt(linear_dot(shape, shape, n));
    if (norm > 0)
        linear_add(y, -match->coefficient / norm, shape, n);
    free(shape);
}

/* Line and best shape, each with one basis. */
struct ramp_fit {
    double line_bic, shape_bic, n_eff;
    bool is_no_leak;
};

static struct ramp_fit fit_ramp(const struct leak_design *d, const struct leak_shapes *shapes,
                                const struct basis *basis, const double *values, double *scratch)
{
    size_t n = d->n;
    double floor = leak_rss_floor(values, n), count = (double)n, *y = scratch, *sums = scratch + n;
    double penalty = (double)(basis->columns - 1) * log(count), along, rss;
    struct match match;
    struct ramp_fit fit;

    memcpy(y, values, n * sizeof *y);
    linear_project_out(d->orthonormal, n, basis->columns, y);
    along = linear_dot(y, basis->line, n);
    rss = linear_dot(y, y, n) - along * along;
    fit.line_bic = count * log((rss > floor ? rss : floor) / count) + penalty;
    match = best_shape(basis, y, n, NULL, sums);
    subtract_match(d, &match, shapes, basis->columns, y);
    rss = linear_dot(y, y, n);
    fit.shape_bic = count * log((rss > floor ? rss : floor) / count) + penalty;
    fit.n_eff = effective_n(y, n);
    fit.is_no_leak = is_no_leak(match.i, match.j, n) || match.coefficient <= 0;
    return fit;
}

struct leak_excess leak_ramp_excess(const struct leak_design *d, const struct leak_shapes *shapes, const double *y)
{
    struct leak_excess excess = {false, 0};
    struct ramp_fit fits[2];
    double count = (double)d->n, line_bic = INFINITY, *scratch = memory_new(2, d->n * sizeof *scratch);

    assert(shapes->n == d->n);
    for (size_t b = 0; b < shapes->base_count; b++) {
        fits[b] = fit_ramp(d, shapes, &shapes->bases[b], y, scratch);
        line_bic = fits[b].line_bic < line_bic ? fits[b].line_bic : line_bic;
    }
    for (size_t b = 0; b < shapes->base_count; b++) {
        double value = (line_bic - fits[b].shape_bic) * fits[b].n_eff / count / log(count);

        if (fits[b].is_no_leak && (!excess.applies || value > excess.value))
            excess = (struct leak_excess){true, value};
    }
    free(scratch);
    return excess;
}

static struct match best_of_all(const struct leak_shapes *shapes, const double *y, const struct match *excluded,
                                double *sums)
{
    struct match best = best_shape(&shapes->full, y, shapes->n, excluded, sums);

    for (size_t c = 0; c < CURVES_EARLY; c++) {
        struct match curve = {.is_curve = true, .i = c};

        curve.coefficient = linear_dot(shapes->curves_projected + c * shapes->n, y, shapes->n);
        if (curve.coefficient * curve.coefficient > best.coefficient * best.coefficient &&
            !(excluded && is_same(&curve, excluded)))
            best = curve;
    }
    return best;
}

double leak_remaining_z(const struct leak_design *d, const struct leak_shapes *shapes, const double *values,
                        const struct leak_growth *growth, double unit)
{
    size_t n = d->n;
    double *scratch = memory_new(4, n * sizeof *scratch), *y = scratch, *sums = scratch + n, z;
    const double *extra[2] = {scratch + 2 * n, scratch + 3 * n};
    struct match first, second;

    assert(shapes->n == n);
    if (d->p + 2 + ADJUSTED_BINS > n) {
        free(scratch);
        return growth->z;
    }
    memcpy(y, values, n * sizeof *y);
    linear_project_out(d->orthonormal, n, d->p, y);
    first = best_of_all(shapes, y, NULL, sums);
    subtract_match(d, &first, shapes, d->p, y);
    second = best_of_all(shapes, y, &first, sums);
    write_shape(&first, shapes, scratch + 2 * n);
    write_shape(&second, shapes, scratch + 3 * n);
    z = leak_growth_adjusted(d, values, growth->ar, unit, extra, 2).z;
    free(scratch);
    return z < growth->z ? z : growth->z;
}
