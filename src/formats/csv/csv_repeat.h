/* csv_repeat.h - reads a CSV file that says mostly what the one before it said, and parses only the rows that changed.
 *
 *     file before    "09:00:00","Thre","120","20",...     "09:00:00","NtFs","75","71",...
 *     this file      "09:01:00","Thre","120","20",...     "09:01:00","NtFs","80","71",...
 *                    <-time---><------ equal ------>      <-time---><------ parsed ------
 *
 * Rows are compared as raw bytes, in UTF-8 and in UTF-16; the store repeats the snapshot before and takes the changes.
 * It reads sound files of one snapshot only. At the first surprise it gives up without having touched the store, and
 * formats/csv reads the file: that one is the reference, and all faults are its to tell.
 */
#ifndef FORMATS_CSV_CSV_REPEAT_H
#define FORMATS_CSV_CSV_REPEAT_H

#include "base/buffer.h"
#include "base/map.h"
#include "formats/csv/csv_repeat_row.h"
#include "store/store.h"

/* A row of a file that is in the store: what stands from its tag on, line end included. */
struct repeat_row {
    uint32_t at, length; // bytes
    uint32_t tag;
};

/* A row that is not equal to one of the file before. */
struct repeat_change {
    struct pool_row values;
    size_t row;  // in the file
    size_t name; // in `added`, or MAP_NONE: the row's tag is one of the file before
};

struct repeat_file {
    struct buffer bytes; // owned
    size_t heading;      // bytes up to the first row
    size_t prefix;       // bytes of a row in front of its tag: the same in all rows
    struct repeat_syntax syntax;
    struct repeat_row *rows; // owned
    size_t count, capacity;
    size_t moment; // in the store
};

/* All zero at first, and for one store; buffers are kept from one file to the next. */
struct csv_repeat {
    struct repeat_file now, before;
    bool has_before;
    int64_t utc_us, local_us; // of `before`
    bool has_compared;   // `before` was: rows without a change are as in the file that was read before it; else all
                         // rows have one
    struct buffer taken; // a byte per row of `before`: this file has its tag
    uint32_t *place;     // owned, by tag: its row in `before` + 1, or 0; made when rows are not in the same order
    size_t place_count, place_capacity;
    bool has_place;
    struct repeat_change *changes; // owned: the rows that are not equal, ascending
    size_t change_count, change_capacity;
    struct map added; // names of tags that `before` has not
    struct buffer text, scratch;
};

void csv_repeat_free(struct csv_repeat *repeat);

/* Reads the file as a new source of the store: it is `before` then, and changes are its. False: it did not, and nothing
 * happened, but that changes are no longer there. */
bool csv_repeat_file(struct csv_repeat *repeat, const char *path, struct store *store);

/* The same with what stands in now.bytes. */
bool csv_repeat_bytes(struct csv_repeat *repeat, const char *name, struct store *store);

#endif
