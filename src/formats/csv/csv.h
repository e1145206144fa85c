/* csv.h - reads the original collector's files: *pool.csv, one or many snapshots each.
 *
 * A file is read as far as it is valid. A row with the wrong number of fields, without a time, or truncated is left
 * out; a cell that is no integer is missing, while the other cells of its row count. Each such fault is a warning, and
 * its snapshot is marked as incomplete.
 */
#ifndef FORMATS_CSV_CSV_H
#define FORMATS_CSV_CSV_H

#include "base/warnings.h"
#include "formats/csv/csv_target.h"
#include "formats/text/reader.h"

/* Reads all rows of the open reader into the target. False: no row is usable, or a read error; rows read before it stay
 * in the target. */
bool csv_read(struct reader *reader, struct csv_target *target, struct warnings *warnings, struct error *err);

#endif
