/* leak_load.h - growth because the system does more: live blocks follow the calls of alloc.
 *
 *     live = calls a second x lifetime of a block                  (Little's law)
 *
 * With every block living as long as ever, live blocks grow in the same proportion as the calls do. Level, line and
 * cycles are fitted to the calls by least squares; the line's error is multiplied by sqrt((1 + r) / (1 - r)), 1 to 20
 * under the root, r the residual's autocorrelation.
 */
#ifndef LEAKS_LEAK_LOAD_H
#define LEAKS_LEAK_LOAD_H

#include "leaks/leak_design.h"

/* 0 to 1: how much of the growth more calls explain. Growth of the calls, as a share of their start, over that of the
 * live blocks (0 to 1), times how sure it is that the calls grow at all (0 at z = 2, 1 at 4). `calls`: a second,
 * design->n values; NULL: unknown, then 0. `start`: live blocks or bytes at the window's start. */
double leak_load_share(const struct leak_design *design, const double *calls, double start, double gain);

#endif
