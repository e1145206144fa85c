/* leak_design.h - the regression design of one fit window: level, straight line, time of day, day of the week.
 *
 *     y = b0 + b1 u + sum over periods P of (c cos(2 pi t / P) + s sin(2 pi t / P)) + noise
 *
 * u runs from 0 to 1 over the window. P is 24 h and 12 h where the window spans 1.25 days and bins are at most 0.26
 * days long, and 7 d and 3.5 d where it spans 21 days. Periods are dropped, the shortest first, until four degrees of
 * freedom remain; windows of boots with fewer than 24 bins have none.
 *
 * Fit windows begin at different bins and all end with the boot, because a leak may begin in the middle of it. A
 * design depends on times only: all tags that begin at the same bin share it.
 */
#ifndef LEAKS_LEAK_DESIGN_H
#define LEAKS_LEAK_DESIGN_H

#include "leaks/leak_bins.h"

#define LEAK_WINDOWS 6
#define DESIGN_COLUMNS 10 // level, line, and at most eight of cycles

struct leak_design {
    size_t first;        // bin at which the tags begin
    size_t start;        // bin at which the window begins
    size_t n;            // bins in the window
    double span;         // seconds from the window's first bin to its last
    size_t p;            // columns: 1, u, cycles; n - p > 0
    double *columns;     // owned; p columns of n values
    double *orthonormal; // owned; orthonormal basis of the same columns, in the order 1, cycles, u
};

/* First bins of the fit windows of tags that begin at bin `first`: first + k/8 of the rest for k = 0 to 5, where
 * at least 8 bins, and 30 % of the boot or 18 bins, remain. Returns how many; 0: too short. */
size_t leak_window_starts(size_t first, size_t bins, size_t starts[LEAK_WINDOWS]);

/* At least two bins must follow `start`. Free with leak_design_free. */
void leak_design_make(struct leak_design *design, const struct leak_boot *boot, size_t first, size_t start);
void leak_design_free(struct leak_design *design);

/* Writes what ordinary least squares leave of y, design->n values, to `residual`; returns the line's coefficient, the
 * growth over the window. */
double leak_design_residual(const struct leak_design *design, const double *y, double *residual);

/* The bins from `start` on span and resolve a daily cycle. */
bool leak_has_daily(const struct leak_boot *boot, size_t start);

/* The columns of the cycles over the `n` bins from `start` on: at most 8 columns of n values, owned by the caller. */
double *leak_cycle_columns(const struct leak_boot *boot, size_t start, size_t n, size_t *count);

#endif
