/* correlate.h - Pearson's r of every pair of series, over the moments in which both are known.
 *
 *     column   0  1  2           r is NaN where it is undefined: fewer than two moments in common, or one of the
 *     0        1 .9 NaN          two constant over them (compared exactly, without a tolerance)
 *     1       .9  1 NaN
 */
#ifndef ANALYSIS_CORRELATE_H
#define ANALYSIS_CORRELATE_H

#include <stddef.h>

#include "base/workers.h"

/* From this r with TOTAL on the original calls a tag significant. */
#define CORRELATION_SIGNIFICANT 0.9

/* `columns`: `count` series of `moments` values each, contiguous, gaps as NaN. Writes count x count values to `out`,
 * the caller's. The values do not depend on the number of workers. */
void correlate(const double *columns, size_t count, size_t moments, struct workers workers, double *out);

#endif
