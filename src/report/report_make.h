/* report_make.h - a report from a finished store: lists, rows, series, matrix, notes. Leaks and warnings are added
 * later. */
#ifndef REPORT_REPORT_MAKE_H
#define REPORT_REPORT_MAKE_H

#include "base/warnings.h"
#include "base/workers.h"
#include "owners/driver_index.h"
#include "owners/tagnames.h"
#include "report/report.h"

struct report_options {
    enum metric metric;
    bool local_times;
    struct rank_options rank;
    const struct text *include;
    size_t include_count;
    bool correlate_shown, correlate_all;
    bool everything;                    // r of all pairs of tags, and their cluster order
    const struct tagnames *names;       // owners of tags; may be NULL; borrowed, must outlive the report
    const struct driver_index *drivers; // likewise
    struct workers workers;
};

/* Computes everything but the leaks and the warnings. `stats`, of all tags of the store, is owned by the report from
 * here on. Free with report_free. */
void report_make(struct report *report, const struct store *store, const struct report_options *options,
                 struct tag_stats *stats, const struct ranking rankings[ORDERS]);

/* A report like `like`, which must outlive it, of TOTAL and these tags alone, in another metric. `stats`: of that
 * metric, by tag of the store; borrowed. It has no lists and no matrix. Free with report_of_tags_free. */
void report_of_tags(struct report *report, const struct report *like, const struct store *store, enum metric metric,
                    const struct tag_stats *stats, const size_t *tags, size_t count);
void report_of_tags_free(struct report *report);

/* Copies the warnings, once all are known. */
void report_warn(struct report *report, const struct warnings *warnings);

#endif
