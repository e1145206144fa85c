/* report_values.h - values of the store as a report shows them: bytes in MB, blocks as they are, NaN where unknown.
 *
 * `report` needs its metric, unit and number of moments. Output arrays are the caller's.
 */
#ifndef REPORT_REPORT_VALUES_H
#define REPORT_REPORT_VALUES_H

#include "report/report.h"

/* TOTAL at each moment. */
void report_values_of_total(const struct report *report, const struct store *store, double *out);

/* One tag at each moment. */
void report_values_of_tag(const struct report *report, const struct store *store, size_t tag, double *out);

/* Many tags in one walk through the store, for correlation: `count` columns of `moments` values, one after the
 * other, in the order of `tags`; SIZE_MAX: TOTAL. A column whose value never changes is left at zero, which has no r
 * either. The caller frees it. */
double *report_columns(const struct report *report, const struct store *store, const size_t *tags, size_t count);

#endif
