#include "leak_helper.h"

#include "leaks/leak_verdict.h"

/* A growing tag whose rate is surely above 0. */
static struct leak_finding finding(size_t tag, double p, double score)
{
    return (struct leak_finding){.tag = tag,
                                 .grows = true,
                                 .score = score,
                                 .p = p,
                                 .p_strongest_boot = p,
                                 .reason = LEAK_NOISE,
                                 .rate = {{5, 1, 9}, {NAN, NAN, NAN}}};
}

/* p x tags / rank, then the least of those behind it: .004 .02 .02667 .5 of four, by hand. */
TEST(q_is_the_false_discovery_rate)
{
    struct leak_finding f[4] = {finding(0, .02, 3), finding(1, .001, 3), finding(2, .5, 3), finding(3, .01, 3)};
    static const double q[4] = {.02 * 4 / 3, .004, .5, .02};

    leak_verdicts(f, 4);
    for (int i = 0; i < 4; i++)
        assert_close(f[i].q, q[f[i].tag], 1e-12);
    f[0] = finding(0, .03, 3);
    f[1] = finding(1, .029, 3);
    leak_verdicts(f, 2);
    assert_close(f[0].q, .03, 1e-12); // not .058: what is larger caps it
    assert_close(f[1].q, .03, 1e-12);
}

static enum leak_verdict verdict(struct leak_finding f)
{
    leak_verdicts(&f, 1);
    return f.verdict;
}

TEST(thresholds)
{
    struct leak_finding f = finding(0, .01, 1);

    assert_int_equal(verdict(f), LEAK_CERTAIN);
    f.rate[LEAK_COUNTS].low = -1;
    assert_int_equal(verdict(f), LEAK_PROBABLE);
    assert_int_equal(verdict(finding(0, .01, .99)), LEAK_PROBABLE);
    assert_int_equal(verdict(finding(0, .011, 5)), LEAK_PROBABLE);
    assert_int_equal(verdict(finding(0, .2, 0)), LEAK_PROBABLE);
    assert_int_equal(verdict(finding(0, .21, 5)), LEAK_QUIET);
    assert_int_equal(verdict(finding(0, .01, -.1)), LEAK_WATCH);
    assert_int_equal(verdict(finding(0, .011, -.1)), LEAK_QUIET);
    f = finding(0, .5, -.1);
    f.reason = LEAK_TOO_SHORT;
    assert_int_equal(verdict(f), LEAK_SHORT);
    f.reason = LEAK_SLOWING;
    f.p_strongest_boot = .01; // one boot alone, with a named reason
    assert_int_equal(verdict(f), LEAK_WATCH);
}

/* A score of a tag that does not grow is a rank, no log-odds. */
TEST(a_tag_that_does_not_grow_is_no_leak)
{
    struct leak_finding f = finding(0, .001, 5);

    f.grows = false;
    assert_int_equal(verdict(f), LEAK_WATCH);
}

TEST(leaks_come_first_by_rate)
{
    struct leak_finding f[4] = {finding(0, .5, 9), finding(1, .001, 2), finding(2, .001, 3), finding(3, .5, 10)};

    f[1].rate[LEAK_COUNTS].mean = 8;
    leak_verdicts(f, 4);
    assert_int_equal(f[0].tag, 1);
    assert_int_equal(f[1].tag, 2);
    assert_int_equal(f[2].tag, 3);
    assert_int_equal(f[3].tag, 0);
}

TEST(the_stronger_quantity_leads)
{
    struct leak_combined both[LEAK_QUANTITIES] = {{.p = .03, .p_strongest_boot = .02, .trend_t = 1},
                                                  {.p = .05, .p_strongest_boot = .04, .trend_t = 2}};
    bool tested[LEAK_QUANTITIES] = {true, true}, neither[LEAK_QUANTITIES] = {false, false};
    struct leak_finding f = leak_finding_of(7, both, tested, 0);

    assert_int_equal(f.leading, LEAK_COUNTS);
    assert_close(f.p, .06, 1e-12); // of two quantities
    assert_close(f.p_strongest_boot, .04, 1e-12);
    assert_close(f.score, -19.98, 1e-12); // -20 + t / 100
    both[LEAK_BYTES].grows = true;
    both[LEAK_BYTES].log_odds = -3;
    f = leak_finding_of(7, both, tested, 0);
    assert_int_equal(f.leading, LEAK_BYTES);
    assert_close(f.score, -3, 1e-12);
    f = leak_finding_of(7, both, neither, 0);
    assert_true(f.p == 1 && f.score == 0 && !f.has_since && f.reason == LEAK_TOO_SHORT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(q_is_the_false_discovery_rate),       cmocka_unit_test(thresholds),
        cmocka_unit_test(a_tag_that_does_not_grow_is_no_leak), cmocka_unit_test(leaks_come_first_by_rate),
        cmocka_unit_test(the_stronger_quantity_leads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
