/* leaks_times.h - times of a capture in sentences: to the minute, and which clock they are of. */
#ifndef REPORT_LEAKS_TIMES_H
#define REPORT_LEAKS_TIMES_H

#include "base/buffer.h"
#include "leaks/leak_finding.h"

/* "UTC", "local time", or "" where snapshots are only numbered; and for a heading: " (UTC)", or nothing. */
const char *leaks_clock(const struct leaks *leaks);
void leaks_add_clock(struct buffer *b, const struct leaks *leaks);

/* "2026-03-01 03:10": a time to the minute. */
void leaks_add_minute(struct buffer *b, int64_t time_us);

#endif
