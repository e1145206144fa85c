/* command.h - what the program can be told to do: one table, one line a command. */
#ifndef COMMANDS_COMMAND_H
#define COMMANDS_COMMAND_H

#include "base/error.h"
#include "base/warnings.h"
#include "commands/options.h"

/* Exit statuses. */
enum { STATUS_OK = 0, STATUS_FAILED = 1, STATUS_USAGE = 2, STATUS_FOUND = 3 }; // found: only with --check

struct command {
    const char *name;
    const char *summary;
    const struct option *options; // ends with an entry without names; NULL: the command reads argv itself
    /* argv[0 .. argc) are the arguments behind the command's name. For STATUS_FAILED err is set. STATUS_USAGE: err is
     * set, and the caller shows the usage. */
    int (*run)(int argc, char **argv, struct error *err);
};

extern const struct command cmd_visualize;
extern const struct command cmd_leaks;
extern const struct command cmd_collect;
extern const struct command cmd_snapshot;
extern const struct command cmd_convert;
extern const struct command cmd_drivers;
extern const struct command cmd_help;

/* All commands, NULL behind the last. */
extern const struct command *const commands[];

const struct command *command_named(const char *name);

/* Parses a command's options into `values`. False: it ends here with *status, having printed its help or version, or with
 * err set for STATUS_USAGE. */
bool command_parse(const struct command *command, int argc, char **argv, void *values, int *status, struct error *err);

int command_print_help(const struct command *command, struct error *err);

/* "poolmonviz: warning: ..." on stderr, a line each. */
void command_print_warnings(const struct warnings *warnings);

/* Finds the command that argv asks for, runs it, prints its error; returns the exit status. */
int command_main(int argc, char **argv);

#endif
