#include <stdlib.h>

#include "commands/options.h"
#include "helper.h"

struct values {
    const char *directory;
    int type;
    struct option_list include;
    long long count, count_absolute;
    bool show, show_all;
    const char *since, *output;
};

static const char *const types[] = {"TotalDiff", "PagedDiff", NULL};

#define AT(member) offsetof(struct values, member)

/* Modelled on visualize: the original tool's options, then ours. */
static const struct option table[] = {
    {"-d", "--directory", OPTION_TEXT, AT(directory), "DIR", NULL, "a directory", true, true},
    {"-t", "--type", OPTION_CHOICE, AT(type), "TYPE", types, "a type", true, true},
    {"-it", "--include-tags", OPTION_LIST, AT(include), "TAG", NULL, "tags\nto draw", false, true},
    {"-nmc", "--n-most-changed-tags", OPTION_COUNT, AT(count), "N", NULL, "a number", false, true},
    {"-nmca", "--n-most-changed-tags-absolute", OPTION_COUNT, AT(count_absolute), "N", NULL, "another", false, true},
    {"-sc", "--show-correlation", OPTION_FLAG, AT(show), NULL, NULL, "a flag", false, true},
    {"-sce", "--show-correlation-extended", OPTION_FLAG, AT(show_all), NULL, NULL, "another", false, true},
    {NULL, "--since", OPTION_TEXT, AT(since), "TIME", NULL, "a time", false, false},
    {"-o", "--output", OPTION_TEXT, AT(output), "FILE", NULL, "a file", false, false},
    {"-h", "--help", OPTION_HELP, 0, NULL, NULL, "this", false, true},
    {NULL, "--version", OPTION_VERSION, 0, NULL, NULL, "the version", false, false},
    {0},
};

#define ARGUMENTS 16

struct parse {
    enum parsed result;
    struct values values;
    struct error err;
};

/* Parses {-d DIR -t TotalDiff} followed by these words, separated by blanks; '_' in a word is a blank. */
static struct parse parse(const char *words)
{
    static char copy[512];
    char *argv[ARGUMENTS] = {"-d", "DIR", "-t", "TotalDiff"};
    struct parse p = {.values = {.type = -1, .count = 5, .count_absolute = 5}};
    int argc = 4;

    snprintf(copy, sizeof copy, "%s", words);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
        for (char *c = word; *c; c++)
            *c = *c == '_' ? ' ' : *c;
        argv[argc++] = word;
    }
    p.result = options_parse(table, argc, argv, &p.values, &p.err);
    return p;
}

static void expect_wrong(const char *words, const char *message)
{
    struct parse p = parse(words);

    assert_int_equal(p.result, PARSED_WRONG);
    assert_string_equal(p.err.text, message);
    free(p.values.include.items);
}

static void expect_list(const char *words, const char *joined)
{
    struct parse p = parse(words);
    struct buffer b = {0};

    if (p.result != PARSED)
        fail_msg("'%s': %s", words, p.err.text);
    for (size_t i = 0; i < p.values.include.count; i++)
        buffer_printf(&b, "%s%s", i ? "|" : "", p.values.include.items[i]);
    buffer_add_char(&b, '\0');
    assert_string_equal(b.bytes, joined);
    buffer_free(&b);
    free(p.values.include.items);
}

TEST(lists_take_values_up_to_the_next_option)
{
    expect_list("-it A B C", "A|B|C");
    expect_list("-it A B -sc", "A|B");
    expect_list("-it A -it B C", "B|C"); // the last one wins
    expect_list("-it A -it=B", "B");
    expect_list("-it -", "-");
    expect_list("-it -1 -2.5 -.5", "-1|-2.5|-.5"); // numbers are values: no option looks like a number
    expect_list("-it -a_b", "-a b");               // contains a blank: a value
    expect_list("-it=-Usb", "-Usb");
    expect_list("--include-tags=-Usb", "-Usb");
    expect_list("--include-tags=", "");
    expect_list("-it=A=B", "A=B");
}

TEST(a_list_needs_a_value)
{
    expect_wrong("-it", "argument -it/--include-tags: expected at least one argument");
    expect_wrong("-it -Usb", "argument -it/--include-tags: expected at least one argument");
    expect_wrong("-it --", "argument -it/--include-tags: expected at least one argument");
}

TEST(counts_may_be_negative_and_glued_by_equals)
{
    assert_int_equal(parse("-nmc=3").values.count, 3);
    assert_int_equal(parse("-nmc -1").values.count, -1);
    assert_int_equal(parse("-nmc +2").values.count, 2);
    assert_int_equal(parse("-nmc 0").values.count, 0);
    assert_int_equal(parse("-nmc _7_").values.count, 7);
    assert_int_equal(parse("-nmc 99999999999999999999").values.count, INT64_MAX);
    assert_int_equal(parse("-nmca 9").values.count, 5);
    assert_int_equal(parse("-nmca 9").values.count_absolute, 9);
    expect_wrong("-nmc many", "argument -nmc/--n-most-changed-tags: invalid int value: 'many'");
    expect_wrong("-nmc 1.5", "argument -nmc/--n-most-changed-tags: invalid int value: '1.5'");
    expect_wrong("-nmc=", "argument -nmc/--n-most-changed-tags: invalid int value: ''");
    expect_wrong("-nmc", "argument -nmc/--n-most-changed-tags: expected one argument");
    expect_wrong("-nmc 3 4", "unrecognized argument: 4");
}

TEST(values_may_be_attached_to_one_letter_options)
{
    assert_string_equal(parse("-dELSE").values.directory, "ELSE");
    assert_string_equal(parse("-d=ELSE").values.directory, "ELSE");
    assert_int_equal(parse("-tPagedDiff").values.type, 1);
    assert_string_equal(parse("-oit.txt").values.output, "it.txt");
    // only one-letter options take a glued value
    expect_wrong("-nmc3", "unrecognized argument: -nmc3: did you mean -nmc?");
    expect_wrong("-tsX", "argument -t/--type: invalid choice: 'sX' (choose from TotalDiff, PagedDiff)");
}

TEST(unique_prefixes_are_accepted)
{
    expect_list("--include A B", "A|B");
    expect_list("--inc=A", "A");
    expect_list("-i A", "A");
    assert_string_equal(parse("--dir ELSE").values.directory, "ELSE");
    assert_true(parse("--show-correlation").values.show); // exact match, although it is a prefix of another
    assert_false(parse("--show-correlation").values.show_all);
    assert_true(parse("--show-correlation-e").values.show_all);
    assert_string_equal(parse("--si 2026").values.since, "2026");
}

TEST(ambiguous_prefixes_are_rejected)
{
    expect_wrong("-n 3", "ambiguous option: -n could match -nmc, -nmca");
    expect_wrong("--show", "ambiguous option: --show could match --show-correlation, --show-correlation-extended");
    expect_wrong("--n=3", "ambiguous option: --n=3 could match --n-most-changed-tags, --n-most-changed-tags-absolute");
    expect_wrong("-it A -n B", "ambiguous option: -n could match -nmc, -nmca");
}

TEST(the_originals_options_win_a_prefix)
{
    assert_int_equal(parse("--h").result, PARSED_HELP);
    expect_wrong("--s", "ambiguous option: --s could match --show-correlation, --show-correlation-extended");
    assert_int_equal(parse("--v").result, PARSED_VERSION);
}

TEST(flags_take_no_value)
{
    assert_true(parse("-sc").values.show);
    assert_false(parse("-sce").values.show);
    expect_wrong("-sc=yes", "argument -sc/--show-correlation: ignored explicit argument 'yes'");
    expect_wrong("-sc yes", "unrecognized argument: yes");
}

TEST(choices_are_exact)
{
    assert_int_equal(parse("-t PagedDiff").values.type, 1);
    assert_int_equal(parse("-t PagedDiff -t TotalDiff").values.type, 0);
    expect_wrong("-t pageddiff", "argument -t/--type: invalid choice: 'pageddiff': did you mean PagedDiff?");
    expect_wrong("-t Paged", "argument -t/--type: invalid choice: 'Paged' (choose from TotalDiff, PagedDiff)");
}

TEST(missing_options_are_reported_before_unknown_ones)
{
    char *argv[] = {"--wrong", "-t", "TotalDiff"};
    struct values values = {0};
    struct error err;

    assert_int_equal(options_parse(table, 0, argv, &values, &err), PARSED_WRONG);
    assert_string_equal(err.text, "the following arguments are required: -d/--directory, -t/--type");
    assert_int_equal(options_parse(table, 3, argv, &values, &err), PARSED_WRONG);
    assert_string_equal(err.text, "the following arguments are required: -d/--directory");
}

TEST(help_takes_precedence_over_errors_after_it)
{
    char *argv[] = {"-h", "--wrong"};
    struct values values = {0};
    struct error err;

    assert_int_equal(options_parse(table, 2, argv, &values, &err), PARSED_HELP);
    expect_wrong("stray -it A", "unrecognized argument: stray");
    expect_wrong("-- -it A", "unrecognized argument: -it");
}

TEST(usage_and_help_name_every_option)
{
    struct buffer b = {0};

    options_add_usage(&b, "visualize", table);
    buffer_add_char(&b, '\0');
    assert_non_null(strstr(b.bytes, "usage: poolmonviz visualize -d DIR -t TYPE [-it TAG [TAG ...]] [-nmc N]"));
    b.length = 0;
    options_add_help(&b, table);
    buffer_add_char(&b, '\0');
    assert_non_null(strstr(b.bytes, "  -d, --directory DIR             a directory\n"));
    assert_non_null(strstr(b.bytes, "      --since TIME                a time\n"));
    assert_non_null(strstr(b.bytes, "tags\n                                  to draw\n"));
    buffer_free(&b);
}

/* Positional values: any number, before, between and after options. */
TEST(a_list_may_be_positional)
{
    static const struct option alone[] = {
        {NULL, NULL, OPTION_FILES, AT(include), "TAG", NULL, "tags", true, false},
        {NULL, "--since", OPTION_TEXT, AT(since), "TIME", NULL, "a time", false, false},
        {0},
    };
    char *argv[] = {"Ab", "Cd", "--since", "now", "Ef", "--", "-Gh", "--since"};
    struct values values = {.type = 0};
    struct buffer b = {0};
    struct error err;

    assert_int_equal(options_parse(alone, 8, argv, &values, &err), PARSED);
    assert_int_equal(values.include.count, 5);
    assert_string_equal(values.include.items[0], "Ab");
    assert_string_equal(values.include.items[2], "Ef");
    assert_string_equal(values.include.items[3], "-Gh");
    assert_string_equal(values.include.items[4], "--since");
    assert_string_equal(values.since, "now");
    free(values.include.items);
    values.include = (struct option_list){0};
    assert_int_equal(options_parse(alone, 0, argv, &values, &err), PARSED_WRONG);
    assert_string_equal(err.text, "the following arguments are required: TAG");
    options_add_usage(&b, "x", alone);
    assert_buffer(&b, "usage: poolmonviz x TAG [TAG ...] [--since TIME]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_take_values_up_to_the_next_option),
        cmocka_unit_test(a_list_needs_a_value),
        cmocka_unit_test(counts_may_be_negative_and_glued_by_equals),
        cmocka_unit_test(values_may_be_attached_to_one_letter_options),
        cmocka_unit_test(unique_prefixes_are_accepted),
        cmocka_unit_test(ambiguous_prefixes_are_rejected),
        cmocka_unit_test(the_originals_options_win_a_prefix),
        cmocka_unit_test(flags_take_no_value),
        cmocka_unit_test(choices_are_exact),
        cmocka_unit_test(missing_options_are_reported_before_unknown_ones),
        cmocka_unit_test(help_takes_precedence_over_errors_after_it),
        cmocka_unit_test(usage_and_help_name_every_option),
        cmocka_unit_test(a_list_may_be_positional),
    };

    return RUN(tests);
}
