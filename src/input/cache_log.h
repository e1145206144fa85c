/* cache_log.h - files that csv_repeat read, as records of a cache: the identity of each file, then its snapshot.
 *
 *     source 2026-03-01T0900pool.csv | keyframe | source 2026-03-01T0901pool.csv | delta | ...
 *
 * A delta is the difference from the record before it, which is of the file before it in the directory: after a file
 * that was not kept, a keyframe follows. So a reader may use a delta if it used the file before.
 */
#ifndef INPUT_CACHE_LOG_H
#define INPUT_CACHE_LOG_H

#include "formats/capture/capture_write.h"
#include "formats/csv/csv_repeat.h"
#include "os/files.h"

/* Identifies one version of a file. */
struct cache_source {
    size_t directory; // its number in the list of directories, from 1; 0: the file cannot be kept
    struct text name; // in the directory; borrowed
    struct os_file_version stamp;
};

/* All zero at first. One per csv_repeat. */
struct cache_log {
    struct capture_writer writer;
    struct buffer records; // owned
    uint64_t file_bytes;   // of the files in them
    size_t next;           // index in the list of the file after the last one
    uint32_t *numbers;     // owned; by tag of the store: its number in the state + 1, or 0
    size_t number_count, number_capacity;
    uint64_t epoch; // the state's epoch when `numbers` was filled
    struct buffer payload, dropped;
    uint32_t *tags; // owned; of the rows
    size_t tag_capacity;
    struct capture_change *changes; // owned
    size_t change_capacity;
    struct snapshot snapshot;
};

void cache_log_free(struct cache_log *log);

/* Adds the file that was just read into the store, number `file` in the list. Without a source it is not kept, but the
 * next file can be a delta from it. */
void cache_log_add(struct cache_log *log, size_t file, const struct cache_source *source,
                   const struct csv_repeat *repeat, const struct store *store);

/* Parses a source record; false: it is invalid. The name is borrowed from it. */
bool cache_source_read(const struct record *record, struct cache_source *out);

#endif
