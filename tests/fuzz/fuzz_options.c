/* fuzz_options.c - any command line for `visualize`: NULs in the input separate arguments. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check.h"
#include "commands/command.h"

#define ARGUMENTS_MAX 64
#define VALUES_BYTES 4096 // larger than the options of any command

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each argument is an exact-size block, so that a sanitizer sees reads past its end. */
static int arguments_of(const uint8_t *data, size_t size, char **argv)
{
    int argc = 0;

    for (size_t at = 0; at < size && argc < ARGUMENTS_MAX; argc++) {
        size_t length = strnlen((const char *)data + at, size - at);

        argv[argc] = memory_copy((const char *)data + at, length);
        at += length + 1;
    }
    argv[argc] = NULL;
    return argc;
}

static bool is_argument(const char *value, int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        if (value >= argv[i] && value <= argv[i] + strlen(argv[i]))
            return true;
    return false;
}

static void check_list(struct option_list list, bool parsed, int argc, char **argv)
{
    CHECK((list.items == NULL) == (list.count == 0));
    for (size_t i = 0; parsed && i < list.count; i++)
        CHECK(is_argument(list.items[i], argc, argv));
    free(list.items);
}

static void check_value(const struct option *o, const char *values, bool parsed, int argc, char **argv)
{
    struct option_list list;
    const char *string;
    int choice;

    switch (o->kind) {
    case OPTION_LIST:
    case OPTION_FILES:
        memcpy(&list, values + o->offset, sizeof list);
        check_list(list, parsed, argc, argv);
        break;
    case OPTION_TEXT:
        memcpy(&string, values + o->offset, sizeof string);
        CHECK(!string || is_argument(string, argc, argv));
        CHECK(string || !parsed || !o->required);
        break;
    case OPTION_CHOICE:
        memcpy(&choice, values + o->offset, sizeof choice);
        CHECK(choice >= 0);
        for (int i = 0; i <= choice; i++)
            CHECK(o->choices[i]);
        break;
    default:
        break;
    }
}

/* A positional argument whose list is that of an option before it. */
static bool fills_another(const struct option *table, const struct option *o)
{
    for (const struct option *before = table; before < o; before++)
        if (before->offset == o->offset && before->kind == o->kind && before->kind == OPTION_FILES)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct option *table = cmd_visualize.options;
    char *argv[ARGUMENTS_MAX + 1];
    int argc = arguments_of(data, size, argv);
    char *values = memory_new(VALUES_BYTES, 1);
    struct error err = {0};
    enum parsed result = options_parse(table, argc, argv, values, &err);

    CHECK((result == PARSED_WRONG) == (err.text[0] != '\0'));
    for (const struct option *o = table; o->short_name || o->long_name || o->value; o++)
        if (!fills_another(table, o))
            check_value(o, values, result == PARSED, argc, argv);
    free(values);
    for (int i = 0; i < argc; i++)
        free(argv[i]);
    return 0;
}
