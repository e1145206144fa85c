/* leaks_reasons.h - what speaks against a leak, in words, with the numbers that show it; and what would settle it. */
#ifndef REPORT_LEAKS_REASONS_H
#define REPORT_LEAKS_REASONS_H

#include "base/buffer.h"
#include "report/leaks_view.h"

/* Why a finding is not called a leak, a clause in lower case: "slowing down: 1,200 an hour at first, 300 at the end;
 * typical of a cache filling up". */
void leaks_add_reason(struct buffer *b, const struct leaks_view *view, const struct leak_finding *finding);

/* The strongest evidence against a flagged finding, likewise: "not far above an earlier level (12,340 on ...)". */
void leaks_add_doubt(struct buffer *b, const struct leaks_view *view, const struct leak_finding *finding);

/* A sentence: "Recording until 2026-12-03 08:00 UTC would show whether it levels off." */
void leaks_add_settle(struct buffer *b, const struct leaks *leaks, const struct leak_finding *finding);

/* "recording until 2026-12-03 08:00 UTC", or where there are no times "recording twice as long". */
void leaks_add_recording(struct buffer *b, const struct leaks *leaks);

#endif
