/* driver_files.h - reads driver files, and directories of them, into an index of the tags they use.
 *
 * In a directory these are *.sys, the kernel and win32k*; or all files, if asked. A file named directly is read
 * whatever its name. Files that are no PE file, or no kernel-mode code, are skipped and counted. Copies of a build
 * under the same name, as Windows keeps them, are counted and not scanned again.
 */
#ifndef DRIVERS_DRIVER_FILES_H
#define DRIVERS_DRIVER_FILES_H

#include "base/error.h"
#include "base/warnings.h"
#include "owners/driver_index.h"

struct driver_files_options {
    const char *const *paths; // files and directories; borrowed
    size_t count;             // 0: where this system keeps its drivers
    bool all;                 // in directories, read every PE file
};

/* Reads all files and finishes the index. A file that cannot be read is a warning. False: no path is known, a path does
 * not exist, or no driver was found. */
bool driver_files_read(const struct driver_files_options *options, struct driver_index *index,
                       struct warnings *warnings, struct error *err);

#endif
