/* folder.h - files and folders, as the user names them, into the store.
 *
 * Of a folder its *pool.csv files are read, as the original does, and its *.pmcap files; if the user wants all files,
 * every one that a format knows. A file that is named is read whatever its name. What a file is, its content says.
 */
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
    struct workers workers; // long folders of CSV files are read in runs side by side; what comes of it is the same
    struct cache *cache;    // all zero: opened as `place` says, and for the caller to write and free; NULL: none
    struct cache_place place;
};

/* Reads every file into the target, and a store the caller then finishes. A file that cannot be used is a warning;
 * false only when none could, or the target wants no more. */
bool folder_read(const struct file_list *list, struct format_target *target, struct folder_options options,
                 struct warnings *warnings, struct error *err);

#endif
