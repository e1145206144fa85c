#include <math.h>

#include "helper.h"
#include "report/leaks_not_called.h"

#define KB 1024.0

/* Blocks of 1 KB. */
static struct leak_finding grown(double first, double last)
{
    return (struct leak_finding){.verdict = LEAK_QUIET,
                                 .reason = LEAK_NOISE,
                                 .gain = {.is_known = {true, true},
                                          .first = {first, first * KB},
                                          .last = {last, last * KB},
                                          .gain = {last - first, (last - first) * KB},
                                          .boot_first = {first, first * KB}}};
}

/* Indices as digits: "20" for finding 2, then 0. */
static void check_chosen(struct leak_finding *findings, size_t count, bool all, const char *expected)
{
    struct leaks leaks = {.findings = findings, .count = count, .boots_used = 1};
    size_t found[NOT_CALLED_MAX], n;
    struct buffer b = {0};

    for (size_t i = 0; i < count; i++)
        leaks.total_gain += fmax(0, findings[i].gain.gain[LEAK_BYTES]);
    n = leaks_not_called(&leaks, all, found);
    for (size_t i = 0; i < n; i++)
        buffer_printf(&b, "%zu", found[i]);
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

TEST(the_most_bytes_come_first_then_the_largest_proportions)
{
    struct leak_finding f[] = {grown(100, 400),     // +300 %
                               grown(10000, 12000), // +20 %, most bytes
                               grown(100, 900),     // +800 %
                               grown(100, 210),     // +110 %: a fourth
                               grown(5000, 5100)};

    check_chosen(f, 5, false, "120");
}

/* Tripled along a line, among caches that fill. */
TEST(growth_along_a_line_comes_before_larger_growth_that_bends)
{
    struct leak_finding f[] = {grown(10, 90000), grown(10, 9000), grown(10, 8000), grown(100, 300), grown(10, 7000)};

    for (size_t i = 0; i < 5; i++)
        f[i].course = (struct leak_course){.early = 1000, .late = i == 3 ? 500 : 499, .jump = 100};
    check_chosen(f, 5, false, "031");
    f[3].course.jump = 101; // of a gain of 200
    check_chosen(f, 5, false, "012");
}

TEST(flagged_tags_are_called)
{
    struct leak_finding f[] = {grown(100, 900), grown(100, 300)};

    f[0].verdict = LEAK_PROBABLE;
    check_chosen(f, 2, false, "1");
}

TEST(a_tag_is_named_once)
{
    struct leak_finding f[] = {grown(100, 900)};

    check_chosen(f, 1, false, "0");
}

TEST(what_has_a_row_is_not_named_again)
{
    struct leak_finding f[] = {grown(100, 900), grown(100, 300)};

    f[0].verdict = LEAK_WATCH;
    check_chosen(f, 2, false, "01");
    check_chosen(f, 2, true, "1");
}

TEST(fewer_than_25_blocks_are_not_named)
{
    struct leak_finding few[] = {grown(4, 28)}, enough[] = {grown(4, 29)};

    check_chosen(few, 1, false, "");
    check_chosen(enough, 1, false, "0");
}

TEST(less_than_doubled_and_less_than_a_tenth_is_not_named)
{
    struct leak_finding f[] = {grown(100000, 109999), grown(40, 79)}; // +39 of 40; 0.4 % of all growth

    check_chosen(f, 2, false, "");
    f[0] = grown(100000, 110000);
    check_chosen(f, 2, false, "0");
    f[1] = grown(40, 80);
    check_chosen(f, 2, false, "01");
}

/* 30 of a tag that was not there are less than 500 of a tag that had 50. */
TEST(new_tags_are_compared_with_25_blocks)
{
    struct leak_finding f[] = {grown(0, 30), grown(50, 550)};

    f[0].gain.first[LEAK_COUNTS] = f[0].gain.first[LEAK_BYTES] = NAN;
    check_chosen(f, 2, false, "10");
}

/* Over three boots a cache that fills in each of them gains three times. */
TEST(of_several_boots_the_last_one_counts)
{
    struct leak_finding f = grown(1000, 1999);
    struct leaks leaks = {.findings = &f, .count = 1, .boots_used = 3};
    size_t found[NOT_CALLED_MAX];

    f.gain.gain[LEAK_COUNTS] = 6000;
    f.gain.is_known[LEAK_BYTES] = false;
    assert_int_equal(leaks_not_called(&leaks, false, found), 0);
    f.gain.last[LEAK_COUNTS] = 2000;
    assert_int_equal(leaks_not_called(&leaks, false, found), 1);
}

TEST(without_verdicts_nothing_is_named)
{
    struct leak_finding f = grown(100, 900);
    struct leaks leaks = {.findings = &f, .count = 1, .so_far = {.snapshots = 3}};
    size_t found[NOT_CALLED_MAX];

    assert_int_equal(leaks_not_called(&leaks, false, found), 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_most_bytes_come_first_then_the_largest_proportions),
        cmocka_unit_test(growth_along_a_line_comes_before_larger_growth_that_bends),
        cmocka_unit_test(flagged_tags_are_called),
        cmocka_unit_test(a_tag_is_named_once),
        cmocka_unit_test(what_has_a_row_is_not_named_again),
        cmocka_unit_test(fewer_than_25_blocks_are_not_named),
        cmocka_unit_test(less_than_doubled_and_less_than_a_tenth_is_not_named),
        cmocka_unit_test(new_tags_are_compared_with_25_blocks),
        cmocka_unit_test(of_several_boots_the_last_one_counts),
        cmocka_unit_test(without_verdicts_nothing_is_named),
    };

    return RUN(tests);
}
