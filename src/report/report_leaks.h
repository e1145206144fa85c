/* report_leaks.h - the leak findings as lines of a report: the first few tags, and what limits the verdicts. */
#ifndef REPORT_REPORT_LEAKS_H
#define REPORT_REPORT_LEAKS_H

#include "leaks/leak.h"
#include "report/report.h"

/* Sets report->leaks; adds nothing when no tag is flagged. */
void report_leaks(struct report *report, const struct store *store, const struct leaks *leaks);

#endif
