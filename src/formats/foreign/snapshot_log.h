/* snapshot_log.h - the snapshots of one text file, one after the other, and the times that they get.
 *
 *     Fri 05/22/2020  8:05:09.53         snapshot_log_find_stamp: a stamp, for the snapshot that begins next
 *      Memory: ...                       snapshot_log_begin: the snapshot before is whole, and goes to the target
 *      NtFs Paged 120 20 100 4096 40     snapshot_log_row
 *
 * A stamp before a snapshot is its own, unless the first one has none before and one behind it: then all stand behind.
 * A snapshot without a stamp is an interval later than the one before, or begins where the user says that it does, or,
 * being the only one in its file, has the time of the file's name or of the file. Else its time is not known.
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
    struct snapshot snapshot; // the open one; whoever fills it sets its counters
    bool is_open;
    bool has_lost_rows;         // the open one; of unknown counters
    bool is_left_out;           // the open one goes nowhere
    struct buffer plain;        // owned; a line with plain blanks
    struct map tags;            // of the open one: a tag's index is its row
    struct map times;           // that snapshots were given
    struct stamp own, next;     // of the open snapshot, and of the one after it
    size_t own_line, next_line; // where they stand
    enum stamp_order order;
    bool is_trailing;      // stamps stand behind their snapshots
    bool has_doubted;      // and said so
    bool has_told_foreign; // said that text is in another encoding
    bool has_told_half;    // said that a stamp was half understood
    size_t given;
    int64_t last_us; // of the snapshot given last, where `has_last`
    enum time_basis last_basis;
    bool has_last;
};

void snapshot_log_open(struct snapshot_log *log, struct format_input *input, struct format_target *target);
void snapshot_log_free(struct snapshot_log *log);

/* How one format reads the lines of a log. Both functions get the format's own context; false: err is set, or the
 * target wants no more. */
struct snapshot_log_format {
    bool (*read_line)(void *context, struct text line, struct error *err);
    bool (*finish)(void *context, struct error *err); // after the last line, before the open snapshot ends; may be NULL
    bool has_plain_blanks;                            // lines are as lines_replace_nbsp returns them: of copied screens
    const char *no_snapshot;                          // the error of a file without a snapshot, after its path
};

/* Reads all lines, and finishes the log. False: err is set, or the target wants no more. */
bool snapshot_log_read(struct snapshot_log *log, const struct snapshot_log_format *format, void *context,
                       struct error *err);

/* Ends the last snapshot; for a format whose input has no lines. False as for snapshot_log_read. */
bool snapshot_log_finish(struct snapshot_log *log, const struct snapshot_log_format *format, void *context,
                         struct error *err);

/* Whether the line holds a stamp, which is then kept. */
bool snapshot_log_find_stamp(struct snapshot_log *log, struct text line);

/* Ends the open snapshot, and gives it to the target; one without rows is none. False: the target wants no more. */
bool snapshot_log_begin(struct snapshot_log *log, struct error *err);

/* The row of that tag in the open snapshot, all zero if it is new; valid until the next one. */
struct snapshot_row *snapshot_log_row(struct snapshot_log *log, struct text tag, bool *is_new);

/* Warns of the line at hand: a row of the open snapshot that is left out for this fault. */
void snapshot_log_drop_row(struct snapshot_log *log, const char *fault);

#endif
