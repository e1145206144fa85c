/* csv_write.h - writes a snapshot as the original's collector does, so that the original's visualizer reads it.
 *
 *     "DateTime","DateTimeUTC","Tag","PagedAllocs",...,"TotalUsedBytes"[,"Binary","Description"]
 *
 * Every field is quoted; lines end with CR LF. Diff is signed, as the script computes it: allocs less frees, each in 32
 * bits. Counters that the snapshot does not have are left out; an unknown cell is empty.
 */
#ifndef FORMATS_CSV_CSV_WRITE_H
#define FORMATS_CSV_CSV_WRITE_H

#include "model/snapshot.h"

enum csv_encoding {
    CSV_UTF16, // PowerShell 5.1: UTF-16LE with a byte order mark
    CSV_UTF8,  // PowerShell 7: without one
};

/* Appends a file's bytes. `utc_us` is the time to write; local time keeps its distance from it. */
void csv_write(struct buffer *out, const struct snapshot *snapshot, int64_t utc_us, enum csv_encoding encoding);

/* The name that this version of PowerShell gives the file: "2021.07.13_11.04.49_1626174289.pool.csv". Its last number
 * is the local time taken for UTC in 5.1, and UTC in 7. */
void csv_write_name(struct buffer *out, const struct snapshot *snapshot, int64_t utc_us, enum csv_encoding encoding);

#endif
