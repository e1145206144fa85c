/* csv_directory.h - writes a directory of CSV files, one per snapshot, as the original's collector does.
 *
 * Times are those of shown_time. No file overwrites another, except for a snapshot that was recorded twice: where only
 * the local time repeats, as at the end of daylight saving time, the name alone gets a fraction.
 */
#ifndef FORMATS_CSV_CSV_DIRECTORY_H
#define FORMATS_CSV_CSV_DIRECTORY_H

#include "base/error.h"
#include "formats/csv/csv_write.h"
#include "formats/shown_times.h"

struct csv_directory {
    const char *path; // borrowed; the directory exists
    enum csv_encoding encoding;
    struct shown_times times;
    uint64_t written;    // bytes of all files
    struct buffer bytes; // owned; of one file
};

void csv_directory_free(struct csv_directory *directory);

/* Writes the snapshot's file. *is_repeat: a snapshot of exactly this time came before, and its file is overwritten. */
bool csv_directory_put(struct csv_directory *directory, const struct snapshot *snapshot, bool *is_repeat,
                       struct error *err);

#endif
