/* csv_repeat.h - reads a CSV file that mostly repeats the one before it, and parses only the rows that changed.
 *
 *     file before    "09:00:00","Thre","120","20",...     "09:00:00","NtFs","75","71",...
 *     this file      "09:01:00","Thre","120","20",...     "09:01:00","NtFs","80","71",...
 *                    <-prefix-><------ equal ------>      <-prefix-><------ parsed ------
 *
 * Rows are compared as raw bytes, in UTF-8 and in UTF-16; the store repeats the snapshot before and gets the changes.
 *
 * It reads valid files of one snapshot only. At anything unexpected it gives up before it changes the store, and
 * formats/csv/csv reads the file: that is the reference, and reports all faults.
 */
#ifndef FORMATS_CSV_CSV_REPEAT_H
#define FORMATS_CSV_CSV_REPEAT_H

#include "base/buffer.h"
#include "base/map.h"
#include "formats/csv/csv_repeat_row.h"
#include "packed/bytes.h"
#include "store/store.h"

/* A row of a file that is in the store: its bytes from the tag on, line end included. */
struct repeat_row {
    uint32_t offset, length;
    uint32_t tag; // of the store
};

/* A row that does not equal its row of the file before. */
struct repeat_change {
    struct pool_row values;
    size_t row;  // in the file
    size_t name; // in `added`; MAP_NONE: the file before has the tag
};

struct repeat_file {
    struct buffer bytes; // owned
    size_t heading;      // length of the heading, up to the first row
    size_t prefix;       // length of a row before its tag: the same bytes in all rows
    struct repeat_syntax syntax;
    struct repeat_row *rows; // owned
    size_t count, capacity;
    size_t moment; // in the store
};

/* All zero at first; for one store. Buffers are kept from one file to the next. */
struct csv_repeat {
    struct repeat_file now, before;
    bool has_before;
    int64_t utc_us, local_us; // of `before`
    bool has_compared;        // `before` was compared with its own predecessor; otherwise all its rows are in `changes`
    struct buffer matched;    // a byte per row of `before`: this file has its tag
    uint32_t *row_by_tag;     // owned, by tag: its row in `before` + 1, or 0; built when rows are in another order
    size_t row_by_tag_count, row_by_tag_capacity;
    bool has_row_by_tag;
    struct repeat_change *changes; // owned; ascending
    size_t change_count, change_capacity;
    struct map added; // names of tags that `before` does not have
    struct buffer text, scratch;
};

void csv_repeat_free(struct csv_repeat *repeat);

/* Reads the file as a new source of the store; afterwards it is `before`, and `changes` are its changes. False: it was
 * not read, and nothing changed except that `changes` is invalid. */
bool csv_repeat_file(struct csv_repeat *repeat, struct bytes_place place, struct store *store);

/* The same with the bytes in now.bytes. */
bool csv_repeat_bytes(struct csv_repeat *repeat, const char *name, struct store *store);

#endif
