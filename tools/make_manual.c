/* make_manual.c - writes the man page and the completion for bash from the tables of options that --help is written
 * from.
 *
 *     make_manual man        poolmonviz.1
 *     make_manual bash       the completion
 */
#include <stdio.h>
#include <string.h>

#include "commands/command.h"
#include "os/terminal.h"

static bool is_end(const struct option *o)
{
    return !o->short_name && !o->long_name && !o->value;
}

/* --- man --- */

/* roff would take a backslash, a leading point or quote for its own, and a dash for a hyphen. */
static void add_roff(struct buffer *b, const char *text)
{
    if (*text == '.' || *text == '\'')
        buffer_add_string(b, "\\&");
    for (const char *p = text; *p; p++) {
        if (*p == '\\')
            buffer_add_string(b, "\\e");
        else if (*p == '-')
            buffer_add_string(b, "\\-");
        else
            buffer_add_char(b, *p == '\n' ? ' ' : *p);
    }
}

static void add_names(struct buffer *b, const struct option *o)
{
    const char *names[] = {o->short_name, o->long_name};
    bool first = true;

    for (int i = 0; i < 2; i++) {
        if (!names[i])
            continue;
        buffer_add_string(b, first ? "\\fB" : ", \\fB");
        add_roff(b, names[i]);
        buffer_add_string(b, "\\fR");
        first = false;
    }
    if (o->value) {
        buffer_add_string(b, first ? "\\fI" : " \\fI");
        add_roff(b, o->value);
        buffer_add_string(b, o->kind == OPTION_LIST || o->kind == OPTION_FILES ? "\\fR ..." : "\\fR");
    }
}

static void add_command(struct buffer *b, const struct command *command)
{
    buffer_add_string(b, ".SS ");
    add_roff(b, command->name);
    buffer_add_char(b, '\n');
    add_roff(b, command->summary);
    buffer_add_string(b, ".\n");
    for (const struct option *o = command->options; o && !is_end(o); o++) {
        buffer_add_string(b, ".TP\n");
        add_names(b, o);
        buffer_add_char(b, '\n');
        add_roff(b, o->help);
        buffer_add_char(b, '\n');
    }
}

static void add_man(struct buffer *b)
{
    buffer_add_string(
        b, ".TH POOLMONVIZ 1 \"\" \"poolmonviz " POOLMONVIZ_VERSION "\"\n"
           ".SH NAME\n"
           "poolmonviz \\- which Windows kernel pool tags grow, from snapshots taken over time\n"
           ".SH SYNOPSIS\n"
           "\\fBpoolmonviz\\fR \\fICOMMAND\\fR [options]\n"
           ".br\n"
           "\\fBpoolmonviz\\fR \\fB\\-d\\fR \\fIDIR\\fR \\fB\\-t\\fR \\fITYPE\\fR [options]\n"
           ".SH DESCRIPTION\n"
           "Windows tags its kernel heap (pool) allocations with four characters. poolmonviz takes snapshots of what "
           "each tag "
           "holds, reads those of other tools, and shows which tags grew. Without a command, visualize is meant.\n"
           ".SH COMMANDS\n");
    for (size_t i = 0; commands[i]; i++)
        add_command(b, commands[i]);
    buffer_add_string(b, ".SH EXIT STATUS\n"
                         "0 when all went well, 1 when it failed, 2 when the command line is wrong.\n"
                         ".SH ENVIRONMENT\n"
                         ".TP\n"
                         "\\fBNO_COLOR\\fR\n"
                         "No colour, when it is set.\n");
}

/* --- bash --- */

static void add_option_words(struct buffer *b, const struct command *command)
{
    for (const struct option *o = command->options; o && !is_end(o); o++) {
        if (o->short_name)
            buffer_printf(b, " %s", o->short_name);
        if (o->long_name)
            buffer_printf(b, " %s", o->long_name);
    }
}

/* What may stand behind an option that takes one of a few words. */
static void add_choices(struct buffer *b, const struct command *command)
{
    for (const struct option *o = command->options; o && !is_end(o); o++) {
        const char *names[] = {o->short_name, o->long_name};

        if (!o->choices)
            continue;
        for (int i = 0; i < 2; i++) {
            if (!names[i])
                continue;
            buffer_printf(b, "    %s:%s) words='", command->name, names[i]);
            for (size_t c = 0; o->choices[c]; c++)
                buffer_printf(b, "%s%s", c ? " " : "", o->choices[c]);
            buffer_add_string(b, "' ;;\n");
        }
    }
}

static void add_bash(struct buffer *b)
{
    buffer_add_string(
        b, "# Completion of poolmonviz for bash, made from the program's own tables of options.\n"
           "_poolmonviz() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} "
           "words=''\n"
           "    COMPREPLY=()\n"
           "    [[ $command != -* ]] || command=visualize\n"
           "    case $command:$before in\n");
    for (size_t i = 0; commands[i]; i++)
        add_choices(b, commands[i]);
    buffer_add_string(b, "    esac\n"
                         "    if [[ -z $words && $COMP_CWORD -eq 1 && $word != -* ]]; then\n"
                         "        words='");
    for (size_t i = 0; commands[i]; i++)
        buffer_printf(b, "%s%s", i ? " " : "", commands[i]->name);
    buffer_add_string(b, "'\n"
                         "    elif [[ -z $words && $word == -* ]]; then\n"
                         "        case $command in\n");
    for (size_t i = 0; commands[i]; i++) {
        buffer_printf(b, "        %s) words='", commands[i]->name);
        add_option_words(b, commands[i]);
        buffer_add_string(b, "' ;;\n");
    }
    buffer_add_string(b, "        esac\n"
                         "    fi\n"
                         "    [[ -z $words ]] || COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                         "}\n"
                         "complete -o default -F _poolmonviz poolmonviz\n");
}

int main(int argc, char **argv)
{
    struct buffer b = {0};
    struct error err;
    bool ok;

    if (argc == 2 && strcmp(argv[1], "man") == 0)
        add_man(&b);
    else if (argc == 2 && strcmp(argv[1], "bash") == 0)
        add_bash(&b);
    else
        fputs("usage: make_manual man | bash\n", stderr);
    ok = b.length && os_write_stdout(b.bytes, b.length, &err);
    buffer_free(&b);
    return ok ? 0 : 2;
}
