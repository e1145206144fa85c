/* csv_write.h - a snapshot as the original's collector writes it, so that the original's visualizer reads it.
 *
 *     "DateTime","DateTimeUTC","Tag","PagedAllocs",...,"TotalUsedBytes"[,"Binary","Description"]      CR LF, every field quoted
 *
 * Diff is signed, as the script computes it: allocs less frees, each in 32 bits. Columns that the snapshot does not know
 * are left out; a cell that it does not know is empty.
 */
#ifndef FORMATS_CSV_CSV_WRITE_H
#define FORMATS_CSV_CSV_WRITE_H

#include "model/snapshot.h"

enum csv_encoding {
    CSV_UTF16, // PowerShell 5.1: UTF-16LE with a byte order mark
    CSV_UTF8,  // PowerShell 7: without
};

/* Appends a file's bytes. `utc_us` is the time to write; local time keeps its distance from it. */
void csv_write(struct buffer *out, const struct snapshot *snapshot, int64_t utc_us, enum csv_encoding encoding);

/* The file's name as that PowerShell's date formatting makes it: "2021.07.13_11.04.49_1626174289.pool.csv". Its last
 * number is the local clock taken for UTC in 5.1, and true UTC in 7. */
void csv_write_name(struct buffer *out, const struct snapshot *snapshot, int64_t utc_us, enum csv_encoding encoding);

#endif
