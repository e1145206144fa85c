/* correlate.h - which series move together: Pearson's r of every pair, over the moments that both know.
 *
 *     column   0  1  2           r is NaN where it is undefined: fewer than two moments in common, or one of the
 *     0        1 .9 NaN          two constant over them (which is decided exactly, not by a small number)
 *     1       .9  1 NaN
 */
#ifndef ANALYSIS_CORRELATE_H
#define ANALYSIS_CORRELATE_H

#include <stddef.h>

#include "base/workers.h"

/* Above this r with TOTAL a tag is called significant, as in the original. */
#define CORRELATION_SIGNIFICANT 0.9

/* `columns` holds `count` series of `moments` values each, one behind the other, gaps as NaN. Writes count x count
 * values to `out`, the caller's. The values do not depend on the workers. */
void correlate(const double *columns, size_t count, size_t moments, struct workers workers, double *out);

#endif
