/* leak_objections.h - what else a growth may be: each of these takes a series and says how much better it explains it.
 *
 * Only series that seem to grow are asked. The differences are those of the Bayesian information criterion, in units of the
 * logarithm of the number of blocks, for as many blocks as the residual is worth independent ones.
 */
#ifndef LEAKS_LEAK_OBJECTIONS_H
#define LEAKS_LEAK_OBJECTIONS_H

#include "leaks/leak_growth.h"

/* One jump, or one rise that ended: how much better the best shape "flat, rising, flat" is than the line, when it is short,
 * ended early or falls; -99 when it is none of these. */
double leak_ramp_excess(struct leak_design *stretch, const double *y);

/* z of the growth that is left when the two shapes that explain most of it (jumps, rises that ended, early saturation) have
 * the first word. */
double leak_leftover(struct leak_design *stretch, const double *y, const struct leak_growth *growth, double unit);

/* A curve that has only been slowing down since the tag's first block: how much better than the line it explains the
 * stretch. `whole`: the series from block stretch->from on. -99 when no rising curve fits. */
double leak_curve_excess(const struct leak_boot *boot, struct leak_design *stretch, const double *whole,
                         const double *residual);

/* How far the end of the stretch stands above all that was before it, as a share of the gain; 9 when nothing was. */
double leak_new_high(const struct leak_boot *boot, const struct leak_design *stretch, const double *whole, double gain);

/* Whether the tag grew because more was asked of it: its live blocks follow its calls of alloc a second, as they do when
 * every block lives as long as ever, and most of the growth goes with them. `calls` of the stretch, NULL: not known;
 * `start_level`: what was taken off y. */
bool leak_follows_calls(const struct leak_design *stretch, const double *y, const double *calls, double unit,
                        double start_level, const struct leak_growth *growth);

/* The least sum of squares that counts: else a series without any noise would be infinitely sure. */
double leak_least_squares(const double *y, size_t n);

void leak_shapes_free(struct leak_shapes *shapes);
void leak_curves_free(struct leak_curves *curves);

#endif
