/* csv.h - reads the original collector's files: *pool.csv, one or many snapshots each, rows into the store.
 *
 * A file is read as far as it is sound. A row with the wrong number of fields, without a time, or cut, is left out; a
 * cell that is no whole number is missing while its row's others count. Each such fault is one warning, and the
 * snapshot is marked as not whole.
 */
#ifndef FORMATS_CSV_CSV_H
#define FORMATS_CSV_CSV_H

#include "base/warnings.h"
#include "formats/csv/csv_target.h"
#include "formats/text/reader.h"

/* Reads what the open reader gives into the target. False when the file gave no row at all, or could
 * not be read to its end; rows that were read stay in the target. */
bool csv_read(struct reader *reader, struct csv_target *target, struct warnings *warnings, struct error *err);

#endif
