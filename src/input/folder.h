/* folder.h - files and folders, as the user names them, into the store.
 *
 * Of a folder its *pool.csv files are read, as the original does, and its *.pmcap files; if the user wants all files, every
 * one that a format knows. A file that is named is read whatever its name. What a file is, its content says.
 */
#ifndef INPUT_FOLDER_H
#define INPUT_FOLDER_H

#include "base/error.h"
#include "base/warnings.h"
#include "base/workers.h"
#include "formats/format.h"
#include "input/cache.h"
#include "store/store.h"

/* The files to read: as named, those of a folder in order of name. */
struct file_list {
    char **paths; // owned
    size_t count, capacity;
    size_t *of_folder; // owned; in which of the folders it was found, from 1; 0: the user named it
    char **folders;    // owned: those that the user named, in order
    size_t folder_count, folder_capacity;
    bool is_all_files; // those of folders may be anything
};

/* False when there is nothing to read; the sentence says what was looked for, and where. */
bool folder_list(const char *const *paths, size_t count, bool all_files, struct file_list *list, struct error *err);
void file_list_free(struct file_list *list);

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

/* Reads every file into the target, and a store the caller then finishes. A file that cannot be used is a warning; false
 * only when none could, or the target wants no more. */
bool folder_read(const struct file_list *list, struct format_target *target, struct folder_options options,
                 struct warnings *warnings, struct error *err);

#endif
