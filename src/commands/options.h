/* options.h - one table per command: parsing and --help both read it.
 *
 * Options are taken as Python's argparse takes them, because the original's users type them so: lists of values
 * (-it A B C), -it=-Usb, -nmc=3, -nmc -1, -tTotalDiff, -dDIR, unique prefixes of long and of single-dash options; of a
 * repeated option the last counts. Prefixes are matched against the original's options before ours.
 */
#ifndef COMMANDS_OPTIONS_H
#define COMMANDS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"

enum option_kind {
    OPTION_FLAG,   // bool
    OPTION_TEXT,   // const char *, borrowed from argv
    OPTION_COUNT,  // long long
    OPTION_LIST,   // struct option_list: one value or more; given again, these count
    OPTION_FILES,  // the same, but given again, they come behind those before
    OPTION_CHOICE, // int: the place in `choices`
    OPTION_HELP,   // prints the help
    OPTION_VERSION,
};

/* An option, or, without names, a value that stands alone, such as a file; each is taken once, in order, but for
 * OPTION_FILES, which takes all there are. */
struct option {
    const char *short_name; // "-d", or NULL
    const char *long_name;  // "--directory", or NULL
    enum option_kind kind;
    size_t offset;              // offsetof the value in the command's options
    const char *value;          // how help names it: "DIR"
    const char *const *choices; // OPTION_CHOICE: NULL behind the last
    const char *help;
    bool required;
    bool original; // an option of the original, whose prefixes come first
};

struct option_list {
    const char **items; // owned array of borrowed strings
    size_t count;
};

enum parsed { PARSED, PARSED_HELP, PARSED_VERSION, PARSED_WRONG };

/* Fills `values` from argv[0 .. argc), which holds no program or command name. PARSED_WRONG: err says what. The table
 * ends with an entry that is all zero. */
enum parsed options_parse(const struct option *table, int argc, char **argv, void *values, struct error *err);

/* "usage: poolmonviz visualize -d DIR -t TYPE [...]" and, for `whole`, a line for each option. */
void options_add_usage(struct buffer *b, const char *command, const struct option *table);
void options_add_help(struct buffer *b, const struct option *table);

#endif
