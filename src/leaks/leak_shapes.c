#include "leaks/leak_objections.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/linear.h"
#include "base/memory.h"

/* A shape is flat up to block i, rises to block j and is flat from there on:
 *
 *                j_______        its sum with a series y is, with S(k) the sum of y from block k to the end,
 *               /                   (S(i+1) + ... + S(j)) / (j - i)
 *     ________ /                 so that all B (B - 1) / 2 shapes cost two running sums and a product each.
 *             i
 */
#define SHORT_SHARE 0.6 // of the stretch: a rise that is shorter is no leak
#define EARLY_END 0.85  // of the stretch: one that ended before this is none
#define LEAST_LEFT 8    // blocks beyond the cycles, for these to be taken out
#define FEW_LEFT 3
#define CURVES_EARLY 8
#define EQUALLY_GOOD                                                                                                   \
    (1 + 1e-9) // flat then rising, and rising then flat, leave the same beside a line: the first counts

/* All shapes, less what a basis explains of them. */
struct basis {
    size_t columns; // leading ones of the stretch's orthonormal basis
    double *scale;  // owned; by shape: 1 / ((j - i) x length of what is left); 0: nothing is left, or not asked for
    double *line;   // owned; the line without the basis, of length 1
};

struct leak_shapes {
    struct basis bases[2]; // of the level; of level and cycles
    size_t base_count;
    struct basis left;   // of all columns: shapes that are no leak
    double *curves;      // owned; CURVES_EARLY, as they are
    double *curves_left; // owned; without the columns, of length 1
    size_t n;
};

/* Where the parts of a shape's sum come from. */
static void running_sums(const double *y, size_t n, double *sums)
{
    double from_here = 0;

    for (size_t k = n; k-- > 0;) {
        from_here += y[k];
        sums[k] = from_here;
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

static double shape_at(size_t i, size_t j, size_t k)
{
    return k <= i ? 0 : k >= j ? 1 : (double)(k - i) / (double)(j - i);
}

/* Sum of squares of a shape: (1 + 4 + ... + (m - 1)^2) / m^2 on the way up, then ones. */
static double shape_squares(size_t i, size_t j, size_t n)
{
    double m = (double)(j - i);

    return (m - 1) * (2 * m - 1) / (6 * m) + (double)(n - j);
}

static void basis_make(struct basis *basis, const struct leak_design *s, size_t columns, bool only_no_leak,
                       double least)
{
    size_t n = s->n, at = 0;
    double *sums = memory_new(columns, n * sizeof *sums);

    basis->columns = columns;
    basis->scale = memory_new(n, (n - 1) * sizeof *basis->scale / 2);
    for (size_t k = 0; k < columns; k++)
        running_sums(s->orthonormal + k * n, n, sums + k * n);
    for (size_t i = 0; i + 1 < n; i++)
        for (size_t j = i + 1; j < n; j++, at++) {
            double left = shape_squares(i, j, n), m = (double)(j - i);

            if (only_no_leak && !is_no_leak(i, j, n))
                continue;
            for (size_t k = 0; k < columns; k++) {
                double part = (sums[k * n + j] - sums[k * n + i]) / m;

                left -= part * part;
            }
            if (left >= least * least)
                basis->scale[at] = 1 / (m * sqrt(left));
        }
    free(sums);
    basis->line = memory_new(n, sizeof *basis->line);
    for (size_t k = 0; k < n; k++)
        basis->line[k] = (double)k / (double)(n - 1); // block by block, as the shapes
    linear_take_out(s->orthonormal, n, columns, basis->line);
    if (columns < s->p)
        linear_add(basis->line, 1 / sqrt(linear_dot(basis->line, basis->line, n)) - 1, basis->line, n);
}

static void make_early_curves(struct leak_shapes *shapes, const struct leak_design *s)
{
    static const double rates[CURVES_EARLY] = {.03, .06, .12, .2, .005, .02, .06, .15};
    size_t n = s->n;

    shapes->curves = memory_new(CURVES_EARLY, n * sizeof *shapes->curves);
    shapes->curves_left = memory_new(CURVES_EARLY, n * sizeof *shapes->curves_left);
    for (size_t c = 0; c < CURVES_EARLY; c++) {
        double *curve = shapes->curves + c * n, *left = shapes->curves_left + c * n, length;

        for (size_t k = 0; k < n; k++) {
            double u = s->columns[n + k] / rates[c];

            curve[k] = c < CURVES_EARLY / 2 ? 1 - exp(-u) : log1p(u);
        }
        memcpy(left, curve, n * sizeof *left);
        linear_take_out(s->orthonormal, n, s->p, left);
        length = sqrt(linear_dot(left, left, n));
        for (size_t k = 0; k < n; k++)
            left[k] = length < 1e-3 ? 0 : left[k] / length;
    }
}

static struct leak_shapes *shapes_of(struct leak_design *s)
{
    struct leak_shapes *shapes = s->shapes;

    if (shapes)
        return shapes;
    shapes = s->shapes = memory_new(1, sizeof *shapes);
    shapes->n = s->n;
    basis_make(&shapes->bases[shapes->base_count++], s, 1, false, 1e-6);
    if (s->p > 2 && s->n >= s->p - 1 + LEAST_LEFT)
        basis_make(&shapes->bases[shapes->base_count++], s, s->p - 1, false, 1e-6);
    basis_make(&shapes->left, s, s->p, true, 1e-3);
    make_early_curves(shapes, s);
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
    basis_free(&shapes->left);
    free(shapes->curves);
    free(shapes->curves_left);
    free(shapes);
}

/* A shape or, where is_curve, one of the early curves. */
struct match {
    bool is_curve;
    size_t i, j;        // of the shape; i: number of the curve
    double coefficient; // along the shape less the basis, of length 1
};

static bool is_same(const struct match *a, const struct match *b)
{
    return a->is_curve == b->is_curve && a->i == b->i && (a->is_curve || a->j == b->j);
}

/* The shape that explains most of y, which must be orthogonal to the basis; `sums` is room for n values. */
static struct match best_shape(const struct basis *basis, const double *y, size_t n, const struct match *but,
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

            if (c * c > most * EQUALLY_GOOD && !(but && !but->is_curve && but->i == i && but->j == j)) {
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
        out[k] = match->is_curve ? shapes->curves[match->i * shapes->n + k] : shape_at(match->i, match->j, k);
}

/* Takes the match out of y. */
static void take_match_out(const struct leak_design *s, const struct match *match, const struct leak_shapes *shapes,
                           size_t columns, double *y)
{
    size_t n = s->n;
    double *shape = memory_new(n, sizeof *shape), length;

    write_shape(match, shapes, shape);
    linear_take_out(s->orthonormal, n, columns, shape);
    length = sqrt(linear_dot(shape, shape, n));
    if (length > 0)
        linear_add(y, -match->coefficient / length, shape, n);
    free(shape);
}

double leak_least_squares(const double *y, size_t n)
{
    double mean = 0, squares = 0;

    for (size_t i = 0; i < n; i++)
        mean += y[i];
    mean /= (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (y[i] - mean) * (y[i] - mean);
    return 1e-9 * (squares > 1e-12 ? squares : 1e-12) + 1e-9;
}

double leak_ramp_excess(struct leak_design *s, const double *values)
{
    const struct leak_shapes *shapes = shapes_of(s);
    size_t n = s->n;
    double least = leak_least_squares(values, n), count = (double)n, line = INFINITY, excess = -99;
    double *y = memory_new(2, n * sizeof *y), *sums = y + n, shape_bic[2], effective[2];
    bool counts[2];

    for (size_t b = 0; b < shapes->base_count; b++) {
        const struct basis *basis = &shapes->bases[b];
        double penalty = (double)(basis->columns - 1) * log(count), along, squares, bic;
        struct match match;

        memcpy(y, values, n * sizeof *y);
        linear_take_out(s->orthonormal, n, basis->columns, y);
        along = linear_dot(y, basis->line, n);
        squares = linear_dot(y, y, n) - along * along;
        bic = count * log((squares > least ? squares : least) / count) + penalty;
        line = bic < line ? bic : line;
        match = best_shape(basis, y, n, NULL, sums);
        take_match_out(s, &match, shapes, basis->columns, y);
        squares = linear_dot(y, y, n);
        shape_bic[b] = count * log((squares > least ? squares : least) / count) + penalty;
        effective[b] = effective_n(y, n);
        counts[b] = is_no_leak(match.i, match.j, n) || match.coefficient <= 0;
    }
    for (size_t b = 0; b < shapes->base_count; b++) {
        double d = counts[b] ? (line - shape_bic[b]) * effective[b] / count / log(count) : -99;

        excess = d > excess ? d : excess;
    }
    free(y);
    return excess;
}

static struct match best_of_all(const struct leak_shapes *shapes, const double *y, const struct match *but,
                                double *sums)
{
    struct match best = best_shape(&shapes->left, y, shapes->n, but, sums);

    for (size_t c = 0; c < CURVES_EARLY; c++) {
        struct match curve = {.is_curve = true, .i = c};

        curve.coefficient = linear_dot(shapes->curves_left + c * shapes->n, y, shapes->n);
        if (curve.coefficient * curve.coefficient > best.coefficient * best.coefficient &&
            !(but && is_same(&curve, but)))
            best = curve;
    }
    return best;
}

double leak_leftover(struct leak_design *s, const double *values, const struct leak_growth *growth, double unit)
{
    const struct leak_shapes *shapes = shapes_of(s);
    size_t n = s->n;
    double *room = memory_new(4, n * sizeof *room), *y = room, *sums = room + n, z;
    const double *extra[2] = {room + 2 * n, room + 3 * n};
    struct match first, second;

    if (s->p + 2 + FEW_LEFT > n) {
        free(room);
        return growth->z;
    }
    memcpy(y, values, n * sizeof *y);
    linear_take_out(s->orthonormal, n, s->p, y);
    first = best_of_all(shapes, y, NULL, sums);
    take_match_out(s, &first, shapes, s->p, y);
    second = best_of_all(shapes, y, &first, sums);
    write_shape(&first, shapes, room + 2 * n);
    write_shape(&second, shapes, room + 3 * n);
    z = leak_growth_beside(s, values, growth->ar, unit, extra, 2).z;
    free(room);
    return z < growth->z ? z : growth->z;
}
