#include "analysis/correlate.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Pairs are computed in blocks of columns, so that those of a block stay in the cache. */
#define BLOCK 32

typedef double four_doubles __attribute__((vector_size(32), aligned(8)));

enum column_kind {
    COLUMN_CONSTANT, // no pair with it is defined
    COLUMN_COMPLETE, // known in every moment: pairs are products of the normalised column
    COLUMN_GAPS,     // pairs must look at the moments in common
};

struct columns {
    size_t count, moments;
    const double *values;    // borrowed
    double *normalised;      // owned; complete columns less their mean, of length 1
    enum column_kind *kinds; // owned
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

/* The first value is taken off before the mean, so that a small movement on a large level keeps its digits. */
static void normalise(const double *x, size_t n, double *out)
{
    double mean = 0, squares = 0;

    for (size_t i = 0; i < n; i++)
        mean += x[i] - x[0];
    mean /= (double)n;
    for (size_t i = 0; i < n; i++) {
        out[i] = x[i] - x[0] - mean;
        squares += out[i] * out[i];
    }
    for (size_t i = 0; i < n; i++)
        out[i] /= sqrt(squares);
}

static double dot(const double *x, const double *y, size_t n)
{
    four_doubles a = {0}, b = {0};
    double sum = 0;
    size_t i = 0;

    for (; n - i >= 8; i += 8) {
        a += *(const four_doubles *)(const void *)(x + i) * *(const four_doubles *)(const void *)(y + i);
        b += *(const four_doubles *)(const void *)(x + i + 4) * *(const four_doubles *)(const void *)(y + i + 4);
    }
    a += b;
    for (; i < n; i++)
        sum += x[i] * y[i];
    return sum + a[0] + a[1] + a[2] + a[3];
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

static double pair(const struct columns *c, size_t i, size_t j)
{
    if (c->kinds[i] == COLUMN_CONSTANT || c->kinds[j] == COLUMN_CONSTANT)
        return NAN;
    if (i == j)
        return 1;
    if (c->kinds[i] == COLUMN_COMPLETE && c->kinds[j] == COLUMN_COMPLETE)
        return within_one(dot(c->normalised + i * c->moments, c->normalised + j * c->moments, c->moments));
    return pair_with_gaps(c->values + i * c->moments, c->values + j * c->moments, c->moments);
}

static void block(const struct columns *c, size_t first_i, size_t first_j, double *out)
{
    for (size_t i = first_i; i < first_i + BLOCK && i < c->count; i++)
        for (size_t j = first_j > i ? first_j : i; j < first_j + BLOCK && j < c->count; j++)
            out[i * c->count + j] = out[j * c->count + i] = pair(c, i, j);
}

void correlate(const double *values, size_t count, size_t moments, double *out)
{
    struct columns c = {.count = count, .moments = moments, .values = values};

    c.kinds = memory_new(count, sizeof *c.kinds);
    c.normalised = memory_new(count, moments * sizeof *c.normalised);
    for (size_t i = 0; i < count; i++) {
        c.kinds[i] = kind_of(values + i * moments, moments);
        if (c.kinds[i] == COLUMN_COMPLETE)
            normalise(values + i * moments, moments, c.normalised + i * moments);
    }
    for (size_t i = 0; i < count; i += BLOCK)
        for (size_t j = i; j < count; j += BLOCK)
            block(&c, i, j, out);
    free(c.normalised);
    free(c.kinds);
}
