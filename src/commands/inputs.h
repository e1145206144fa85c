/* inputs.h - what commands read: captures, tag names and drivers; their options, in one place for all commands.
 *
 *     struct my_options { struct input_options input; ... };      filled by the command's option table
 *     struct command_inputs in = {0};                             all zero is valid and empty
 *
 *     inputs_check(&in, &o.input, err)        false: wrong usage
 *     inputs_load_names(&in, err)             -tagfile and --drivers
 *     inputs_read(&in, err)                   the captures, into in.store; or inputs_find and inputs_pass_to
 *     inputs_free(&in)
 */
#ifndef COMMANDS_INPUTS_H
#define COMMANDS_INPUTS_H

#include "base/workers.h"
#include "commands/options.h"
#include "commands/timings.h"
#include "drivers/driver_files.h"
#include "input/read_files.h"
#include "owners/tagnames.h"
#include "store/store.h"

/* As the user gave them. */
struct input_options {
    struct option_list captures, tagfiles, drivers; // owned
    bool all_files, large_members, no_cache, timings;
    const char *interval, *start, *since, *until, *cache_max; // borrowed from argv, or NULL
};

struct command_inputs {
    const struct input_options *options; // borrowed
    struct workers workers;              // to read with; set before inputs_read, all zero: one thread
    const char *output; // borrowed; set before inputs_find: a file that will be written, which must not be an input
    struct file_list files;
    struct format_clock clock; // for snapshots without times
    struct store_window window;
    uint64_t cache_bytes; // all caches together at most; 0: none is used
    struct store *store;  // owned; finished; NULL before inputs_read
    struct tagnames names, families;
    struct driver_index drivers;
    struct warnings warnings;
    struct timings timings; // phases "drivers", "list", "read" and "cache"
};

/* Parses the options that are values: window and cache size. False: wrong usage, err names the option. */
bool inputs_check(struct command_inputs *in, const struct input_options *options, struct error *err);

/* Reads -tagfile, or without it the pooltag.txt found on this machine, and the driver files of --drivers. */
bool inputs_load_names(struct command_inputs *in, struct error *err);

/* Parses --interval and --start, and finds the files that `captures` names. False: there is nothing to read. */
bool inputs_find(struct command_inputs *in, struct error *err);

/* Reads the files found into the target, showing progress on a terminal. */
bool inputs_pass_to(struct command_inputs *in, struct format_target *target, struct error *err);

/* Finds and reads them into in->store and finishes it. False: no snapshot can be read, or none is in the window. */
bool inputs_read(struct command_inputs *in, struct error *err);

void inputs_free(struct command_inputs *in);
void input_options_free(struct input_options *options);

/* Rows for option tables; `input` is the offset of the struct input_options in the command's options. */
// clang-format off
#define INPUT_OFFSET(input, member) ((input) + offsetof(struct input_options, member))

#define INPUT_CAPTURES(input) \
    {.short_name = "-d", .long_name = "--directory", .kind = OPTION_FILES, .offset = INPUT_OFFSET(input, captures), \
     .value = "DIR", .required = true, .original = true, \
     .help = "directories, whose *pool.csv and *.pmcap files are read,\n" \
             "and files of any kind, .zip and .gz: docs/formats.md;\n" \
             "- is standard input"}, \
    {.kind = OPTION_FILES, .offset = INPUT_OFFSET(input, captures), .value = "DIR", .help = "the same as -d DIR"}

#define INPUT_LARGE_MEMBERS(input) \
    {.long_name = "--large-members", .kind = OPTION_FLAG, .offset = INPUT_OFFSET(input, large_members), \
     .help = "read members of .zip and .gz that unpack to more than\n4 GB or 1000 times their packed size"}

#define INPUT_READING(input) \
    {.long_name = "--all-files", .kind = OPTION_FLAG, .offset = INPUT_OFFSET(input, all_files), \
     .help = "in directories, read every file that holds snapshots,\nwhatever its name, also in .zip and .gz"}, \
    INPUT_LARGE_MEMBERS(input), \
    {.long_name = "--interval", .kind = OPTION_TEXT, .offset = INPUT_OFFSET(input, interval), .value = "TIME", \
     .help = "time between snapshots that have no times: 30m"}, \
    {.long_name = "--start", .kind = OPTION_TEXT, .offset = INPUT_OFFSET(input, start), .value = "TIME", \
     .help = "UTC time of the first of them"}

#define INPUT_NAMES(input) \
    {.short_name = "-tagfile", .long_name = "--tagfile", .kind = OPTION_FILES, \
     .offset = INPUT_OFFSET(input, tagfiles), .value = "FILE", .help = "pooltag.txt: names the driver of each tag"}, \
    {.long_name = "--drivers", .kind = OPTION_FILES, .offset = INPUT_OFFSET(input, drivers), .value = "DIR", \
     .help = "driver files: name the drivers whose code uses a tag,\nfor tags that nothing else names"}

#define INPUT_WINDOW(input) \
    {.long_name = "--since", .kind = OPTION_TEXT, .offset = INPUT_OFFSET(input, since), .value = "TIME", \
     .help = "leave out snapshots before this UTC time:\n2026-03-01 or 2026-03-01T08:30"}, \
    {.long_name = "--until", .kind = OPTION_TEXT, .offset = INPUT_OFFSET(input, until), .value = "TIME", \
     .help = "leave out snapshots after this UTC time"}

#define INPUT_COST(input) \
    {.long_name = "--no-cache", .kind = OPTION_FLAG, .offset = INPUT_OFFSET(input, no_cache), \
     .help = "neither use nor write the cache of files already read:\ndocs/cache.md"}, \
    {.long_name = "--cache-max", .kind = OPTION_TEXT, .offset = INPUT_OFFSET(input, cache_max), .value = "SIZE", \
     .help = "most disk space for the caches of all directories\ntogether (default 2G; 0 for no cache)"}, \
    {.long_name = "--timings", .kind = OPTION_FLAG, .offset = INPUT_OFFSET(input, timings), \
     .help = "print the seconds of each phase on stderr"}

/* The last rows of every table. */
#define OPTIONS_END \
    {.short_name = "-h", .long_name = "--help", .kind = OPTION_HELP, .original = true, .help = "show this help"}, \
    {.long_name = "--version", .kind = OPTION_VERSION, .help = "show the version"}, \
    {0}
// clang-format on

#endif
