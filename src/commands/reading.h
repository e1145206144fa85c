/* reading.h - reads the captures that -d, --all-files, --interval and --start ask for, telling how far it is. */
#ifndef COMMANDS_READING_H
#define COMMANDS_READING_H

#include "base/error.h"
#include "base/warnings.h"
#include "base/workers.h"
#include "commands/options.h"
#include "commands/timings.h"
#include "store/store.h"

/* As the user gave them; all borrowed. */
struct reading_options {
    const struct option_list *paths; // at least one
    bool all_files;
    const char *interval, *start; // may be NULL
    struct store_window window;
    struct workers workers;
    uint64_t cache_bytes;    // all caches together at most; 0: none is used
    struct timings *timings; // may be NULL; its phases "list" and "read" end here, and "cache", the writing of one
};

/* Rows for the table of a command that reads captures, by the places of its all_files, interval and start. */
#define READING_OPTIONS(all_files, interval, start)                                                                    \
    {NULL,                                                                                                             \
     "--all-files",                                                                                                    \
     OPTION_FLAG,                                                                                                      \
     all_files,                                                                                                        \
     NULL,                                                                                                             \
     NULL,                                                                                                             \
     "read every file of a folder that holds snapshots,\nwhatever its name",                                           \
     false,                                                                                                            \
     false},                                                                                                           \
        {NULL,  "--interval", OPTION_TEXT, interval, "TIME", NULL, "snapshots that tell no time are TIME apart: 30m",  \
         false, false},                                                                                                \
    {                                                                                                                  \
        NULL, "--start", OPTION_TEXT, start, "TIME", NULL, "and the first of them was taken at this UTC time", false,  \
            false                                                                                                      \
    }

/* What a command that reads captures says of the cache: its options, and the rows for their table. */
struct cache_options {
    bool none;
    const char *most; // may be NULL
};

#define CACHE_OPTIONS(options)                                                                                         \
    {NULL,                                                                                                             \
     "--no-cache",                                                                                                     \
     OPTION_FLAG,                                                                                                      \
     options + offsetof(struct cache_options, none),                                                                   \
     NULL,                                                                                                             \
     NULL,                                                                                                             \
     "neither use nor keep what was read before: docs/cache.md",                                                       \
     false,                                                                                                            \
     false},                                                                                                           \
    {                                                                                                                  \
        NULL, "--cache-max", OPTION_TEXT, options + offsetof(struct cache_options, most), "SIZE", NULL,                \
            "keep at most SIZE of what was read, of all folders\ntogether (default 2G; 0 for nothing)", false, false   \
    }

/* As cache_bytes of reading_options. */
bool cache_parse(const struct cache_options *options, uint64_t *out_bytes, struct error *err);

/* Fills and finishes the store. False: nothing could be read, or nothing of it is in the window. */
bool command_read(const struct reading_options *options, struct store *store, struct warnings *warnings,
                  struct error *err);

#endif
