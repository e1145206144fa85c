/* leaks_remarks.h - what holds for the capture as a whole: the summary, its limits, the share of all growth, time
 * left. */
#ifndef REPORT_LEAKS_REMARKS_H
#define REPORT_LEAKS_REMARKS_H

#include "base/buffer.h"
#include "leaks/leak.h"

/* The verdicts counted, in one line: "2 leaks, 1 probable leak, 14 to watch, of 370 tags", or
 * "no verdict yet, of 370 tags". */
void leaks_add_summary(struct buffer *b, const struct leaks *leaks);

/* ", in 30 d and 2 boots": the length of the capture; nothing where it is unknown. */
void leaks_add_extent(struct buffer *b, const struct leaks *leaks);

/* Sentences about the capture: limits of the verdicts, share of all growth, time until memory is exhausted. */
enum leaks_remark {
    REMARK_SETTLING,
    REMARK_SHORT,
    REMARK_SHARE,
    REMARK_COMMIT,
    REMARK_RAM,
    REMARK_CAUTION,
    REMARK_CLOCK,
    LEAKS_REMARKS
};

/* False, and nothing is added, when the remark does not apply. */
bool leaks_add_remark_on(struct buffer *b, const struct leaks *leaks, enum leaks_remark remark);

/* Remark `i` of those that apply, in the order of the enum; false: there are no more. */
bool leaks_add_remark(struct buffer *b, const struct leaks *leaks, size_t i);

#endif
