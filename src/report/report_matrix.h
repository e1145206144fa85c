/* report_matrix.h - r of each pair of a report's tags, or of all tags of the store. */
#ifndef REPORT_REPORT_MATRIX_H
#define REPORT_REPORT_MATRIX_H

#include "base/workers.h"
#include "report/report.h"

/* The matrix of TOTAL and the report's rows, or of TOTAL and all tags. Free with report_matrix_free. */
struct report_matrix report_matrix_of(const struct report *report, const struct store *store, bool all,
                                      struct workers workers);

/* The same, copied from report->everything, which must be there. */
struct report_matrix report_matrix_part(const struct report *report, const struct store *store, bool all);

#endif
