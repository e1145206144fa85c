/* report.h - what to show: lists, a table, series, a matrix, sentences. Every view draws this, and only this.
 *
 * Values are doubles: MB (1024 x 1024 bytes) or blocks in series, plain bytes or blocks in the table; NaN is a gap or
 * unknown. Names are borrowed from the store and from the options; a report must not outlive them.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "analysis/rank.h"
#include "base/warnings.h"
#include "base/workers.h"
#include "leaks/leak.h"
#include "owners/driver_index.h"
#include "owners/tagnames.h"
#include "store/store.h"

struct report_row {
    struct text name;
    struct text driver, description; // whose the tag is, as far as known; borrowed
    bool is_total;
    double pct;                                      // the score of the original's first list; NaN for TOTAL
    double first, last, growth, percent, peak, mean; // bytes or blocks
    size_t seen;                                     // snapshots in which it is known
    size_t last_at;                                  // moment
};

struct report_matrix {
    struct text *names; // owned array, in order of bytes
    size_t *tags;       // owned; in the store; SIZE_MAX: TOTAL
    size_t count;       // 0: no correlation was asked for
    size_t total;       // which of them is TOTAL
    bool of_all;        // all tags, not only the selected ones
    bool is_shown;      // -sc: the matrix itself is asked for, too
    double *r;          // owned, count x count
};

struct report {
    enum metric metric;
    bool is_bytes;
    bool is_local;    // times are the machine's own, not UTC
    bool is_numbered; // no times are known: `utc` and `shown` are steps, of interval_us if that is not 0
    int64_t interval_us;
    const char *title; // "TotalUsedBytes (MB)", owned

    size_t files, moments, tags;
    struct tag_stats *stats; // owned; of all tags of the store
    size_t last_known;       // the last moment in which any tag's value is known
    int64_t *utc;            // owned; microseconds
    int64_t *shown;          // owned; the times to print, UTC or local
    size_t *boots;           // owned; first moments after a boot
    size_t boot_count;
    bool boots_known;

    struct text *lists[ORDERS]; // owned arrays of names
    size_t list_counts[ORDERS];
    bool list_wanted[ORDERS];

    struct text *selected; // owned; TOTAL, the included, then the lists' without repeats; also tags that are not there
    size_t selected_count;

    struct report_row *rows; // owned; of selected the ones that are there; TOTAL first
    double *series;          // owned; row_count x moments, in the unit of the title
    size_t row_count;

    struct report_matrix matrix;

    /* For the page: every pair of tags, and the tags whose r with any is defined in an order in which those that move
     * together stand together. */
    struct report_matrix everything;
    size_t *cluster; // owned; places in everything
    size_t cluster_count;

    char **notes; // owned sentences about the capture: reboots, tags that are gone
    size_t note_count;
    char **leaks; // owned lines: what of the tags leaks, and that `leaks` says more
    size_t leak_count;
    char **warnings; // owned lines about faults of the input
    size_t warning_count;
};

struct report_options {
    enum metric metric;
    bool local_times;
    struct rank_options rank;
    const struct text *include;
    size_t include_count;
    bool correlate_shown, correlate_all;
    bool everything;                    // all pairs are wanted, and their order
    const struct tagnames *names;       // whose tags are; may be NULL; borrowed, must outlive the report
    const struct driver_index *drivers; // the same
    struct workers workers;
};

/* Computes everything but the warnings, which report_warn takes when all are known. `stats`, of all tags of the store,
 * is the report's from now on. */
void report_make(struct report *report, const struct store *store, const struct report_options *options,
                 struct tag_stats *stats, const struct ranking rankings[ORDERS]);
void report_warn(struct report *report, const struct warnings *warnings);

/* Says which tags leak, if any does. */
void report_leaks(struct report *report, const struct store *store, const struct leaks *leaks);
void report_free(struct report *report);

/* "193 snapshots of 370 tags, 2025-09-15 18:00:11 to 2025-09-17 18:14:27". */
void report_add_extent(struct buffer *b, const struct report *report);

/* "2025-09-15 18:00:11", or "snapshot 3" where times are not known. */
void report_add_time(struct buffer *b, const struct report *report, size_t moment);

/* What times are: "UTC (2 d)", "local time (2 d)", "30 min apart", "times not known". */
void report_add_clock(struct buffer *b, const struct report *report);

/* The series of a row. */
const double *report_series(const struct report *report, size_t row);

/* Whether any row's owner is known. */
bool report_has_owners(const struct report *report);

/* The row of that name, or SIZE_MAX. */
size_t report_row_named(const struct report *report, struct text name);

/* Whether the tag at that place of the matrix goes with TOTAL: r > 0.9, TOTAL itself left out. */
bool report_is_significant(const struct report_matrix *matrix, size_t at);

/* "BIGGEST INCREASE (%)" ...: the original's words, padded to one width. */
const char *report_list_title(enum order order);

#endif
