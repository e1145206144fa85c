/* driver_files.h - driver files and folders of them into an index of the tags they use.
 *
 * Of a folder, files are read whose names are a driver's: *.sys, the kernel and win32k*; or all, if asked. A file named
 * by itself is read whatever its name. What is no PE file, or no code for the kernel, is passed over and counted.
 * Copies of a build under the same name, as Windows keeps them, are counted and not scanned again.
 */
#ifndef DRIVERS_DRIVER_FILES_H
#define DRIVERS_DRIVER_FILES_H

#include "base/error.h"
#include "base/warnings.h"
#include "owners/driver_index.h"

struct driver_files_options {
    const char *const *paths; // files and folders; borrowed
    size_t count;             // 0: where this system keeps its drivers
    bool all;                 // of folders every file that is a PE file
};

/* Reads them all and finishes the index. A file that cannot be read is a warning. False when no path is known, a path
 * is not there, or not one driver was found; the sentence says which. */
bool driver_files_read(const struct driver_files_options *options, struct driver_index *index,
                       struct warnings *warnings, struct error *err);

#endif
