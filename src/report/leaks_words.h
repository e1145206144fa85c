/* leaks_words.h - what was found about leaks, in sentences that claim no more than is known. */
#ifndef REPORT_LEAKS_WORDS_H
#define REPORT_LEAKS_WORDS_H

#include "base/buffer.h"
#include "report/leaks_view.h"

/* "LEAK", "PROBABLE" ... */
const char *leaks_verdict_word(enum leak_verdict verdict);

/* Why: "rose steadily over 30 d, 12.4 MB a day (12.1 to 12.7), fell back at each of 2 restarts; not one jump, ...". */
void leaks_add_why(struct buffer *b, const struct leaks *leaks, const struct leak_finding *finding);

/* "12.4 MB a day (12.1 MB to 12.7 MB)"; a dash where it is not known. */
void leaks_add_rate(struct buffer *b, const struct leak_rate *rate, enum leak_quantity quantity);

/* What it all comes to, in one line: "2 leaks, 1 probable, 14 to watch, of 370 tags". */
void leaks_add_summary(struct buffer *b, const struct leaks *leaks);

/* "UTC", "local time", or "" where snapshots are only numbered; and for a heading: " (UTC)", or nothing. */
const char *leaks_clock(const struct leaks *leaks);
void leaks_add_clock(struct buffer *b, const struct leaks *leaks);

/* What holds for the capture as a whole: doubts, the share of all growth, when memory will have run out. */
enum leaks_remark {
    REMARK_SETTLING,
    REMARK_SHORT,
    REMARK_SHARE,
    REMARK_COMMIT,
    REMARK_RAM,
    REMARK_CAUTION,
    LEAKS_REMARKS
};

/* False, and nothing is added, when there is nothing to say of it. */
bool leaks_add_remark_on(struct buffer *b, const struct leaks *leaks, enum leaks_remark remark);

/* Sentence `i` of all that there are; false: there are no more. */
bool leaks_add_remark(struct buffer *b, const struct leaks *leaks, size_t i);

/* "File : FMfn : IoNm grow in lockstep, 1.00 : 1.00 : 2.00". */
void leaks_add_group(struct buffer *b, const struct leaks_view *view, const struct leak_group *group);

/* Whose the tag is, as far as known: "fltmgr.sys: NAME_CACHE_NODE structure"; nothing where it is not. */
void leaks_add_owner(struct buffer *b, const struct leaks_view *view, size_t tag);

#endif
