/* cache.h - snapshots read from directories of CSV files, kept so that the next run need not parse the files again.
 *
 *     HASH.pmcap   header | cache: version, reader, directories | source, snapshot | source, snapshot | ...
 *
 * One file for each list of directories, in the user's cache directory. It contains the files that csv_repeat read,
 * which are valid and give no warning; all others are read each time. Each entry has the name, length and modification
 * time of its file: if these differ, the file is read. Entries are in the order of the files, so one pass over the
 * cache is enough; new files at the end are appended, other changes rewrite the cache.
 *
 * A cache that is damaged, or of another version or other directories, is ignored, as is everything after the first
 * fault. docs/cache.md is the description for users.
 */
#ifndef INPUT_CACHE_H
#define INPUT_CACHE_H

#include "formats/capture/capture_load.h"
#include "input/cache_log.h"

/* Where caches are stored. All borrowed. */
struct cache_place {
    const char *directory;
    uint64_t most_bytes;  // limit of all caches together
    uint64_t worth_bytes; // bytes of CSV from which on a cache is created; 0: a default that is worth the time
    const char *reader;   // version of the program: another one may read files differently
};

/* All zero is no cache: nothing is found in it, and it is not written. */
struct cache {
    struct cache_place place;
    char *path;             // owned
    struct buffer head;     // owned; header and first record, as expected
    struct buffer bytes;    // owned; the file as it was read
    size_t entry;           // offset in `bytes` of the current entry
    size_t entry_end;       // offset after it
    size_t kept;            // length of the part of `bytes` that remains in the file
    struct buffer appended; // owned; what follows that part
    uint64_t fresh_files;   // bytes of the files that were read for it
    struct record snapshot; // of the current entry
    struct capture_loader loader;
    size_t used; // entries
};

/* Reads the cache of these directories, if there is one. Failures are not reported: the files are read then. */
void cache_open(struct cache *cache, const struct cache_place *place, char *const *directories, size_t count,
                struct store *store);
void cache_free(struct cache *cache);

/* The next entry; false after the last valid one. *is_keyframe: it does not depend on the entry before. */
bool cache_next(struct cache *cache, struct cache_source *source, bool *is_keyframe);

/* Loads the current entry into the store, as file number `file`, and continues the log from it. False: it is
 * invalid. */
bool cache_use(struct cache *cache, const char *path, size_t file, struct cache_log *log);

/* Appends entries of files that were read; empties the log. */
void cache_append_log(struct cache *cache, struct cache_log *log);

/* Writes the changes, if that is worth it, and deletes the oldest caches beyond the limit. */
void cache_write(struct cache *cache);

#endif
