/* file_list.h - the files that the user means: files and directories as named on the command line.
 *
 * In a directory these are *pool.csv, as the original reads them, and *.pmcap; with all_files every regular file. A
 * file named directly is listed whatever its name. Hidden files and subdirectories are not listed.
 *
 * A .zip or .gz, known by its content, that is named directly or found with all_files stands for its members. "-" is
 * standard input.
 *
 * The files of a directory are in the order of file_list_compare. So are files of one directory that were named one
 * after the other in byte order, as a shell expands a pattern; others stay as they were named.
 */
#ifndef INPUT_FILE_LIST_H
#define INPUT_FILE_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/text.h"
#include "packed/packed.h"

#define FILE_LIST_CSV_ENDING "pool.csv"

/* The files to read, in order. */
struct file_list {
    char **paths; // owned
    size_t count, capacity;
    size_t *of_directory; // owned; by file: the number of its directory, from 1; 0: the user named the file, or packed
    const struct packed_member **members; // owned, of `packed`; by file: NULL if it is not packed
    struct packed_file **packed;          // owned
    size_t packed_count, packed_capacity;
    bool has_input;     // standard input is one of the files
    char **directories; // owned: the directories that the user named, in order
    size_t directory_count, directory_capacity;
    bool is_all_files; // files of directories may be of any name
};

/* False: a path does not exist, or a directory has no file to read. */
bool file_list_find(const char *const *paths, size_t count, bool all_files, struct file_list *list, struct error *err);
void file_list_free(struct file_list *list);

/* The order of two names in a directory: < 0, 0, > 0; 0 only for equal names. Numbers are compared as numbers, and
 * endings last: pool.log, pool (2).log, pool (10).log. */
int file_list_compare(struct text a, struct text b);

/* Whether a file of that name is read without all_files. */
bool file_list_is_snapshot(const char *name);

#endif
