/* cache.h - what was read of folders of CSV files, kept so that it need not be read again.
 *
 *     HASH.pmcap   header | cache: version, reader, folders | source, snapshot | source, snapshot | ...
 *
 * One file for each list of folders, in a place of the user's own. It holds the files that the fast reader took, which
 * are sound and give no warning; all others are read each time. Every entry says which file it is of, how long that was
 * and when it was written: where that is so no more, the file is read. Entries stand in the order of the files, so that
 * reading passes once over the cache; files at the end are appended to it, other changes write it anew.
 *
 * A cache that is not sound, of another version or of other folders is as good as none. What stands behind the first
 * fault is not looked at. docs/cache.md says the same to users.
 */
#ifndef INPUT_CACHE_H
#define INPUT_CACHE_H

#include "formats/capture/capture_load.h"
#include "input/cache_log.h"

/* Where caches stand. All borrowed. */
struct cache_place {
    const char *folder;
    uint64_t most_bytes;  // of all caches
    uint64_t worth_bytes; // a cache is begun for so much CSV at least; 0: for as much as makes a difference
    const char *reader;   // the version of the program: another one may understand the files otherwise
};

/* One that is all zero is none: nothing is found in it, and it is not written. */
struct cache {
    struct cache_place place;
    char *path;           // owned
    struct buffer head;   // header and first record, as they should be
    struct buffer bytes;  // of the file as it was found
    size_t at;            // in bytes: the entry at hand
    size_t end;           // of the entry at hand
    size_t sound;         // so many of the bytes stay as they are
    struct buffer fresh;  // what belongs behind them
    uint64_t fresh_files; // bytes of the files that were read for it
    struct record snapshot;
    struct capture_loader loader;
    size_t used; // entries
};

/* Looks whether there is a cache for these folders. */
void cache_open(struct cache *cache, const struct cache_place *place, char *const *folders, size_t count,
                struct store *store);
void cache_free(struct cache *cache);

/* The next entry; false behind the last sound one. *is_whole: it does not need the one before it. */
bool cache_next(struct cache *cache, struct cache_source *source, bool *is_whole);

/* Puts the entry at hand into the store, as file number `file`, and the log goes on from it. False: it is not sound. */
bool cache_use(struct cache *cache, const char *path, size_t file, struct cache_log *log);

/* Behind the entries so far come these of files that were read; the log is emptied. */
void cache_append_log(struct cache *cache, struct cache_log *log);

/* Writes what changed, if that is worth it, and removes the oldest caches where there are too many. */
void cache_write(struct cache *cache);

#endif
