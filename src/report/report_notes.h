/* report_notes.h - sentences about a capture that its numbers alone do not say. */
#ifndef REPORT_REPORT_NOTES_H
#define REPORT_REPORT_NOTES_H

#include "report/report.h"

/* Fills notes from the other fields: reboots, tags that are gone, too few snapshots. */
void report_make_notes(struct report *report);

/* Adds the sentence that `b` holds, and takes its bytes. */
void report_note(struct report *report, struct buffer *b);

#endif
