/* page_internal.h - the page being written, shared by page*.c. */
#ifndef VIEWS_PAGE_PAGE_INTERNAL_H
#define VIEWS_PAGE_PAGE_INTERNAL_H

#include "analysis/stats.h"
#include "base/json.h"
#include "views/page/page.h"

/* A level of detail: what is kept of the data. */
struct page_level {
    size_t exact;     // captures of up to this many snapshots: a bucket is one moment
    size_t buckets;   // longer captures: buckets per series
    size_t in_matrix; // tags in the matrix, at most
    int steps;        // resolution of r, from 0 to 1
    size_t details;   // selected tags with a value for every moment, at most; besides
    size_t flagged;   // those that were found, at most
    bool pools;       // series of each pool
};

/* The metrics in the order of the page: a total comes before its pools, whose series may refer to it. */
extern const enum metric page_types[METRICS];

/* The entries of the page: TOTAL, then the tags by growth, greatest first. */
struct page_entries {
    size_t count;
    size_t *tags; // owned; indices in the store; TOTAL is store_tags(store), here and below
    size_t *of;   // owned, by tag of the store: the entry; SIZE_MAX: none
    /* By metric, set by page_add_series; NULL: the capture lacks the counters. */
    struct tag_stats *stats[METRICS]; // owned, by tag of the store and TOTAL
    int64_t *totals[METRICS];         // owned; TOTAL at each moment
};

struct report_page {
    const struct report *report;
    const struct store *store;
    const struct page_options *options;
    struct page_entries entries;
    struct page_level level;
    size_t *starts; // owned; first moment of each bucket
    size_t bucket_count;
    bool is_exact;   // a bucket is one moment
    size_t *details; // owned; entries with a block "detail-N"
    size_t detail_count;
    size_t thinned; // tags that were found and have no such block, although a bucket is more than a moment
    size_t *order;  // owned; the matrix: indices in report->cluster
    size_t order_count;
    size_t *selected_in_all; // owned; by row of the report: index in report->everything
    char **reduced;          // owned sentences: what was left out
    size_t reduced_count;
};

/* --- page_entries.c --- */

/* `stats`: of the requested metric. */
void page_entries_make(struct page_entries *entries, const struct store *store, const struct tag_stats *stats);
void page_entries_free(struct page_entries *entries);
struct text page_entry_name(const struct report_page *page, size_t entry);

/* Adds a block "stats-TYPE" for each metric. */
void page_add_stats(struct buffer *b, const struct report_page *page);

/* --- page_series.c --- */

/* Whether the series of the metric are in `first`: the totals, the requested metric and its counterpart. */
bool page_is_first(const struct report_page *page, enum metric metric);

/* Adds the blocks "series-TYPE-N", and sets stats and totals of the entries. */
void page_add_series(struct buffer *first, struct buffer *others, struct report_page *page);

/* Whether the capture has the counters of the metric. */
bool page_knows(const struct report_page *page, enum metric metric);
void page_add_details(struct buffer *b, const struct report_page *page);
void page_add_times(struct buffer *b, const struct report_page *page);

/* --- page_matrix.c --- */

/* Sets page->order to the tags that change most, at most as many as the level allows, in cluster order. */
void page_choose_matrix(struct report_page *page);
void page_add_matrix(struct buffer *b, const struct report_page *page);

/* --- page_meta.c --- */

/* Adds the element "report". */
void page_add_meta(struct buffer *b, const struct report_page *page);

/* --- page_findings.c --- */

/* Adds the member "cards" of the verdicts. */
void page_add_findings(struct json *json, const struct report_page *page);

/* The entries of the tags that were found, in the order of the cards; none without verdicts. The caller frees them. */
size_t *page_flagged(const struct report_page *page, size_t *count);

/* The first card: its tags, the one that its numbers are of first, and the metric that shows it. */
struct page_first {
    enum metric metric;
    size_t *entries; // owned by the caller
    size_t count;
};

/* False, and nothing is owned: nothing was found. */
bool page_first_card(const struct report_page *page, struct page_first *first);

/* --- page_static.c --- */

/* What is shown where no scripts run. After the statistics of the entries. */
void page_add_static(struct buffer *out, const struct report_page *page);

/* --- page_verdicts.c --- */

/* Adds the member "verdicts". */
void page_add_verdicts(struct json *json, const struct report_page *page);

/* Adds the block "rates"; none without verdicts. */
void page_add_rates(struct buffer *b, const struct report_page *page);

#endif
