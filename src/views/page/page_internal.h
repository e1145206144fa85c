/* page_internal.h - what the files that write the page share. */
#ifndef VIEWS_PAGE_PAGE_INTERNAL_H
#define VIEWS_PAGE_PAGE_INTERNAL_H

#include "analysis/stats.h"
#include "base/json.h"
#include "views/page/page.h"

/* What a page can be without to stay small. */
struct page_level {
    size_t exact;     // snapshots up to which each has its own bucket
    size_t buckets;   // of longer captures
    size_t in_matrix; // tags, at most
    int steps;        // of r, from 0 to 1
    size_t details;   // drawn tags that are given moment by moment, at most
    bool pools;       // each pool on its own
};

/* The types as the page lists them: a total stands before its pools, which may refer to it. */
extern const enum metric page_types[METRICS];

/* The entries of the page: TOTAL, then the tags by growth, greatest first. */
struct page_entries {
    size_t count;
    size_t *tags; // owned; in the store; that of TOTAL is store_tags(store), here and below
    size_t *of;   // owned, by tag of the store: its entry; SIZE_MAX: it has none
    /* Of the types that the capture can tell, set by page_add_series. */
    struct tag_stats *stats[METRICS]; // owned, by tag of the store
    int64_t *totals[METRICS];         // owned; TOTAL in each moment
};

struct report_page {
    const struct report *report;
    const struct store *store;
    const struct page_options *options;
    struct page_entries entries;
    struct page_level level;
    size_t *starts; // owned; of the buckets
    size_t bucket_count;
    bool is_exact;
    size_t *details; // owned; entries
    size_t detail_count;
    size_t *order; // owned; of the matrix: places in report->cluster
    size_t order_count;
    size_t *selected_places; // owned; of the report's rows in report->everything
    char **reduced;          // owned sentences
    size_t reduced_count;
};

/* --- page_entries.c --- */

/* `stats` are those of the type that was asked for. */
void page_entries_make(struct page_entries *entries, const struct store *store, const struct tag_stats *stats);
void page_entries_free(struct page_entries *entries);
struct text page_entry_name(const struct report_page *page, size_t entry);

/* Adds the block "stats-TYPE" of each type, as elements. */
void page_add_stats(struct buffer *b, const struct report_page *page);

/* --- page_series.c --- */

/* Whether the series of the type stand among the first ones: the totals, and what was asked for. */
bool page_is_first(const struct report_page *page, enum metric metric);

/* Adds "series-TYPE-N" of the first types, and of the others; and sets the stats of all. */
void page_add_series(struct buffer *first, struct buffer *others, struct report_page *page);

/* Whether the capture can tell values of the type. */
bool page_knows(const struct report_page *page, enum metric metric);
void page_add_details(struct buffer *b, const struct report_page *page);
void page_add_times(struct buffer *b, const struct report_page *page);

/* --- page_matrix.c --- */

/* Sets page->order to the tags that vary most, at most as many as the level allows, in the order of the clusters. */
void page_choose_matrix(struct report_page *page);
void page_add_matrix(struct buffer *b, const struct report_page *page);

/* --- page_meta.c --- */

/* Adds the element "report". */
void page_add_meta(struct buffer *b, const struct report_page *page);

/* --- page_verdicts.c --- */

/* Adds the member "verdicts". */
void page_add_verdicts(struct json *json, const struct report_page *page);

#endif
