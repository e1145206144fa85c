/* cmd_help.c - poolmonviz help: the list of commands, or the help of one. */
#include <string.h>

#include "commands/command.h"
#include "os/terminal.h"

static void add_general(struct buffer *b)
{
    buffer_add_string(b, "poolmonviz " POOLMONVIZ_VERSION
                         " - which Windows kernel pool tags grow, from snapshots taken over time\n"
                         "\n"
                         "usage: poolmonviz COMMAND [options]\n"
                         "       poolmonviz -d DIR -t TYPE [options]      the same as poolmonviz visualize\n"
                         "\n"
                         "commands:\n");
    for (size_t i = 0; commands[i]; i++)
        buffer_printf(b, "  %-12s %s\n", commands[i]->name, commands[i]->summary);
    buffer_add_string(b, "\n"
                         "poolmonviz COMMAND --help lists a command's options.\n"
                         "\n"
                         "example: poolmonviz visualize -d captures -t NonPagedUsedBytes -et MmSt -nmc 10\n");
}

/* argc -1: the program was called without arguments. */
static int run(int argc, char **argv, struct error *err)
{
    const struct command *about = argc > 0 ? command_named(argv[0]) : NULL;
    struct buffer b = {0};
    bool ok = true;

    if (argc > 0 && argv[0][0] != '-' && !about) {
        command_set_unknown(argv[0], err);
        return STATUS_USAGE;
    }
    if (about && about->options)
        return command_print_help(about, err);
    add_general(&b);
    if (argc < 0)
        os_write_stderr(b.bytes, b.length);
    else
        ok = os_write_stdout(b.bytes, b.length, err);
    buffer_free(&b);
    return argc < 0 ? STATUS_USAGE : ok ? STATUS_OK : STATUS_FAILED;
}

const struct command cmd_help = {.name = "help", .summary = "Explain a command", .run = run};
