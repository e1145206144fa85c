#include "analysis/correlate.h"

#include <assert.h>
#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/product.h"
#include "base/memory.h"

/* Pairs are computed in tiles of columns, so that the values of a tile stay in the cache. ROWS rows of tiles are
 * computed together, so that each tile they meet is prepared once for all of them. */
#define TILE 48
#define ROWS 4

enum column_kind {
    COLUMN_COMPLETE, // known in every moment: pairs are products of the normalised column
    COLUMN_GAPS,     // pairs must look at the moments in common
    COLUMN_CONSTANT, // no pair with it is defined
};

/* Beside the product, a pair needs number, sum and sum of squares over the moments in common. */
enum { SUM_N, SUM_X, SUM_XX, SUMS };

/* Moments from..to-1, in all of which a column is known. */
struct run {
    uint32_t from, to;
};

/* The columns that vary, complete ones first. Normalised: mean subtracted, length 1, gaps 0. */
struct columns {
    size_t count, complete, moments;
    size_t *origin;       // owned; index of each in the input
    const double *values; // borrowed; in the order of the input
    double *normalised;   // owned
    struct run *runs;     // owned; those of column i: from runs[first_run[i]] up to the first of the next column
    size_t *first_run;    // owned; one more than columns
    uint32_t *place;      // owned; by moment, one more: index in tile.before where a run begins or ends, else NO_PLACE
    size_t places;
    double (*own)[SUMS]; // owned; over all known moments of each
};

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

/* The first value is subtracted before the mean, so that small changes on a high level keep their digits. */
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
    assert(known > 0);
    for (size_t i = 0; i < n; i++)
        out[i] /= scale;
}

static double within_one(double r)
{
    return r > 1 ? 1 : r < -1 ? -1 : r;
}

/* The first pass over a pair: first values, and means of the differences to them. */
struct pair_means {
    double x0, y0, x, y;
    bool x_varies, y_varies;
    size_t common;
};

static void add_run(struct pair_means *m, const double *x, const double *y, struct run run)
{
    for (size_t i = run.from; i < run.to; i++) {
        if (isnan(x[i]))
            continue;
        if (m->common++ == 0) {
            m->x0 = x[i];
            m->y0 = y[i];
        }
        m->x_varies |= x[i] != m->x0;
        m->y_varies |= y[i] != m->y0;
        m->x += x[i] - m->x0;
        m->y += y[i] - m->y0;
    }
}

/* r over the moments in common, from the values, in two passes: means first. */
static double pair_by_values(const struct columns *c, size_t p, size_t q)
{
    const double *x = c->values + c->origin[p] * c->moments, *y = c->values + c->origin[q] * c->moments;
    const struct run *first = c->runs + c->first_run[q], *end = c->runs + c->first_run[q + 1];
    struct pair_means m = {0};
    double xx = 0, yy = 0, xy = 0;

    for (const struct run *run = first; run < end; run++)
        add_run(&m, x, y, *run);
    if (!m.x_varies || !m.y_varies)
        return NAN;
    m.x /= (double)m.common;
    m.y /= (double)m.common;
    for (const struct run *run = first; run < end; run++)
        for (size_t i = run->from; i < run->to; i++) {
            double dx = x[i] - m.x0 - m.x, dy = y[i] - m.y0 - m.y;

            if (isnan(dx))
                continue;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
    return within_one(xy / sqrt(xx * yy));
}

/* Sum of squares of a normalised column over the moments in common, about their mean: below this too many digits are
 * lost. */
#define MOVES_MIN 1e-5

static double pair_by_sums(const struct columns *c, size_t p, size_t q, const double *x, const double *y, double xy)
{
    double n = x[SUM_N], x_moves = x[SUM_XX] - x[SUM_X] * x[SUM_X] / n, y_moves = y[SUM_XX] - y[SUM_X] * y[SUM_X] / n;

    if (n < 2)
        return NAN;
    if (x_moves < MOVES_MIN || y_moves < MOVES_MIN)
        return pair_by_values(c, p, q);
    return within_one((xy - x[SUM_X] * y[SUM_X] / n) / sqrt(x_moves * y_moves));
}

#define NO_PLACE UINT32_MAX

/* Adjacent columns, and for each end of a run their sums over all moments before it: the sum over a run is a
 * difference. */
struct tile {
    size_t first, count;
    double (*before)[SUMS][TILE]; // owned; by place
};

static void tile_set(struct tile *tile, const struct columns *c, size_t first)
{
    tile->first = first;
    tile->count = c->count - first < TILE ? c->count - first : TILE;
}

static bool tile_is_complete(const struct tile *tile, const struct columns *c)
{
    return tile->first + tile->count <= c->complete;
}

static inline void tile_keep(struct tile *tile, size_t column, uint32_t place, const double sums[SUMS])
{
    for (size_t k = 0; k < SUMS && place != NO_PLACE; k++)
        tile->before[place][k][column] = sums[k];
}

static void tile_prepare(struct tile *tile, const struct columns *c)
{
    for (size_t i = 0; i < tile->count; i++) {
        const double *z = c->normalised + (tile->first + i) * c->moments;
        const double *value = c->values + c->origin[tile->first + i] * c->moments;
        double sums[SUMS] = {0};

        for (size_t t = 0; t < c->moments; t++) {
            tile_keep(tile, i, c->place[t], sums);
            sums[SUM_N] += !isnan(value[t]);
            sums[SUM_X] += z[t];
            sums[SUM_XX] += z[t] * z[t];
        }
        tile_keep(tile, i, c->place[c->moments], sums);
    }
}

/* Sums of all columns of a tile over the known moments of one column. */
static void sum_runs(const struct columns *c, const struct tile *tile, size_t column, double (*out)[TILE])
{
    double *sums = *out;

    memset(out, 0, SUMS * sizeof *out);
    for (size_t r = c->first_run[column]; r < c->first_run[column + 1]; r++) {
        const double *from = *tile->before[c->place[c->runs[r].from]], *to = *tile->before[c->place[c->runs[r].to]];

        for (size_t i = 0; i < SUMS * TILE; i++)
            sums[i] += to[i] - from[i];
    }
}

/* Scratch for one pair of tiles. */
struct tile_sums {
    double xy[TILE * TILE];
    double of_a[TILE][SUMS][TILE]; // by column of b: sums of each column of a over the known moments of b's
    double of_b[TILE][SUMS][TILE]; // by column of a: likewise of b
};

static double pair_of(const struct columns *c, const struct tile *a, const struct tile *b, const struct tile_sums *s,
                      size_t i, size_t j)
{
    size_t p = a->first + i, q = b->first + j;
    double x[SUMS], y[SUMS], xy = s->xy[i * TILE + j];

    if (p == q)
        return 1;
    if (q < c->complete)
        return within_one(xy);
    for (size_t k = 0; k < SUMS; k++) {
        x[k] = s->of_a[j][k][i];
        y[k] = tile_is_complete(a, c) ? c->own[q][k] : s->of_b[i][k][j];
    }
    return pair_by_sums(c, p, q, x, y, xy);
}

static void tile_pairs(const struct columns *c, const struct tile *a, const struct tile *b, struct tile_sums *s,
                       double *out, size_t stride)
{
    size_t n = c->moments;

    product_of(c->normalised + a->first * n, a->count, c->normalised + b->first * n, b->count, n, s->xy, TILE);
    if (!tile_is_complete(b, c)) {
        for (size_t j = 0; j < b->count; j++)
            sum_runs(c, a, b->first + j, s->of_a[j]);
        for (size_t i = 0; i < a->count && !tile_is_complete(a, c); i++)
            sum_runs(c, b, a->first + i, s->of_b[i]);
    }
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++) {
            size_t p = a->first + i, q = b->first + j;

            if (p <= q)
                out[c->origin[p] * stride + c->origin[q]] = out[c->origin[q] * stride + c->origin[p]] =
                    pair_of(c, a, b, s, i, j);
        }
}

/* Sums are needed only where some column has gaps. */
static struct tile tile_new(const struct columns *c)
{
    struct tile tile = {0};

    if (c->complete < c->count)
        tile.before = memory_new(c->places, sizeof *tile.before);
    return tile;
}

static void tile_free(struct tile *tile)
{
    free(tile->before);
}

/* After origin and count are set. */
static void find_runs(struct columns *c)
{
    size_t count = 0, capacity = 0, n = c->moments;

    c->first_run = memory_new(c->count + 1, sizeof *c->first_run);
    for (size_t i = 0; i < c->count; i++) {
        const double *value = c->values + c->origin[i] * n;

        for (size_t t = 0; t < n; t++) {
            if (isnan(value[t]))
                continue;
            ARRAY_RESERVE(c->runs, capacity, count + 1);
            c->runs[count].from = (uint32_t)t;
            while (t < n && !isnan(value[t]))
                t++;
            c->runs[count++].to = (uint32_t)t;
        }
        c->first_run[i + 1] = count;
    }
}

static void find_places(struct columns *c)
{
    c->place = memory_new(c->moments + 1, sizeof *c->place);
    for (size_t r = 0; r < c->first_run[c->count]; r++)
        c->place[c->runs[r].from] = c->place[c->runs[r].to] = 1;
    for (size_t t = 0; t <= c->moments; t++)
        c->place[t] = c->place[t] ? (uint32_t)c->places++ : NO_PLACE;
}

static void add_own(struct columns *c, size_t column)
{
    const double *z = c->normalised + column * c->moments;

    for (size_t r = c->first_run[column]; r < c->first_run[column + 1]; r++)
        for (size_t t = c->runs[r].from; t < c->runs[r].to; t++) {
            c->own[column][SUM_N]++;
            c->own[column][SUM_X] += z[t];
            c->own[column][SUM_XX] += z[t] * z[t];
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
    for (size_t i = 0; i < c->count; i++)
        normalise(values + c->origin[i] * moments, moments, c->normalised + i * moments);
    find_runs(c);
    find_places(c);
    c->own = memory_new(c->count, sizeof *c->own);
    for (size_t i = 0; i < c->count; i++)
        add_own(c, i);
    free(kinds);
}

/* Threads claim rows of tiles. */
struct pairing {
    const struct columns *columns;
    double *out;
    size_t stride;
    atomic_size_t claimed; // columns
};

/* Prepares the tiles of up to ROWS rows from column `first` on; returns their number. */
static size_t rows_prepare(struct tile *rows, const struct columns *c, size_t first)
{
    size_t count = 0;

    for (; count < ROWS && first + count * TILE < c->count; count++) {
        tile_set(&rows[count], c, first + count * TILE);
        if (c->complete < c->count)
            tile_prepare(&rows[count], c);
    }
    return count;
}

static void pair_claimed(void *context)
{
    struct pairing *p = context;
    const struct columns *c = p->columns;
    struct tile rows[ROWS], b = tile_new(c);
    struct tile_sums *sums = memory_new(1, sizeof *sums);
    size_t first, count;

    for (size_t i = 0; i < ROWS; i++)
        rows[i] = tile_new(c);
    while ((first = atomic_fetch_add(&p->claimed, ROWS * TILE)) < c->count) {
        count = rows_prepare(rows, c, first);
        for (size_t j = first; j < c->count; j += TILE) {
            tile_set(&b, c, j);
            if (!tile_is_complete(&b, c) && !tile_is_complete(&rows[count - 1], c))
                tile_prepare(&b, c);
            for (size_t i = 0; i < count && rows[i].first <= j; i++)
                tile_pairs(c, &rows[i], &b, sums, p->out, p->stride);
        }
    }
    free(sums);
    tile_free(&b);
    for (size_t i = 0; i < ROWS; i++)
        tile_free(&rows[i]);
}

void correlate(const double *values, size_t count, size_t moments, struct workers workers, double *out)
{
    struct columns c;
    struct pairing pairing = {.columns = &c, .out = out, .stride = count};

    assert(moments < NO_PLACE);
    columns_make(&c, values, count, moments);
    for (size_t i = 0; i < count * count; i++)
        out[i] = NAN;
    workers_run(workers, pair_claimed, &pairing);
    free(c.normalised);
    free(c.runs);
    free(c.first_run);
    free(c.place);
    free(c.own);
    free(c.origin);
}
