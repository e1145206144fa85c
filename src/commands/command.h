/* command.h - the commands of the program: one table, one line for each command. */
#ifndef COMMANDS_COMMAND_H
#define COMMANDS_COMMAND_H

#include "base/error.h"
#include "base/warnings.h"
#include "commands/options.h"

/* Exit statuses. */
/* The last two only with --check: something was found, or nothing was and the capture is too short for a verdict. */
enum { STATUS_OK = 0, STATUS_FAILED = 1, STATUS_USAGE = 2, STATUS_FOUND = 3, STATUS_TOO_SHORT = 4 };

struct command {
    const char *name;
    const char *summary;
    const struct option *options; // ends with an all-zero entry; NULL: the command parses argv itself
    /* argv[0 .. argc) are the arguments after the command's name. Returns an exit status. STATUS_FAILED and
     * STATUS_USAGE: err is set; for STATUS_USAGE the caller prints the usage. */
    int (*run)(int argc, char **argv, struct error *err);
};

extern const struct command cmd_visualize;
extern const struct command cmd_leaks;
extern const struct command cmd_collect;
extern const struct command cmd_snapshot;
extern const struct command cmd_convert;
extern const struct command cmd_drivers;
extern const struct command cmd_help;

/* All commands, terminated by NULL. */
extern const struct command *const commands[];

const struct command *command_named(const char *name);

/* Sets the error of a name that no command has, with the one that was probably meant. */
void command_set_unknown(const char *name, struct error *err);

/* Parses a command's options into `values`. False: the command ends with *status; its help or version was printed,
 * or err is set and *status is STATUS_USAGE. */
bool command_parse(const struct command *command, int argc, char **argv, void *values, int *status, struct error *err);

int command_print_help(const struct command *command, struct error *err);

/* Prints each warning to stderr as a line "poolmonviz: warning: ...". */
void command_print_warnings(const struct warnings *warnings);

/* Runs the command named in argv and prints its error; returns the exit status. */
int command_main(int argc, char **argv);

#endif
