#include <math.h>

#include "helper.h"
#include "views/text/leaks_trace.h"

#define TAGS 6

/* What is printed for these tags, all of them called leaks, of which the first leaks so many blocks a day. */
static void check_trace(const char *const names[], double blocks_a_day, const char *has, const char *has_too)
{
    struct leak_finding findings[TAGS];
    struct leaks leaks = {.findings = findings};
    struct store *store = store_new();
    struct leaks_view view = {.store = store, .leaks = &leaks};
    struct buffer b = {0};

    for (; leaks.count < TAGS && names[leaks.count]; leaks.count++)
        findings[leaks.count] = (struct leak_finding){.tag = store_tag(store, text_of(names[leaks.count])),
                                                      .verdict = LEAK_PROBABLE,
                                                      .rate[LEAK_COUNTS].mean = leaks.count ? 1e6 : blocks_a_day};
    leaks_trace_write(&b, &view);
    buffer_add_char(&b, '\0');
    if (!strstr(b.bytes, has) || !strstr(b.bytes, has_too))
        fail_msg("neither \"%s\" nor \"%s\" may be missing in: %s", has, has_too, b.bytes);
    if (!*has)
        assert_string_equal(b.bytes, "");
    buffer_free(&b);
    store_free(store);
}

static void at_most_four_tags_are_traced(void **state)
{
    static const char *const names[] = {"Tag1", "Tag2", "Tag3", "Tag4", "Tag5", NULL};

    UNUSED(state);
    check_trace(names, 1000, " -PoolTag Tag1+Tag2+Tag3+Tag4 -Buffer", "`Tag1`");
}

/* xperf's list is divided by + and ;, the command line by blanks and more. */
static void what_a_command_line_cannot_hold_is_a_question_mark(void **state)
{
    static const char *const names[] = {"Irp ", "a+;b", "%\"&`", "\xc3\xa9|>x", NULL};

    UNUSED(state);
    check_trace(names, 1000, " -PoolTag Irp?+a??b+???x -Buffer", "`Irp?`");
}

static void what_no_pool_can_have_is_not_traced(void **state)
{
    static const char *const names[] = {"kmalloc-64", "????", "\"\"\"\"", NULL};

    UNUSED(state);
    check_trace(names, 1000, "", "");
}

/* 20 blocks at 240 a day take two hours. */
static void it_lasts_until_stacks_tell_something(void **state)
{
    static const char *const names[] = {"Leak", NULL};

    UNUSED(state);
    check_trace(names, 240, "this takes 2 h, in which `Leak` leaks about 20 blocks (", "\ntimeout /t 7200\n");
    check_trace(names, 1e6, "this takes 5 min, in which `Leak` leaks about 3,472 blocks (", "\ntimeout /t 300\n");
    check_trace(names, 0.5, "this takes 1 d (", "\ntimeout /t 86400\n");
    check_trace(names, NAN, "this takes 5 min (", "\ntimeout /t 300\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_most_four_tags_are_traced),
        cmocka_unit_test(what_a_command_line_cannot_hold_is_a_question_mark),
        cmocka_unit_test(what_no_pool_can_have_is_not_traced),
        cmocka_unit_test(it_lasts_until_stacks_tell_something),
    };

    return RUN(tests);
}
