/* leaks_words.h - one finding in words: change, rate, reason, owner. No sentence claims more than was measured.
 *
 *     blocks 1,994 -> 8,114 (+307 %): 43,100 an hour (32,000 to 54,200), 7.90 MB an hour, over 8 min 19 s. Steady: no
 *     single jump, not slowing down.
 */
#ifndef REPORT_LEAKS_WORDS_H
#define REPORT_LEAKS_WORDS_H

#include "base/buffer.h"
#include "report/leaks_view.h"

/* "LEAK", "PROBABLE" ... */
const char *leaks_verdict_word(enum leak_verdict verdict);

/* Why it is called a leak, or what speaks against one, and then what would settle it: the sentences above. Begins in
 * lower case, ends with a full stop. Of the view it needs the store and the leaks. */
void leaks_add_why(struct buffer *b, const struct leaks_view *view, const struct leak_finding *finding);

/* Of a flagged finding, without a full stop: "Steady: no single jump, not slowing down", or "But it slows ...". */
void leaks_add_judgement(struct buffer *b, const struct leaks_view *view, const struct leak_finding *finding);

/* "1,994 -> 8,114 (+307 %)"; of several boots "61 -> 3,061 (+4,918 %) in the last boot, +6,000 in 2 boots". */
void leaks_add_change(struct buffer *b, const struct leaks *leaks, const struct leak_finding *finding,
                      enum leak_quantity quantity);

/* "10.9 %" and "96": frees in percent of allocs, and bytes per block, while the tag was looked at; a dash where it is
 * unknown. */
void leaks_add_freed(struct buffer *b, const struct leak_gain *gain);
void leaks_add_per_block(struct buffer *b, const struct leak_gain *gain);

/* "File : FMfn : IoNm grow in lockstep, 1 : 1 : 2". */
void leaks_add_group(struct buffer *b, const struct leaks_view *view, const struct leak_group *group);

/* The owner of the tag: "fltmgr.sys: NAME_CACHE_NODE structure"; nothing where it is unknown. */
void leaks_add_owner(struct buffer *b, const struct leaks_view *view, size_t tag);

#endif
