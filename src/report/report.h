/* report.h - what to show: lists, a table, series, a matrix, sentences. Views draw a report and compute nothing.
 *
 * Series are in MB (1024 x 1024 bytes) or blocks, table rows in bytes or blocks; NaN is a gap or unknown.
 * Names are borrowed from the store and from the options, which must outlive the report.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "analysis/rank.h"

struct report_row {
    struct text name;
    struct text driver, description; // owner of the tag; empty: unknown. Borrowed
    bool is_total;
    double pct;                                      // the score of the original's first list; NaN for TOTAL
    double first, last, growth, percent, peak, mean; // bytes or blocks
    size_t seen;                                     // snapshots in which the value is known
    size_t last_at;                                  // the last of them, a moment
};

struct report_matrix {
    struct text *names; // owned array, in byte order
    size_t *tags;       // owned; indices in the store; SIZE_MAX: TOTAL
    size_t count;       // 0: no correlation was requested
    size_t total;       // index of TOTAL
    bool of_all;        // all tags, not only the selected ones
    bool is_shown;      // -sc: the matrix itself was requested as well
    double *r;          // owned, count x count
};

struct report {
    enum metric metric;
    bool is_bytes;
    bool is_local;    // times are the machine's local time, not UTC
    bool is_numbered; // times are unknown: `utc` and `shown` count in steps of interval_us, or of 1 s if that is 0
    int64_t interval_us;
    const char *title; // "TotalUsedBytes (MB)", owned

    size_t files, moments, tags;
    struct tag_stats *stats; // owned; by tag of the store
    size_t last_known;       // the last moment with a known value of any tag
    int64_t *utc;            // owned; microseconds
    int64_t *shown;          // owned; the times to print, UTC or local
    size_t *reboots;         // owned; the first moment after each reboot
    size_t reboot_count;
    bool reboots_known;

    struct text *lists[ORDERS]; // owned arrays of names
    size_t list_counts[ORDERS];
    bool list_wanted[ORDERS];

    struct text *selected; // owned; TOTAL, the included tags, then those of the lists; no repeats; may name absent tags
    size_t selected_count;

    struct report_row *rows; // owned; the selected tags that exist; TOTAL first
    double *series;          // owned; row_count x moments, in the unit of the title
    size_t row_count;

    struct report_matrix matrix;

    /* For the page: r of every pair of tags, and the tags with any defined r in cluster order. */
    struct report_matrix everything;
    size_t *cluster; // owned; indices in everything
    size_t cluster_count;

    char **notes; // owned sentences about the capture: reboots, tags that disappeared
    size_t note_count;
    char **leaks; // owned lines: which tags leak, and a pointer to `poolmonviz leaks`
    size_t leak_count;
    char **warnings; // owned lines about faults of the input
    size_t warning_count;
};

void report_free(struct report *report);
void report_matrix_free(struct report_matrix *matrix);

/* The series of a row: `moments` values, borrowed. */
const double *report_series(const struct report *report, size_t row);

/* Whether the owner of any row is known. */
bool report_has_owners(const struct report *report);

/* Whether the tag at that index of the matrix has r > 0.9 with TOTAL; false for TOTAL itself. */
bool report_is_significant(const struct report_matrix *matrix, size_t index);

/* "BIGGEST INCREASE (%)" ...: the original's words, padded to one width. */
const char *report_list_title(enum order order);

#endif
