#include "commands/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/likeness.h"
#include "model/tag.h"
#include "os/terminal.h"

const struct command *const commands[] = {&cmd_visualize, &cmd_leaks,   &cmd_collect, &cmd_snapshot,
                                          &cmd_convert,   &cmd_drivers, &cmd_help,    NULL};

const struct command *command_named(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

void command_set_unknown(const char *name, struct error *err)
{
    const char *names[sizeof commands / sizeof *commands] = {0}, *meant; // the last is NULL

    for (size_t i = 0; commands[i]; i++)
        names[i] = commands[i]->name;
    meant = likeness_nearest(name, names);
    if (meant)
        error_set(err, "unknown command '%s': did you mean %s?", name, meant);
    else
        error_set(err, "unknown command '%s': use poolmonviz --help for a list", name);
}

static int print(struct buffer *b, struct error *err)
{
    bool ok = os_write_stdout(b->bytes, b->length, err);

    buffer_free(b);
    return ok ? STATUS_OK : STATUS_FAILED;
}

int command_print_help(const struct command *command, struct error *err)
{
    struct buffer b = {0};

    options_add_usage(&b, command->name, command->options);
    buffer_printf(&b, "\n%s\n\n", command->summary);
    options_add_help(&b, command->options);
    return print(&b, err);
}

static int print_version(struct error *err)
{
    struct buffer b = {0};

    buffer_add_string(&b, "poolmonviz " POOLMONVIZ_VERSION "\n");
    return print(&b, err);
}

bool command_parse(const struct command *command, int argc, char **argv, void *values, int *status, struct error *err)
{
    switch (options_parse(command->options, argc, argv, values, err)) {
    case PARSED:
        return true;
    case PARSED_HELP:
        *status = command_print_help(command, err);
        return false;
    case PARSED_VERSION:
        *status = print_version(err);
        return false;
    case PARSED_WRONG:
        break;
    }
    *status = STATUS_USAGE;
    return false;
}

void command_print_warnings(const struct warnings *warnings)
{
    size_t count;
    char **lines = warnings_lines(warnings, &count);
    struct buffer b = {0};

    for (size_t i = 0; i < count; i++) {
        buffer_add_string(&b, "poolmonviz: warning: ");
        tag_add_shown(&b, text_of(lines[i])); // names of files may have characters that control a terminal
        buffer_add_char(&b, '\n');
        free(lines[i]);
    }
    os_write_stderr(b.bytes, b.length);
    buffer_free(&b);
    free(lines);
}

static int report_error(const struct command *command, int status, const struct error *err)
{
    struct buffer b = {0};

    if (status == STATUS_USAGE) {
        buffer_printf(&b, "poolmonviz%s%s: error: ", command->options ? " " : "",
                      command->options ? command->name : "");
    } else if (status == STATUS_FAILED) {
        buffer_add_string(&b, "poolmonviz: ");
    }
    if (b.length) {
        tag_add_shown(&b, text_of(err->text));
        buffer_add_char(&b, '\n');
        if (status == STATUS_USAGE && command->options)
            buffer_printf(&b, "see poolmonviz %s --help\n", command->name);
    }
    os_write_stderr(b.bytes, b.length);
    buffer_free(&b);
    return status;
}

int command_main(int argc, char **argv)
{
    const struct command *command = &cmd_help;
    struct error err = {0};
    int skipped = 1;

    os_guard_streams();
    if (argc < 2)
        return cmd_help.run(-1, argv, &err); // no arguments: the general help, as a usage error
    if (strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0) {
        skipped = 2;
    } else if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "version") == 0) {
        return report_error(&cmd_help, print_version(&err), &err);
    } else if (argv[1][0] == '-') {
        command = &cmd_visualize; // no command name: as the original is called
    } else {
        command = command_named(argv[1]);
        skipped = 2;
    }
    if (!command) {
        command_set_unknown(argv[1], &err);
        return report_error(&cmd_help, STATUS_USAGE, &err);
    }
    return report_error(command, command->run(argc - skipped, argv + skipped, &err), &err);
}
