/* cache_log.h - the files that the fast reader took, as records of a cache: each one's name and stamp, then its
 * snapshot.
 *
 *     source 2026-03-01T0900pool.csv | keyframe | source 2026-03-01T0901pool.csv | delta | ...
 *
 * A delta says what is different from the record before it, and that is the file before it in the folder: where a file
 * between was not kept, a keyframe follows. So a reader may use a delta whenever it used the file before.
 */
#ifndef INPUT_CACHE_LOG_H
#define INPUT_CACHE_LOG_H

#include "formats/capture/capture_write.h"
#include "formats/csv/csv_repeat.h"
#include "os/os.h"

/* Which file a snapshot was read from. */
struct cache_source {
    size_t folder;    // its number among those that were listed
    struct text name; // in the folder; borrowed
    struct os_stamp stamp;
};

/* All zero at first. One for one csv_repeat at a time. */
struct cache_log {
    struct capture_writer writer;
    struct buffer records; // owned
    uint64_t file_bytes;   // of the files in them
    size_t next;           // in the list: the file behind the last one
    uint32_t *numbers;     // owned; of the store's tags, the state's + 1, or 0
    size_t number_count, number_capacity;
    uint64_t epoch; // of the state when they were found
    struct buffer payload, dropped;
    uint32_t *tags; // owned; of the rows
    size_t tag_capacity;
    struct capture_change *changes; // owned
    size_t change_capacity;
    struct snapshot snapshot;
};

void cache_log_free(struct cache_log *log);

/* Adds the file that was read into the store last, `file` in the list. Without a source it is not kept, but the next
 * one can be told from it. */
void cache_log_add(struct cache_log *log, size_t file, const struct cache_source *source,
                   const struct csv_repeat *repeat, const struct store *store);

/* The source that a record's payload says; false when it is no sound one. The name is borrowed from it. */
bool cache_source_read(const struct record *record, struct cache_source *out);

#endif
