/* record.h - records of named values, of a tag or of one pool of a tag, as tables, lists, CSV and JSON hold them.
 *
 *     Tag  Type  Allocs  Frees  Diff  Bytes             one pool: the columns of poolmon, under many spellings
 *     Tag  PagedAllocs  NonPagedUsedBytes  DateTime     both: those of the collector, and of our output
 *
 * A snapshot begins where snapshot_log says; a record's time is its stamp. Records of one tag are summed only where
 * each has a time with its seconds, and it is the same one: the collector and we write caches, or tags that became
 * equal, as rows of their own. If all records of a time come twice, it was recorded twice. A value that is missing, or
 * was cut by a narrow window, is unknown. Where a record is of one pool, a pool that a tag does not have was never
 * used.
 */
#ifndef FORMATS_RECORDS_RECORD_H
#define FORMATS_RECORDS_RECORD_H

#include "formats/foreign/snapshot_log.h"
#include "formats/records/record_repeats.h"
#include "model/column.h"

enum role {
    ROLE_NONE,
    ROLE_COMPUTED, // from others: bytes per alloc
    ROLE_TAG,
    ROLE_POOL,
    ROLE_POOL_ALLOCS, // of the pool that ROLE_POOL names
    ROLE_POOL_FREES,
    ROLE_POOL_LIVE,
    ROLE_POOL_BYTES,
    ROLE_COUNTER, // `counter`
    ROLE_DRIVER,
    ROLE_DESCRIPTION,
    ROLE_UTC,
    ROLE_LOCAL, // date and time
    ROLE_DATE,
    ROLE_TIME,
};

struct column_role {
    enum role role;
    enum counter counter;
};

#define RECORD_COLUMNS_MAX 32

/* What the columns of the records that follow mean. */
struct record_layout {
    struct column_role columns[RECORD_COLUMNS_MAX];
    size_t count;
    bool has_tag, has_pool; // ROLE_TAG, ROLE_POOL
    bool has_pool_values;   // any of ROLE_POOL_...
    bool has_counters;      // ROLE_COUNTER
};

/* Appends a column by its name, in any case and with any signs between its words; unknown names have ROLE_NONE. False:
 * too many columns. */
bool record_layout_add(struct record_layout *layout, struct text name);

bool record_layout_has(const struct record_layout *layout, struct column_role role);

/* Whether records of these columns can be read: a tag, and the values of one pool or counters. */
bool record_layout_is_usable(const struct record_layout *layout);

struct records {
    struct snapshot_log log;
    struct record_layout layout;
    bool are_tags_exact; // otherwise blanks at the end of tags were lost
    struct record_repeats repeats;
    unsigned pools;     // counters of typed records in the open snapshot
    struct buffer time; // owned; the time of the last record, as written
    bool tells_time;    // it is a time to the second: another snapshot has another one
    bool is_by_time;    // rows of one time were brought together: one that comes twice was recorded twice
    struct buffer text; // owned; scratch
    size_t cut_numbers; // by a narrow window
    size_t cut_line;    // of the first
    char tag[16];       // scratch
};

void records_free(struct records *records);

/* Completes the open snapshot, and opens the next one. False as below. */
bool record_begin(struct records *records, struct error *err);

/* The same, and the next one has the time in the cells, even if it is that of the record before. */
bool record_begin_at(struct records *records, const struct text *cells, size_t count, struct error *err);

/* Keeps the time in the cells, if it is another one than that of the record before. */
void record_find_time(struct records *records, const struct text *cells, size_t count);

/* Adds one record: a cell for each column of the layout. A cell that is no number is unknown, with a warning unless it
 * is empty or was cut. False: err is set, or the target stops. */
bool record_put(struct records *records, const struct text *cells, size_t count, struct error *err);

/* Leaves out the current line, a record of the open snapshot or, after a new time, of the next one, with a warning that
 * names the fault. False as above. */
bool record_drop(struct records *records, const char *fault, struct error *err);

/* At the end of a file: completes the open snapshot. Fits snapshot_log_format.finish if `records` is the context. */
bool records_finish(void *records, struct error *err);

#endif
