/* snapshot_log.h - the snapshots of one text file, in order, and the times that they get.
 *
 *     Fri 05/22/2020  8:05:09.53         snapshot_log_find_stamp: the time of the snapshot that begins next
 *      Memory: ...                       snapshot_log_begin: the snapshot before is complete, and goes to the target
 *      NtFs Paged 120 20 100 4096 40     snapshot_log_row
 *     Fri 05/22/2020  8:10:09.55
 *      NtFs Paged 125 20 105 4300 40     snapshot_log_continues: false, so the next snapshot begins without a heading
 *
 * A stamp belongs to the snapshot after it. Only where the first snapshot has no stamp before it, the last one has a
 * stamp after it, and blank lines do not contradict, stamps belong to the snapshots before them. A snapshot without a
 * stamp is one interval (--interval) after the previous one, or begins at --start; the only snapshot of a file gets the
 * time in the file's name, or the modification time of the file. Otherwise its time is unknown.
 */
#ifndef FORMATS_FOREIGN_SNAPSHOT_LOG_H
#define FORMATS_FOREIGN_SNAPSHOT_LOG_H

#include "base/map.h"
#include "formats/format.h"
#include "formats/text/lines.h"
#include "formats/text/pasted.h"
#include "formats/text/stamp.h"

/* Where in a file the stamps of snapshots are. */
enum stamp_place { STAMPS_UNKNOWN, STAMPS_BEFORE, STAMPS_AFTER };

struct snapshot_log {
    struct format_input *input;   // borrowed
    struct format_target *target; // borrowed
    struct lines lines;
    struct snapshot snapshot;           // the open one; the format sets its counters
    bool is_open;                       // between begin and the next begin, or the end
    bool has_lost_rows;                 // of the open one; their counters are unknown
    bool is_skipped;                    // the open one does not go to the target
    struct pasted pasted;               // owned; the current line, undressed
    struct map tags;                    // of the open one: a tag's index is its row
    struct map times;                   // of the snapshots given
    struct stamp stamp, next_stamp;     // of the open snapshot, and of the one after it
    struct stamp last_stamp;            // of the last snapshot with a stamp
    size_t stamp_line, next_stamp_line; // their line numbers
    enum stamp_order order;             // of day and month in this file
    struct stamp_orders orders;         // of dates in names of files
    enum stamp_place place;             // settled when the second snapshot begins
    bool must_peek, ends_with_stamp;    // whether a stamp comes after the last row of the file
    size_t last_row, last_blank;        // line numbers
    size_t last_stamp_line;             // the line of next_stamp's last part
    bool has_adjacent_rows;             // two rows of the open snapshot without a line between them
    bool warned_ambiguous;              // of day and month
    bool warned_encoding;               // of a change of encoding
    bool warned_partial;                // of a date without a time, or the reverse
    size_t given;                       // snapshots that went to the target
    int64_t last_us;                    // time of the last one given, with has_last
    enum time_basis last_basis;
    bool has_last;
};

/* `log` borrows both; the reader of the input is open. Reads ahead to find the order of day and month in its dates. */
void snapshot_log_open(struct snapshot_log *log, struct format_input *input, struct format_target *target);
void snapshot_log_free(struct snapshot_log *log);

/* How one format reads the lines of a log. Both functions get the format's own context; false: err is set, or the
 * target stops. */
struct snapshot_log_format {
    bool (*read_line)(void *context, struct text line, struct error *err);
    bool (*finish)(void *context, struct error *err); // after the last line, before the open snapshot ends; may be NULL
    bool is_pasted;                                   // lines may be copied from screens, mail or tickets: pasted.h
    const char *no_snapshot;                          // the error for a file without a snapshot, after its path
};

/* Reads all lines, and finishes the log. False: err is set, or the target stops. */
bool snapshot_log_read(struct snapshot_log *log, const struct snapshot_log_format *format, void *context,
                       struct error *err);

/* Opens a log, reads all of it and frees it: for a format whose only context is the log. False as for
 * snapshot_log_read. */
bool snapshot_log_read_input(struct format_input *input, struct format_target *target,
                             const struct snapshot_log_format *format, struct error *err);

/* Ends the last snapshot; for a format whose input has no lines. False as for snapshot_log_read. */
bool snapshot_log_finish(struct snapshot_log *log, const struct snapshot_log_format *format, void *context,
                         struct error *err);

/* Keeps a date or time in the line, if there is one. */
bool snapshot_log_find_stamp(struct snapshot_log *log, struct text line);

/* The same for a time that the format parsed itself: a complete stamp. */
void snapshot_log_set_stamp(struct snapshot_log *log, const struct stamp *stamp);

/* Ends the open snapshot, which goes to the target unless it has no rows, and opens the next one. False: the target
 * stops. */
bool snapshot_log_begin(struct snapshot_log *log, struct error *err);

/* Whether a row of that tag on the current line is of the open snapshot. False: it is the first row of the next one,
 * because there was a new stamp, because the snapshot has the row already (`has_row`; a source that can print one row
 * twice passes false), or because there was a blank line and the snapshot has the tag. */
bool snapshot_log_continues(struct snapshot_log *log, struct text tag, bool has_row);

/* Whether the open snapshot has a row of that tag. */
bool snapshot_log_has(const struct snapshot_log *log, struct text tag);

/* The row of that tag in the open snapshot, all zero if it is new; valid until the next call. */
struct snapshot_row *snapshot_log_row(struct snapshot_log *log, struct text tag, bool *is_new);

/* Whether a line has as many numbers as a row of any format: four, which prose and stamps do not have. */
bool snapshot_log_resembles_row(struct text line);

/* Leaves out a row of the open snapshot, the current line, with a warning that names the fault. */
void snapshot_log_drop_row(struct snapshot_log *log, const char *fault);

#endif
