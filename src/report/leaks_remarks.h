/* leaks_remarks.h - what holds for the capture as a whole: the summary, its limits, the share of all growth, time left. */
#ifndef REPORT_LEAKS_REMARKS_H
#define REPORT_LEAKS_REMARKS_H

#include "base/buffer.h"
#include "leaks/leak.h"

/* What it all comes to, in one line: "2 leaks, 1 probable, 14 to watch, of 370 tags". */
void leaks_add_summary(struct buffer *b, const struct leaks *leaks);

/* ", in 30 d and 2 boots": how long the capture is; nothing where that is unknown. */
void leaks_add_extent(struct buffer *b, const struct leaks *leaks);

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

#endif
