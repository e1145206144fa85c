#include "analysis/correlate.h"

#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/product.h"
#include "base/memory.h"

/* Pairs are computed in tiles of columns: so many that their products pay for what is prepared per tile. */
#define TILE 48

enum column_kind {
    COLUMN_COMPLETE, // known in every moment: pairs are products of the normalised column
    COLUMN_GAPS,     // pairs must look at the moments in common
    COLUMN_CONSTANT, // no pair with it is defined
};

enum { SUM_N, SUM_X, SUM_Y, SUM_XX, SUM_YY, SUM_XY, SUMS };

/* The columns that vary, complete ones first, less their mean and of length 1; gaps are 0. */
struct columns {
    size_t count, complete, moments;
    size_t *origin;       // owned; where each stood
    const double *values; // borrowed, in the order that they came in
    double *normalised;   // owned
    double *own[SUMS];    // owned: SUM_N, SUM_Y and SUM_YY of each column over all that it knows
};

static const int own_sums[] = {SUM_N, SUM_Y, SUM_YY};
#define OWN_SUMS (sizeof own_sums / sizeof *own_sums)

static enum column_kind kind_of(const double *x, size_t n)
{
    double first = NAN;
    bool varies = false, gaps = false;

    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]))
            gaps = true;
        else if (isnan(first))
            first = x[i];
        else if (x[i] != first)
            varies = true;
    }
    return !varies ? COLUMN_CONSTANT : gaps ? COLUMN_GAPS : COLUMN_COMPLETE;
}

/* The first value is taken off before the mean, so that a small movement on a large level keeps its digits. */
static void normalise(const double *x, size_t n, double *out)
{
    double first = NAN, mean = 0, squares = 0, scale;
    size_t known = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]))
            continue;
        if (known++ == 0)
            first = x[i];
        mean += x[i] - first;
    }
    mean /= (double)known;
    for (size_t i = 0; i < n; i++) {
        out[i] = isnan(x[i]) ? 0 : x[i] - first - mean;
        squares += out[i] * out[i];
    }
    scale = sqrt(squares);
    for (size_t i = 0; i < n; i++)
        out[i] /= scale;
}

static double within_one(double r)
{
    return r > 1 ? 1 : r < -1 ? -1 : r;
}

/* r over the moments that both know, in two passes: means first. */
static double pair_with_gaps(const double *x, const double *y, size_t n)
{
    double x0 = 0, y0 = 0, x_mean = 0, y_mean = 0, xx = 0, yy = 0, xy = 0;
    bool x_varies = false, y_varies = false;
    size_t common = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]) || isnan(y[i]))
            continue;
        if (common++ == 0) {
            x0 = x[i];
            y0 = y[i];
        }
        x_varies |= x[i] != x0;
        y_varies |= y[i] != y0;
        x_mean += x[i] - x0;
        y_mean += y[i] - y0;
    }
    if (!x_varies || !y_varies)
        return NAN;
    x_mean /= (double)common;
    y_mean /= (double)common;
    for (size_t i = 0; i < n; i++) {
        double dx = x[i] - x0 - x_mean, dy = y[i] - y0 - y_mean;

        if (isnan(dx) || isnan(dy))
            continue;
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    return within_one(xy / sqrt(xx * yy));
}

/* A pair by its sums over the moments in common: of x, y, their squares and product. Where so little is left of a
 * column's movement that digits are lost, the pair is computed from the values. */
static double pair_by_sums(const struct columns *c, size_t i, size_t j, double n, double x, double y, double xx,
                           double yy, double xy)
{
    double x_moves = xx - x * x / n, y_moves = yy - y * y / n;

    if (n < 2)
        return NAN;
    if (xx < 1e-8 || yy < 1e-8 || x_moves < 1e-4 * xx || y_moves < 1e-4 * yy)
        return pair_with_gaps(c->values + c->origin[i] * c->moments, c->values + c->origin[j] * c->moments, c->moments);
    return within_one((xy - x * y / n) / sqrt(x_moves * y_moves));
}

/* What is known of a tile's columns: 1 or 0 for each value, and the squares. */
struct tile {
    size_t first, count;
    double *known, *squares; // owned
};

static void tile_set(struct tile *tile, const struct columns *c, size_t first)
{
    tile->first = first;
    tile->count = c->count - first < TILE ? c->count - first : TILE;
}

/* Of two tiles the second one counts: complete columns come first. */
static bool tile_is_complete(const struct tile *tile, const struct columns *c)
{
    return tile->first + tile->count <= c->complete;
}

static void tile_prepare(struct tile *tile, const struct columns *c)
{
    size_t n = c->moments;

    for (size_t i = 0; i < tile->count; i++) {
        const double *restrict z = c->normalised + (tile->first + i) * n;
        const double *restrict value = c->values + c->origin[tile->first + i] * n;
        double *restrict known = tile->known + i * n, *restrict squares = tile->squares + i * n;

        for (size_t t = 0; t < n; t++)
            known[t] = value[t] == value[t]; // no NaN
        for (size_t t = 0; t < n; t++)
            squares[t] = z[t] * z[t];
    }
}

/* A complete column knows what the other one does: three of the sums are the other one's own. */
static void sums_with_complete(const struct columns *c, const struct tile *a, const struct tile *b,
                               double (*sums)[TILE * TILE])
{
    for (size_t k = 0; k < OWN_SUMS; k++)
        for (size_t i = 0; i < a->count; i++)
            memcpy(sums[own_sums[k]] + i * TILE, c->own[own_sums[k]] + b->first, b->count * sizeof **sums);
}

static void tile_pairs(const struct columns *c, const struct tile *a, const struct tile *b, double (*sums)[TILE * TILE],
                       double *out, size_t stride)
{
    size_t n = c->moments;
    const double *x = c->normalised + a->first * n, *y = c->normalised + b->first * n;

    product_of(x, a->count, y, b->count, n, sums[SUM_XY], TILE);
    if (!tile_is_complete(b, c)) {
        product_of(x, a->count, b->known, b->count, n, sums[SUM_X], TILE);
        product_of(a->squares, a->count, b->known, b->count, n, sums[SUM_XX], TILE);
        if (tile_is_complete(a, c)) {
            sums_with_complete(c, a, b, sums);
        } else {
            product_of(a->known, a->count, b->known, b->count, n, sums[SUM_N], TILE);
            product_of(a->known, a->count, y, b->count, n, sums[SUM_Y], TILE);
            product_of(a->known, a->count, b->squares, b->count, n, sums[SUM_YY], TILE);
        }
    }
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++) {
            size_t at = i * TILE + j, p = a->first + i, q = b->first + j;
            double r = p == q            ? 1
                       : q < c->complete ? within_one(sums[SUM_XY][at])
                                         : pair_by_sums(c, p, q, sums[SUM_N][at], sums[SUM_X][at], sums[SUM_Y][at],
                                                        sums[SUM_XX][at], sums[SUM_YY][at], sums[SUM_XY][at]);

            if (p <= q)
                out[c->origin[p] * stride + c->origin[q]] = out[c->origin[q] * stride + c->origin[p]] = r;
        }
}

static struct tile tile_new(size_t moments)
{
    return (struct tile){.known = memory_new(TILE, moments * sizeof(double)),
                         .squares = memory_new(TILE, moments * sizeof(double))};
}

static void tile_free(struct tile *tile)
{
    free(tile->known);
    free(tile->squares);
}

static void add_own(struct columns *c, size_t column)
{
    const double *z = c->normalised + column * c->moments, *value = c->values + c->origin[column] * c->moments;

    for (size_t t = 0; t < c->moments; t++) {
        c->own[SUM_N][column] += !isnan(value[t]);
        c->own[SUM_Y][column] += z[t];
        c->own[SUM_YY][column] += z[t] * z[t];
    }
}

static void columns_make(struct columns *c, const double *values, size_t count, size_t moments)
{
    enum column_kind *kinds = memory_new(count, sizeof *kinds);

    *c = (struct columns){.moments = moments, .values = values};
    for (size_t i = 0; i < count; i++)
        kinds[i] = kind_of(values + i * moments, moments);
    c->origin = memory_new(count, sizeof *c->origin);
    for (int kind = COLUMN_COMPLETE; kind <= COLUMN_GAPS; kind++) {
        for (size_t i = 0; i < count; i++)
            if (kinds[i] == (enum column_kind)kind)
                c->origin[c->count++] = i;
        if (kind == COLUMN_COMPLETE)
            c->complete = c->count;
    }
    c->normalised = memory_new(c->count, moments * sizeof *c->normalised);
    for (size_t k = 0; k < OWN_SUMS; k++)
        c->own[own_sums[k]] = memory_new(c->count, sizeof(double));
    for (size_t i = 0; i < c->count; i++) {
        normalise(values + c->origin[i] * moments, moments, c->normalised + i * moments);
        add_own(c, i);
    }
    free(kinds);
}

/* All pairs, tile by tile; threads claim rows of tiles. */
struct pairing {
    const struct columns *columns;
    double *out;
    size_t stride;
    atomic_size_t claimed; // columns
};

static void pair_claimed(void *context)
{
    struct pairing *p = context;
    const struct columns *c = p->columns;
    struct tile a = tile_new(c->moments), b = tile_new(c->moments);
    double(*sums)[TILE * TILE] = memory_new(SUMS, sizeof *sums);
    size_t i;

    while ((i = atomic_fetch_add(&p->claimed, TILE)) < c->count) {
        tile_set(&a, c, i);
        if (c->complete < c->count)
            tile_prepare(&a, c);
        for (size_t j = i; j < c->count; j += TILE) {
            tile_set(&b, c, j);
            if (!tile_is_complete(&b, c))
                tile_prepare(&b, c);
            tile_pairs(c, &a, &b, sums, p->out, p->stride);
        }
    }
    free(sums);
    tile_free(&a);
    tile_free(&b);
}

void correlate(const double *values, size_t count, size_t moments, struct workers workers, double *out)
{
    struct columns c;
    struct pairing pairing = {.columns = &c, .out = out, .stride = count};

    columns_make(&c, values, count, moments);
    for (size_t i = 0; i < count * count; i++)
        out[i] = NAN;
    workers_run(workers, pair_claimed, &pairing);
    for (size_t k = 0; k < OWN_SUMS; k++)
        free(c.own[own_sums[k]]);
    free(c.normalised);
    free(c.origin);
}
