/* csv_folder.h - a folder of CSV files being written, one a snapshot, as the original's collector leaves it.
 *
 * Times are those of shown_time. No file replaces another, but for a snapshot that is given twice: where only the local
 * time repeats, as in autumn, the name alone gets a fraction.
 */
#ifndef FORMATS_CSV_CSV_FOLDER_H
#define FORMATS_CSV_CSV_FOLDER_H

#include "base/error.h"
#include "formats/csv/csv_write.h"
#include "formats/shown_times.h"

struct csv_folder {
    const char *path; // borrowed; it is there
    enum csv_encoding encoding;
    struct shown_times times;
    uint64_t written;    // bytes of all files
    struct buffer bytes; // owned; one file's
};

void csv_folder_free(struct csv_folder *folder);

/* *again: one of the very same time was there before, and this one takes its place. */
bool csv_folder_put(struct csv_folder *folder, const struct snapshot *snapshot, bool *again, struct error *err);

#endif
