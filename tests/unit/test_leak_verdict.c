#include "leak_helper.h"

#include "leaks/leak_verdict.h"

#define A_DAY 86400.0

static struct leak_finding finding(size_t tag, double score, double p, double low)
{
    return (struct leak_finding){.tag = tag,
                                 .grows = true,
                                 .reason = LEAK_NOISE,
                                 .score = score,
                                 .p = p,
                                 .blocks = 1000,
                                 .rate = {{10, low, 20}, {NAN, NAN, NAN}},
                                 .partner = LEAK_NOBODY};
}

static struct leak_finding still(size_t tag, enum leak_reason reason)
{
    return (struct leak_finding){.tag = tag, .reason = reason, .p = 1, .partner = LEAK_NOBODY};
}

/* q of 0.01, 0.02 and 0.9 among four tags that move: .01 x 4 / 1 = .04, .02 x 4 / 2 = .04, .9 x 4 / 3 = 1.2 and 1 is
 * the limit of the last; the constant tag is no test. */
TEST(q_counts_the_tags_that_move)
{
    struct leak_finding f[] = {finding(0, 5, 0.01, 1), finding(1, 5, 0.02, 1), finding(2, -9, 0.9, 1),
                               still(3, LEAK_NOISE), still(4, LEAK_CONSTANT)};

    leak_verdicts(f, 5, A_DAY);
    for (size_t i = 0; i < 5; i++)
        if (f[i].tag < 2)
            assert_close(f[i].q, 0.04, 1e-12);
    leak_sort(f, 5);
    assert_int_equal(f[0].tag, 0);
    assert_int_equal(f[0].verdict, LEAK_PROBABLE); // q > .01
    assert_int_equal(f[4].verdict, LEAK_QUIET);
}

TEST(points_and_q_make_the_verdict)
{
    struct leak_finding f[] = {finding(0, 1.5, 1e-9, 1), finding(1, 0.5, 1e-9, 1), finding(2, -1, 1e-9, 1)};

    leak_verdicts(f, 3, A_DAY);
    leak_sort(f, 3);
    assert_int_equal(f[0].verdict, LEAK_CERTAIN);
    assert_int_equal(f[1].verdict, LEAK_PROBABLE);
    assert_int_equal(f[2].verdict, LEAK_WATCH);
}

TEST(a_rate_that_may_be_zero_is_no_finding)
{
    struct leak_finding f = finding(0, 9, 1e-9, -1);

    leak_verdicts(&f, 1, A_DAY);
    assert_int_equal(f.verdict, LEAK_WATCH);
    assert_int_equal(f.reason, LEAK_RATE_UNSURE);
}

TEST(seconds_are_at_most_probable)
{
    struct leak_finding f = finding(0, 9, 1e-9, 1);

    leak_verdicts(&f, 1, 59);
    assert_int_equal(f.verdict, LEAK_PROBABLE);
}

TEST(a_few_small_blocks_are_too_little_but_large_ones_are_not)
{
    struct leak_finding few = finding(0, 9, 1e-9, 1), large = few;

    few.blocks = large.blocks = 10;
    few.bytes = 10 * 352;
    large.bytes = 10 * 1048576.0;
    leak_verdicts(&few, 1, A_DAY);
    leak_verdicts(&large, 1, A_DAY);
    assert_int_equal(few.reason, LEAK_TOO_FEW);
    assert_int_equal(few.verdict, LEAK_WATCH);
    assert_int_equal(large.verdict, LEAK_CERTAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(q_counts_the_tags_that_move),
        cmocka_unit_test(points_and_q_make_the_verdict),
        cmocka_unit_test(a_rate_that_may_be_zero_is_no_finding),
        cmocka_unit_test(seconds_are_at_most_probable),
        cmocka_unit_test(a_few_small_blocks_are_too_little_but_large_ones_are_not),
    };

    return RUN(tests);
}
