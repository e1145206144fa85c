/* folder.h - reads a list of files into the store: on several threads, and through the cache where there is one. */
#ifndef INPUT_FOLDER_H
#define INPUT_FOLDER_H

#include "base/error.h"
#include "base/warnings.h"
#include "base/workers.h"
#include "formats/format.h"
#include "input/cache.h"
#include "input/file_list.h"
#include "store/store.h"

/* Called before each file, and after the last with done == total; by one thread at a time. */
struct folder_progress {
    void (*report)(void *context, size_t done, size_t total);
    void *context;
};

struct folder_options {
    struct format_clock clock;
    struct folder_progress progress;
    struct workers workers;   // long folders of CSV files are read by several threads, with the same result
    struct cache *cache;      // all zero: opened as `place` says, and for the caller to write and free; NULL: none
    struct cache_place place; // of the cache
};

/* Reads every file into the target; the caller finishes the store. A file that cannot be used is a warning. False: none
 * can be used, or the target stops. */
bool folder_read(const struct file_list *list, struct format_target *target, struct folder_options options,
                 struct warnings *warnings, struct error *err);

#endif
