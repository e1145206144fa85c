/* report_notes.h - sentences about a capture that are not visible in its numbers. */
#ifndef REPORT_REPORT_NOTES_H
#define REPORT_REPORT_NOTES_H

#include "report/report.h"

/* Fills notes from the other fields and the store: too few snapshots, reboots, tags that disappeared, gaps, untagged
 * memory. */
void report_make_notes(struct report *report, const struct store *store);

#endif
