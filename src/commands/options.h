/* options.h - command-line options: one table per command, read by the parser and by --help.
 *
 * Parsing is compatible with Python's argparse, which the original uses: lists of values (-it A B C), -it=-Usb, -nmc=3,
 * -nmc -1, -tTotalDiff, -dDIR, unique prefixes of long and of single-dash options. The last of a repeated option
 * counts. A prefix that fits an option of the original means that one, even when it also fits one of ours.
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
    OPTION_LIST,   // struct option_list: one or more values; repeated: the last list counts
    OPTION_FILES,  // struct option_list: one or more values; repeated: lists are joined
    OPTION_CHOICE, // int: the index in `choices`
    OPTION_HELP,   // prints the help
    OPTION_VERSION,
};

/* An option, or, without names, a positional argument. Positional arguments are filled in table order, one value each;
 * OPTION_FILES takes all remaining values. */
struct option {
    const char *short_name; // "-d", or NULL
    const char *long_name;  // "--directory", or NULL
    enum option_kind kind;
    size_t offset;              // offsetof the value in the command's options
    const char *value;          // name of the value in the help: "DIR"
    const char *const *choices; // OPTION_CHOICE: terminated by NULL
    const char *help;
    bool required;
    bool original; // an option of the original: prefixes match it first
};

struct option_list {
    const char **items; // owned array of borrowed strings
    size_t count;
};

enum parsed { PARSED, PARSED_HELP, PARSED_VERSION, PARSED_WRONG };

/* Fills `values` from argv[0 .. argc), without program and command name. PARSED_WRONG: err is set. The table ends
 * with an all-zero entry. */
enum parsed options_parse(const struct option *table, int argc, char **argv, void *values, struct error *err);

/* Appends "usage: poolmonviz visualize -d DIR -t TYPE [...]", and the help: a line for each option. */
void options_add_usage(struct buffer *b, const char *command, const struct option *table);
void options_add_help(struct buffer *b, const struct option *table);

#endif
