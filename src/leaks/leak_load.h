/* leak_load.h - growth because the system does more: live blocks follow the calls of alloc.
 *
 *     live = calls a second x lifetime of a block                  (Little's law)
 *
 * With every block living as long as ever, more calls hold more blocks. The lifetime is estimated by regression on the
 * calls:
 *   - in place of the line: explains the series about as well as the line, with a lifetime of at most twice the usual
 *     one (mean live blocks / mean calls a second) and a quarter of the window; or
 *   - in addition to the line: their coefficient is above 3 standard errors, and less than half of the growth remains.
 */
#ifndef LEAKS_LEAK_LOAD_H
#define LEAKS_LEAK_LOAD_H

#include "leaks/leak_growth.h"

/* `calls`: calls of alloc a second, design->n values; NULL: unknown, then false. `start_level`: level subtracted
 * from y. */
bool leak_follows_calls(const struct leak_design *design, const double *y, const double *calls, double unit,
                        double start_level, const struct leak_growth *growth);

#endif
