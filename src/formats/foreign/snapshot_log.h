/* snapshot_log.h - the snapshots of one text file, one after the other, and the times that they get.
 *
 *     Fri 05/22/2020  8:05:09.53         series_line: a stamp, for the snapshot that begins next
 *      Memory: ...                       series_begin: the snapshot before is whole, and goes to the target
 *      NtFs Paged 120 20 100 4096 40     series_row
 *
 * A stamp before a snapshot is its own, unless the first one has none before and one behind it: then all stand behind. A
 * snapshot without a stamp is an interval later than the one before, or begins where the user says that it does, or, being
 * the only one in its file, has the time of the file's name or of the file. Else its time is not known.
 */
#ifndef FORMATS_FOREIGN_SNAPSHOT_LOG_H
#define FORMATS_FOREIGN_SNAPSHOT_LOG_H

#include "base/map.h"
#include "formats/format.h"
#include "formats/text/lines.h"
#include "formats/text/stamp.h"

struct series {
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

void series_open(struct series *series, struct format_input *input, struct format_target *target);
void series_free(struct series *series);

/* The next line of the file. */
enum lines_next series_next(struct series *series, struct text *line, struct error *err);

/* The same with plain blanks (lines_plain), as of screens that somebody copied. */
enum lines_next series_next_plain(struct series *series, struct text *line, struct error *err);

/* Whether the line holds a stamp, which is then kept. */
bool series_line(struct series *series, struct text line);

/* Ends the open snapshot, and gives it to the target; one without rows is none. False: the target wants no more. */
bool series_begin(struct series *series, struct error *err);
bool series_end(struct series *series, struct error *err);

/* The row of that tag in the open snapshot, all zero if it is new; valid until the next one. */
struct snapshot_row *series_row(struct series *series, struct text tag, bool *is_new);

/* Warns of the line at hand: a row of the open snapshot that is left out for this fault. */
void series_lost(struct series *series, const char *fault);

#endif
