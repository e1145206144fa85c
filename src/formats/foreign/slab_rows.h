/* slab_rows.h - what the readers of slabinfo and of slabtop have in common: which snapshot a row belongs to.
 *
 *     monday.txt:kmalloc-64   34886 ...        the name of a file, as grep prints it
 *     /proc/slabinfo:12:kmalloc-64 ...         and the number of a line
 *
 * Several caches of one snapshot may have one name: they are rows one after the other below one heading, and are
 * summed. A name that occurs again is of the next snapshot where
 *
 *     no heading tells where a snapshot begins: the rows were selected by grep or the like;
 *     the first of few rows comes again, with its size: the heading was printed once, the rows in a loop;
 *     something else stands between the rows, such as a prompt.
 */
#ifndef FORMATS_FOREIGN_SLAB_ROWS_H
#define FORMATS_FOREIGN_SLAB_ROWS_H

#include "base/buffer.h"
#include "formats/foreign/snapshot_log.h"
#include "formats/slabinfo.h"

#define SLAB_SELECTED_MAX 32 // rows; every kernel has more caches

/* What a name that occurs again in the open snapshot means. */
enum slab_repeat {
    SLAB_REPEAT_IS_NEXT,          // the next snapshot: there is no heading, or the rows are known to be complete
    SLAB_REPEAT_OF_FIRST_IS_NEXT, // a heading that may stand above all snapshots
    SLAB_REPEAT_IS_SUMMED         // the heading says that there are more rows
};

struct slab_rows {
    struct snapshot_log log;
    struct buffer file; // owned; the name before the last row, with its colon; empty: none
    int64_t first_size; // of the objects of the open snapshot's first row
    bool is_selected;   // the open snapshot is only a part: rows of it were selected
};

void slab_rows_free(struct slab_rows *rows);

/* Removes the name of a file with a point or slash in it, or any other name if `is_any`, and the number of a line from
 * the front of *line. Returns the name with its colon; empty: there is none. */
struct text slab_rows_take_file(struct text *line, bool is_any);

/* Whether text before a row ends there: a blank, or what separates cells. */
bool slab_rows_is_separator(char c);

/* The text before a row as a time, without a colon or separator at its end; empty: it is none. */
struct text slab_rows_time_before(struct text before);

/* Ends the open snapshot, and begins one with the counters of slabs. False: the target stops. */
bool slab_rows_begin(struct slab_rows *rows, struct error *err);

/* Whether the name before a row is another one than before the last row with a name, and keeps it: rows of another
 * file are of another snapshot. `file` may be empty. */
bool slab_rows_is_other_file(struct slab_rows *rows, struct text file);

/* Whether a row of the current line is of the open snapshot; to be asked once for a row. `is_next`: the caller knows
 * that it is not. */
bool slab_rows_continue(struct slab_rows *rows, const struct slab_cache *row, bool is_next, enum slab_repeat repeat);

/* Adds a row to the open snapshot. */
void slab_rows_add(struct slab_rows *rows, const struct slab_cache *row);

/* The current line belongs to the row before it: it is not something between rows. */
void slab_rows_skip_line(struct slab_rows *rows);

/* At the end of a snapshot: selected rows are not all. */
void slab_rows_end(struct slab_rows *rows);

#endif
