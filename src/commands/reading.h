/* reading.h - reads the captures that -d, --all-files, --interval and --start ask for, telling how far it is. */
#ifndef COMMANDS_READING_H
#define COMMANDS_READING_H

#include "base/error.h"
#include "base/warnings.h"
#include "base/workers.h"
#include "commands/options.h"
#include "commands/timings.h"
#include "model/store.h"

/* As the user gave them; all borrowed. */
struct reading_options {
    const struct option_list *paths; // at least one
    bool all_files;
    const char *interval, *start; // may be NULL
    struct store_window window;
    struct workers workers;
    struct timings *timings; // its phase "list" ends when the files are known; may be NULL
};

/* Fills and finishes the store. False: nothing could be read, or nothing of it is in the window. */
bool command_read(const struct reading_options *options, struct store *store, struct warnings *warnings,
                  struct error *err);

#endif
