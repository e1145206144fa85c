/* report_matrix.h - r of each pair of a report's tags, or of all tags of a store; for views/report. */
#ifndef REPORT_REPORT_MATRIX_H
#define REPORT_REPORT_MATRIX_H

#include "report/report.h"

/* A value as the report shows it: bytes in MB; NaN where it is missing. */
double report_in_unit(const struct report *report, amount value);

/* TOTAL in each moment, in the report's unit. */
void report_total(const struct report *report, const struct store *store, double *out);

/* The matrix of the report's rows, or of all tags; TOTAL is among them. Free with report_matrix_free. */
struct report_matrix report_matrix_of(const struct report *report, const struct store *store, bool all,
                                      struct workers workers);

/* The same out of the matrix of all tags that the report has. */
struct report_matrix report_matrix_part(const struct report *report, const struct store *store, bool all);
void report_matrix_free(struct report_matrix *matrix);

#endif
