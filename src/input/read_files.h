/* read_files.h - reads a list of files into the store: on several threads, and through the cache where there is one. */
#ifndef INPUT_READ_FILES_H
#define INPUT_READ_FILES_H

#include "base/error.h"
#include "base/warnings.h"
#include "base/workers.h"
#include "formats/format.h"
#include "input/cache.h"
#include "input/file_list.h"
#include "store/store.h"

/* Called before each file, and after the last with done == total; by one thread at a time. */
struct read_progress {
    void (*report)(void *context, size_t done, size_t total);
    void *context;
};

struct read_options {
    struct format_clock clock;
    bool allows_large; // members of packed files may unpack to any size
    struct read_progress progress;
    struct workers workers;   // long directories of CSV files are read by several threads, with the same result
    struct cache *cache;      // all zero: opened as `place` says, and for the caller to write and free; NULL: none
    struct cache_place place; // of the cache
};

/* Reads every file into the target; the caller finishes the store. A file that cannot be used is a warning. False: none
 * can be used, or the target stops. */
bool read_files(const struct file_list *list, struct format_target *target, struct read_options options,
                struct warnings *warnings, struct error *err);

#endif
