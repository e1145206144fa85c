#include <math.h>

#include "helper.h"
#include "views/text/leaks_trace.h"

#define TAGS 6

/* Checks the trace commands for these tags, all flagged as leaks; the first one leaks `blocks_a_day`. */
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

TEST(at_most_four_tags_are_traced)
{
    static const char *const names[] = {"Tag1", "Tag2", "Tag3", "Tag4", "Tag5", NULL};

    check_trace(names, 1000, " -PoolTag Tag1+Tag2+Tag3+Tag4 -Buffer", "`Tag1`");
}

/* + and ; separate tags in xperf's list; blanks, quotes and others are special on the command line. */
TEST(special_characters_become_question_marks)
{
    static const char *const names[] = {"Irp ", "a+;b", "%\"&`", "\xc3\xa9|>x", NULL};

    check_trace(names, 1000, " -PoolTag Irp?+a??b+???x -Buffer", "`Irp?`");
}

TEST(tags_that_no_pool_can_have_are_not_traced)
{
    static const char *const names[] = {"kmalloc-64", "????", "\"\"\"\"", NULL};

    check_trace(names, 1000, "", "");
}

/* 20 blocks at 240 per day take two hours. */
TEST(tracing_lasts_until_20_blocks_leaked)
{
    static const char *const names[] = {"Leak", NULL};

    check_trace(names, 240, "this takes 2 h, in which `Leak` leaks about 20 blocks (", "\ntimeout /t 7200\n");
    check_trace(names, 1e6, "this takes 5 min, in which `Leak` leaks about 3,472 blocks (", "\ntimeout /t 300\n");
    check_trace(names, 0.5, "this takes 1 d (", "\ntimeout /t 86400\n");
    check_trace(names, NAN, "this takes 5 min (", "\ntimeout /t 300\n");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_most_four_tags_are_traced),
        cmocka_unit_test(special_characters_become_question_marks),
        cmocka_unit_test(tags_that_no_pool_can_have_are_not_traced),
        cmocka_unit_test(tracing_lasts_until_20_blocks_leaked),
    };

    return RUN(tests);
}
