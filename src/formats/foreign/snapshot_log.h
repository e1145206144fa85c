/* snapshot_log.h - the snapshots of one text file, in order, and the times that they get.
 *
 *     Fri 05/22/2020  8:05:09.53         snapshot_log_find_stamp: the time of the snapshot that begins next
 *      Memory: ...                       snapshot_log_begin: the snapshot before is complete, and goes to the target
 *      NtFs Paged 120 20 100 4096 40     snapshot_log_row
 *
 * A stamp belongs to the snapshot after it, unless the first snapshot has none before it and one after it: then all
 * stamps follow their snapshots. A snapshot without a stamp is one interval (--interval) after the previous one, or
 * begins at --start; the only snapshot of a file gets the time in the file's name, or the modification time of the
 * file. Otherwise its time is unknown.
 */
#ifndef FORMATS_FOREIGN_SNAPSHOT_LOG_H
#define FORMATS_FOREIGN_SNAPSHOT_LOG_H

#include "base/map.h"
#include "formats/format.h"
#include "formats/text/lines.h"
#include "formats/text/stamp.h"

struct snapshot_log {
    struct format_input *input;   // borrowed
    struct format_target *target; // borrowed
    struct lines lines;
    struct snapshot snapshot;           // the open one; the format sets its counters
    bool is_open;                       // between begin and the next begin, or the end
    bool has_lost_rows;                 // of the open one; their counters are unknown
    bool is_skipped;                    // the open one does not go to the target
    struct buffer scratch;              // owned; a line without no-break spaces
    struct map tags;                    // of the open one: a tag's index is its row
    struct map times;                   // of the snapshots given
    struct stamp stamp, next_stamp;     // of the open snapshot, and of the one after it
    size_t stamp_line, next_stamp_line; // their line numbers
    enum stamp_order order;             // of day and month in this file
    bool stamps_follow;                 // their snapshots
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
    bool replaces_nbsp;                               // in lines, as in copied screens: lines_replace_nbsp
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

/* Ends the open snapshot, which goes to the target unless it has no rows, and opens the next one. False: the target
 * stops. */
bool snapshot_log_begin(struct snapshot_log *log, struct error *err);

/* The row of that tag in the open snapshot, all zero if it is new; valid until the next call. */
struct snapshot_row *snapshot_log_row(struct snapshot_log *log, struct text tag, bool *is_new);

/* Leaves out a row of the open snapshot, the current line, with a warning that names the fault. */
void snapshot_log_drop_row(struct snapshot_log *log, const char *fault);

#endif
