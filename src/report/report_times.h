/* report_times.h - the times of a report as text: of one moment, of the whole capture, and what clock they are of. */
#ifndef REPORT_REPORT_TIMES_H
#define REPORT_REPORT_TIMES_H

#include "base/buffer.h"
#include "report/report.h"

/* "193 snapshots of 370 tags, 2025-09-15 18:00:11 to 2025-09-17 18:14:27". */
void report_add_extent(struct buffer *b, const struct report *report);

/* "2025-09-15 18:00:11", or "snapshot 3" where times are unknown. */
void report_add_time(struct buffer *b, const struct report *report, size_t moment);

/* The clock: "UTC (2 d)", "local time (2 d)", "30 min apart", "times not known". */
void report_add_clock(struct buffer *b, const struct report *report);

#endif
