/* leaks_words.h - one finding in words: verdict, rate, reason, owner. No sentence claims more than was measured. */
#ifndef REPORT_LEAKS_WORDS_H
#define REPORT_LEAKS_WORDS_H

#include "base/buffer.h"
#include "report/leaks_view.h"

/* "LEAK", "PROBABLE" ... */
const char *leaks_verdict_word(enum leak_verdict verdict);

/* The reason for the verdict: "still growing steadily over 30 d, 12.4 MB a day (12.1 MB to 12.7 MB), fell back at
 * each of 2 reboots; not a single jump, not a flattening curve". */
void leaks_add_why(struct buffer *b, const struct leaks *leaks, const struct leak_finding *finding);

/* "12.4 MB a day (12.1 MB to 12.7 MB)"; a dash where it is unknown. */
void leaks_add_rate(struct buffer *b, const struct leak_rate *rate, enum leak_quantity quantity);

/* "10.9 %" and "96": frees in percent of allocs, and bytes per block, while the tag was looked at; a dash where it is
 * unknown. */
void leaks_add_freed(struct buffer *b, const struct leak_gain *gain);
void leaks_add_per_block(struct buffer *b, const struct leak_gain *gain);

/* "UTC", "local time", or "" where snapshots are only numbered; and for a heading: " (UTC)", or nothing. */
const char *leaks_clock(const struct leaks *leaks);
void leaks_add_clock(struct buffer *b, const struct leaks *leaks);

/* "File : FMfn : IoNm grow in lockstep, 1.00 : 1.00 : 2.00". */
void leaks_add_group(struct buffer *b, const struct leaks_view *view, const struct leak_group *group);

/* The owner of the tag: "fltmgr.sys: NAME_CACHE_NODE structure"; nothing where it is unknown. */
void leaks_add_owner(struct buffer *b, const struct leaks_view *view, size_t tag);

#endif
