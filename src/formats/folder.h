/* folder.h - a folder of captures, or one file, into the store.
 *
 * Of a folder its *pool.csv files are read, as the original does, and its *.pmcap files; a file is read whatever its
 * name. What a file is, its content says.
 */
#ifndef FORMATS_FOLDER_H
#define FORMATS_FOLDER_H

#include "base/error.h"
#include "base/warnings.h"
#include "base/workers.h"
#include "model/store.h"

/* The files to read, in order of name. */
struct file_list {
    char **paths; // owned
    size_t count;
    bool of_folder; // found by their names, not named by the user
};

/* False when there is nothing to read; the sentence says what was looked for, and where. */
bool folder_list(const char *path, struct file_list *list, struct error *err);
void file_list_free(struct file_list *list);

/* Whether the file is one of our captures. */
bool folder_is_capture(const char *path);

/* Called before each file, and after the last with done == total; by one thread at a time. */
struct folder_progress {
    void (*report)(void *context, size_t done, size_t total);
    void *context;
};

/* Reads every file into the store, which the caller then finishes. A file that cannot be used is a warning; false only
 * when none could. With several workers long lists are read in runs side by side; store and warnings are the same. */
bool folder_read(const struct file_list *list, struct store *store, struct warnings *warnings,
                 struct folder_progress progress, struct workers workers, struct error *err);

#endif
