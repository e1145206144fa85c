/* leak_helper.h - boots made by hand, and series that a reference program in another language can make as well.
 *
 * Expected values were computed in Python with numpy 1.24 and scipy 1.10, from the formulas in the headers and by other
 * ways than ours: with the whole covariance matrix of every noise model, its inverse and its determinant in place of
 * filtered series and projections, for every single shape; scipy.stats.t; numerical integration; a root finder.
 */
#ifndef UNIT_LEAK_HELPER_H
#define UNIT_LEAK_HELPER_H

#include <math.h>
#include <stdlib.h>

#include "helper.h"
#include "leaks/leak_design.h"

#define assert_close(is, should, tolerance) check_close((is), (should), (tolerance), __FILE__, __LINE__)

/* Equal up to a part of the expected value; 0 is compared as it is. */
static inline void check_close(double is, double should, double tolerance, const char *file, int line)
{
    if (is == should || (isfinite(should) && fabs(is - should) <= tolerance * (should == 0 ? 1 : fabs(should))))
        return;
    print_error("expected %.15g, is %.15g\n", should, is);
    _fail(file, line);
}

/* Bins that follow each other without gaps, seen from the first one on. Free with boot_free. */
static inline struct leak_boot boot_of(size_t bins, double bin_seconds)
{
    struct leak_boot boot = {.bins = bins, .bin_seconds = bin_seconds, .span = (double)bins * bin_seconds};

    boot.times = malloc(bins * sizeof *boot.times);
    for (size_t i = 0; i < bins; i++)
        boot.times[i] = (double)i * bin_seconds;
    return boot;
}

static inline void boot_free(struct leak_boot *boot)
{
    free(boot->times);
}

/* -5 to 5, without a pattern that the eye finds. */
static inline double wiggle(int i)
{
    return i * 7919 % 11 - 5;
}

/* The same with each value half in the next one. */
static inline double smooth_wiggle(int i)
{
    return 2 * wiggle(i) + wiggle(i + 1);
}

static inline double rising(int i)
{
    return 5 * i + wiggle(i);
}

/* Eight blocks a day. */
static inline double daily(int i)
{
    return 4 * i + 40 * cos(2 * 3.14159265358979323846 * i / 8) + smooth_wiggle(i);
}

static inline double falling(int i)
{
    return wiggle(i) - 4 * i;
}

static inline void fill(double *y, size_t n, double (*value)(int))
{
    for (size_t i = 0; i < n; i++)
        y[i] = value((int)i);
}

/* Sum of steps from -5 to 7: wanders. */
static inline void fill_walk(double *y, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        y[i] = sum += (double)(i * i * 31 % 13) - 5;
}

#endif
