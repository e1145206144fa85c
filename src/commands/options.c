#include "commands/options.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/likeness.h"
#include "base/memory.h"

/* One argument as argparse classifies it: a value, or an option, possibly with an attached value. */
struct argument {
    bool is_option;
    const struct option *option; // NULL: looks like an option, but is not in the table
    const char *attached;        // the value after '=' or directly after a one-letter option, or NULL
};

struct parsing {
    const struct option *table;
    int argc;
    char **argv;
    int next; // index in argv
    char *values;
    struct error *err;
    uint64_t given; // a bit for each row of the table
};

static bool is_end(const struct option *o)
{
    return !o->short_name && !o->long_name && !o->value;
}

static bool is_positional(const struct option *o)
{
    return !o->short_name && !o->long_name && o->value;
}

/* "-d/--directory", the form of argparse's messages. Valid until the next call. */
static const char *name_of(const struct option *o)
{
    static char name[128];

    if (is_positional(o))
        return o->value;
    snprintf(name, sizeof name, "%s%s%s", o->short_name ? o->short_name : "", o->short_name && o->long_name ? "/" : "",
             o->long_name ? o->long_name : "");
    return name;
}

/* The short or long name, whichever the argument resembles. */
static const char *spelled_like(const char *argument, const struct option *o)
{
    bool is_long = argument[1] == '-';

    return (is_long && o->long_name) || !o->short_name ? o->long_name : o->short_name;
}

static const struct option *exact(const struct option *table, const char *name, size_t length)
{
    for (const struct option *o = table; !is_end(o); o++)
        if ((o->short_name && strlen(o->short_name) == length && memcmp(o->short_name, name, length) == 0) ||
            (o->long_name && strlen(o->long_name) == length && memcmp(o->long_name, name, length) == 0))
            return o;
    return NULL;
}

/* A one-letter option at the start of a single-dash argument: -dDIR. */
static bool is_attached(const struct option *o, const char *argument)
{
    return o->short_name && strlen(o->short_name) == 2 && argument[1] != '-' &&
           strncmp(argument, o->short_name, 2) == 0;
}

static bool starts_with(const char *name, const char *prefix, size_t length)
{
    return name && strncmp(name, prefix, length) == 0;
}

/* Finds options, either of the original or ours, that the argument abbreviates: at most two, enough to see an
 * ambiguity. */
static int abbreviated(const struct option *table, bool originals, const char *argument, const struct option *found[2])
{
    bool is_long = argument[1] == '-';
    const char *equals = is_long ? strchr(argument, '=') : NULL;
    size_t length = equals ? (size_t)(equals - argument) : strlen(argument);
    int count = 0;

    for (const struct option *o = table; !is_end(o) && count < 2; o++) {
        bool fits = starts_with(o->short_name, argument, length) || starts_with(o->long_name, argument, length);

        if (o->original == originals && (fits || is_attached(o, argument)))
            found[count++] = o;
    }
    return count;
}

/* -1, -12, -1.5 are values: no option looks like a number. */
static bool is_negative_number(const char *argument)
{
    size_t digits = strspn(argument + 1, "0123456789");
    const char *rest = argument + 1 + digits;

    if (*rest == '.')
        return strspn(rest + 1, "0123456789") > 0 && rest[1 + strspn(rest + 1, "0123456789")] == '\0';
    return digits > 0 && *rest == '\0';
}

/* Classifies one argument as argparse does. False: it abbreviates two options. */
static bool classify(const struct parsing *p, const char *argument, struct argument *out)
{
    const struct option *found[2];
    const char *equals = strchr(argument, '=');
    int count;

    *out = (struct argument){0};
    if (argument[0] != '-' || argument[1] == '\0')
        return true;
    out->is_option = true;
    out->option = exact(p->table, argument, strlen(argument));
    if (out->option)
        return true;
    if (equals && (out->option = exact(p->table, argument, (size_t)(equals - argument)))) {
        out->attached = equals + 1;
        return true;
    }
    count = abbreviated(p->table, true, argument, found);
    if (count == 0)
        count = abbreviated(p->table, false, argument, found);
    if (count == 2)
        return error_set(p->err, "ambiguous option: %s could match %s, %s", argument, spelled_like(argument, found[0]),
                         spelled_like(argument, found[1]));
    if (count == 1) {
        out->option = found[0];
        out->attached = is_attached(found[0], argument) ? argument + 2
                        : argument[1] == '-' && equals  ? equals + 1
                                                        : NULL;
        return true;
    }
    if (is_negative_number(argument) || strchr(argument, ' '))
        out->is_option = false;
    return true;
}

static bool parse_count(const struct parsing *p, const struct option *o, const char *value)
{
    const char *from = value + strspn(value, " \t");
    char *end;
    long long number = strtoll(from, &end, 10);

    if (end == from || end[strspn(end, " \t")] != '\0')
        return error_set(p->err, "argument %s: invalid int value: '%s'", name_of(o), value);
    memcpy(p->values + o->offset, &number, sizeof number); // strtoll clamps a value out of range
    return true;
}

static bool parse_choice(const struct parsing *p, const struct option *o, const char *value)
{
    const char *meant = likeness_nearest(value, o->choices);
    struct buffer b = {0};

    for (int i = 0; o->choices[i]; i++) {
        if (strcmp(o->choices[i], value) == 0) {
            memcpy(p->values + o->offset, &i, sizeof i);
            buffer_free(&b);
            return true;
        }
        buffer_printf(&b, "%s%s", i ? ", " : "", o->choices[i]);
    }
    if (meant)
        error_set(p->err, "argument %s: invalid choice: '%s': did you mean %s?", name_of(o), value, meant);
    else
        error_set(p->err, "argument %s: invalid choice: '%s' (choose from %.*s)", name_of(o), value, (int)b.length,
                  b.bytes);
    buffer_free(&b);
    return false;
}

static bool parse_value(const struct parsing *p, const struct option *o, const char *value)
{
    switch (o->kind) {
    case OPTION_COUNT:
        return parse_count(p, o, value);
    case OPTION_CHOICE:
        return parse_choice(p, o, value);
    default:
        memcpy(p->values + o->offset, &value, sizeof value);
        return true;
    }
}

static bool is_list(const struct option *o)
{
    return o->kind == OPTION_LIST || o->kind == OPTION_FILES;
}

static void append_values(const struct parsing *p, const struct option *o, char *const *values, size_t count)
{
    struct option_list list;

    memcpy(&list, p->values + o->offset, sizeof list);
    if (o->kind == OPTION_LIST)
        list.count = 0;
    list.items = memory_resize(list.items, list.count + count, sizeof *list.items);
    memcpy(list.items + list.count, values, count * sizeof *values);
    list.count += count;
    memcpy(p->values + o->offset, &list, sizeof list);
}

/* Counts the values that follow, up to the next option. */
static bool count_values(const struct parsing *p, int *count)
{
    *count = 0;
    for (int i = p->next; i < p->argc; i++, (*count)++) {
        struct argument next;

        if (strcmp(p->argv[i], "--") == 0)
            break;
        if (!classify(p, p->argv[i], &next))
            return false;
        if (next.is_option)
            break;
    }
    return true;
}

static bool parse_values(struct parsing *p, const struct option *o, const char *attached)
{
    char *only = (char *)attached;
    int ahead;

    if (attached) {
        if (is_list(o))
            append_values(p, o, &only, 1);
        return is_list(o) || parse_value(p, o, attached);
    }
    if (!count_values(p, &ahead))
        return false;
    if (ahead == 0)
        return error_set(p->err, "argument %s: expected %s", name_of(o),
                         is_list(o) ? "at least one argument" : "one argument");
    if (is_list(o)) {
        append_values(p, o, p->argv + p->next, (size_t)ahead);
        p->next += ahead;
        return true;
    }
    return parse_value(p, o, p->argv[p->next++]);
}

static enum parsed parse_option(struct parsing *p, const struct argument *found)
{
    const struct option *o = found->option;
    bool is_switch = o->kind == OPTION_FLAG || o->kind == OPTION_HELP || o->kind == OPTION_VERSION, on = true;

    p->given |= UINT64_C(1) << (o - p->table);
    if (!is_switch)
        return parse_values(p, o, found->attached) ? PARSED : PARSED_WRONG;
    if (found->attached) {
        error_set(p->err, "argument %s: ignored explicit argument '%s'", name_of(o), found->attached);
        return PARSED_WRONG;
    }
    if (o->kind != OPTION_FLAG)
        return o->kind == OPTION_HELP ? PARSED_HELP : PARSED_VERSION;
    memcpy(p->values + o->offset, &on, sizeof on);
    return PARSED;
}

/* Assigns a value to the next positional argument. False: there is none left. */
static bool parse_positional(struct parsing *p, char *value)
{
    for (const struct option *o = p->table; !is_end(o); o++) {
        uint64_t bit = UINT64_C(1) << (o - p->table);

        if (!is_positional(o) || (p->given & bit && !is_list(o)))
            continue;
        p->given |= bit;
        if (!is_list(o))
            return parse_value(p, o, value);
        append_values(p, o, &value, 1);
        return true;
    }
    return false;
}

/* Whether a list has values from another argument that fills it, too. */
static bool has_values(const struct parsing *p, const struct option *o)
{
    struct option_list list = {0};

    if (is_list(o))
        memcpy(&list, p->values + o->offset, sizeof list);
    return list.count > 0;
}

static bool check_required(const struct parsing *p)
{
    struct buffer missing = {0};

    for (const struct option *o = p->table; !is_end(o); o++)
        if (o->required && !(p->given >> (o - p->table) & 1) && !has_values(p, o))
            buffer_printf(&missing, "%s%s", missing.length ? ", " : "", name_of(o));
    if (missing.length)
        error_set(p->err, "the following arguments are required: %.*s", (int)missing.length, missing.bytes);
    buffer_free(&missing);
    return p->err->text[0] == '\0';
}

/* An option that was meant by another spelling, with its value behind a "=", or NULL. */
static const char *meant_by(const struct option *table, const char *argument)
{
    static const char *names[2 * 64 + 1];
    static char name[LIKENESS_LONGEST + 1];
    size_t count = 0, length = strcspn(argument, "=");
    const char *meant;

    if (argument[0] != '-' || length >= sizeof name)
        return NULL;
    memcpy(name, argument, length);
    name[length] = '\0';
    for (const struct option *o = table; !is_end(o) && count + 2 < sizeof names / sizeof *names; o++) {
        if (o->long_name)
            names[count++] = o->long_name;
        if (o->short_name && strlen(o->short_name) > 2)
            names[count++] = o->short_name;
    }
    names[count] = NULL;
    meant = likeness_nearest(name, names);
    return meant && strcmp(meant, name) == 0 ? NULL : meant; // it stood behind --
}

static void set_unrecognized(const struct parsing *p, const char *argument)
{
    const char *meant = meant_by(p->table, argument);

    if (meant)
        error_set(p->err, "unrecognized argument: %s: did you mean %s?", argument, meant);
    else
        error_set(p->err, "unrecognized argument: %s", argument);
}

enum parsed options_parse(const struct option *table, int argc, char **argv, void *values, struct error *err)
{
    struct parsing p = {.table = table, .argc = argc, .argv = argv, .values = values, .err = err};
    const char *unknown = NULL;

    err->text[0] = '\0';
    while (p.next < argc) {
        struct argument found;
        char *argument = argv[p.next++];
        enum parsed result;

        if (strcmp(argument, "--") == 0) { // only values follow
            while (p.next < argc && parse_positional(&p, argv[p.next]))
                p.next++;
            unknown = unknown || p.next == argc ? unknown : argv[p.next];
            break;
        }
        if (!classify(&p, argument, &found))
            return PARSED_WRONG;
        if (!found.is_option && parse_positional(&p, argument))
            continue;
        if (!found.option) {
            unknown = unknown ? unknown : argument;
            continue;
        }
        result = parse_option(&p, &found);
        if (result != PARSED)
            return result;
    }
    // as argparse: what is missing comes first; but not before the option that was meant by a misspelled one
    if (unknown && (meant_by(table, unknown) || check_required(&p)))
        set_unrecognized(&p, unknown);
    return !unknown && check_required(&p) ? PARSED : PARSED_WRONG;
}

static void add_value_name(struct buffer *b, const struct option *o)
{
    if (o->value)
        buffer_printf(b, is_list(o) ? " %s [%s ...]" : " %s", o->value, o->value);
}

void options_add_usage(struct buffer *b, const char *command, const struct option *table)
{
    size_t indent, line = b->length;

    buffer_printf(b, "usage: poolmonviz %s", command);
    indent = b->length - line;
    for (const struct option *o = table; !is_end(o); o++) {
        struct buffer one = {0};

        buffer_printf(&one, o->required ? " %s" : " [%s",
                      is_positional(o) ? o->value
                      : o->short_name  ? o->short_name
                                       : o->long_name);
        if (!is_positional(o))
            add_value_name(&one, o);
        else if (is_list(o))
            buffer_printf(&one, " [%s ...]", o->value);
        if (!o->required)
            buffer_add_char(&one, ']');
        if (b->length - line + one.length > 100) {
            buffer_add_char(b, '\n');
            line = b->length;
            buffer_add_repeated(b, ' ', indent);
        }
        buffer_add_text(b, buffer_text(&one));
        buffer_free(&one);
    }
    buffer_add_char(b, '\n');
}

void options_add_help(struct buffer *b, const struct option *table)
{
    for (const struct option *o = table; !is_end(o); o++) {
        size_t start = b->length;

        if (is_positional(o)) {
            buffer_printf(b, "  %s%s", o->value, is_list(o) ? " ..." : "");
        } else {
            buffer_printf(b, "  %s%s%s", o->short_name ? o->short_name : "    ",
                          o->short_name && o->long_name ? ", " : "", o->long_name ? o->long_name : "");
            add_value_name(b, o);
        }
        if (b->length - start > 32) {
            buffer_add_char(b, '\n');
            start = b->length;
        }
        buffer_add_repeated(b, ' ', 34 - (b->length - start));
        for (const char *c = o->help; *c; c++) { // continue a new line in the help column
            buffer_add_char(b, *c);
            if (*c == '\n')
                buffer_add_repeated(b, ' ', 34);
        }
        buffer_add_char(b, '\n');
    }
}
