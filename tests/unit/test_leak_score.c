#include <math.h>

#include "helper.h"

#include "leaks/leak_score.h"

/* Nothing speaks against the growth. */
static const struct leak_objections none = {.median_step = 1};

static double log_odds(double digits, struct leak_objections objections)
{
    struct leak_score score = leak_score_of(digits, &objections);

    return leak_score_log_odds(&score);
}

static double log_odds_of_boots(struct leak_reboots reboots)
{
    struct leak_score score = leak_score_of(3, &none);

    leak_score_add_reboots(&score, &reboots);
    return leak_score_log_odds(&score);
}

static enum leak_reason reason(struct leak_objections objections)
{
    struct leak_score score = leak_score_of(3, &objections);

    return leak_score_reason(&score);
}

static void assert_near(double x, double expected)
{
    if (fabs(x - expected) >= 1e-6)
        fail_msg("expected %.9g, is %.9g", expected, x);
}

/* By hand, from the table in docs/leaks.md: with every term in it.
 *     0.95 + 0.65 ln(1 + 3)                            1.851091
 *     ramp   0.22 (2 + 3)                             -1.1
 *     curve  1.25 (1 - 0.2), earlier 1.4 ln(1 + 1)    -1.970406
 *     high   2.15 (1 - 0.25) + 2 (0.5 - 0.25), late   -2.1125 - 1.3
 *     median step  0.85 (1 - 0.5)                     -0.425
 *     boots  1.5 (2.15 x 0.5), 1.75 (1 - 0.6)         -1.6125 - 0.7
 *     fall   2.95 (0.75 - 0.3) + 6 (0.4 - 0.3)        -1.9275                                                       */
TEST(anchor)
{
    struct leak_objections objections = {.ramp = {true, 2},
                                         .curve = {true, -0.2},
                                         .earlier_curve = 1,
                                         .has_before = true,
                                         .high = 0.25,
                                         .median_step = 0.5};
    struct leak_reboots reboots = {.support = 0.6, .has_fall = true, .fall = 0.3, .has_still = true, .high = 0.5};
    struct leak_score score = leak_score_of(3, &objections);

    assert_near(leak_score_log_odds(&score), -5.056815);
    leak_score_add_reboots(&score, &reboots);
    assert_near(leak_score_log_odds(&score), -9.296815);
    assert_near(score.digits, 3);
}

TEST(more_digits_raise_the_score_up_to_sixty)
{
    for (int digits = 0; digits < LEAK_DIGITS_MAX; digits++)
        assert_true(log_odds(digits + 1, none) > log_odds(digits, none));
    assert_near(log_odds(300, none), log_odds(LEAK_DIGITS_MAX, none));
    assert_near(log_odds(-1, none), log_odds(0, none));
}

TEST(every_objection_lowers_the_score)
{
    struct leak_objections o;

#define LOWERS(...) assert_true(log_odds(3, (o = none, __VA_ARGS__, o)) < log_odds(3, none))
    LOWERS(o.ramp = (struct leak_excess){true, 0});
    LOWERS(o.curve = (struct leak_excess){true, 0});
    LOWERS(o.earlier_curve = 0.1);
    LOWERS(o.has_before = true, o.high = 2);
    LOWERS(o.median_step = 0.9);
    LOWERS(o.follows_calls = true);
#undef LOWERS
}

TEST(a_better_fitting_objection_lowers_the_score_more)
{
    for (double excess = -2; excess < 19; excess += 0.5) {
        struct leak_objections ramp = none, more_ramp = none, curve = none, more_curve = none;

        ramp.ramp = (struct leak_excess){true, excess};
        more_ramp.ramp = (struct leak_excess){true, excess + 0.5};
        assert_true(log_odds(3, more_ramp) < log_odds(3, ramp));
        curve.curve = (struct leak_excess){true, excess + 1};
        more_curve.curve = (struct leak_excess){true, excess + 1.5};
        assert_true(log_odds(3, more_curve) < log_odds(3, curve));
    }
    for (double high = -0.9; high < 0.9; high += 0.1) {
        struct leak_objections o = {.has_before = true, .high = high, .median_step = 1}, higher = o;

        higher.high += 0.1;
        assert_true(log_odds(3, higher) > log_odds(3, o));
    }
}

/* Neither a value that does not apply, nor a ratio of a tag that has no earlier bins, is looked at. */
TEST(an_objection_that_does_not_apply_has_no_penalty)
{
    struct leak_objections o = none;

    o.ramp.value = o.curve.value = 50;
    o.high = -5;
    assert_near(log_odds(3, o), log_odds(3, none));
    assert_near(log_odds_of_boots((struct leak_reboots){.support = 1, .fall = -5, .high = -5}), log_odds(3, none));
}

/* Load takes back what the digits gave: growth that follows its calls is never significant. */
TEST(load_takes_the_digits_back)
{
    struct leak_objections load = none;

    load.follows_calls = true;
    assert_near(log_odds(60, load), log_odds(3, load));
    assert_true(log_odds(60, load) < 0);
}

TEST(boots_lower_and_raise_the_score)
{
    for (double share = 0; share < 0.95; share += 0.1) {
        assert_true(log_odds_of_boots((struct leak_reboots){.support = share + 0.1}) >
                    log_odds_of_boots((struct leak_reboots){.support = share}));
        assert_true(log_odds_of_boots((struct leak_reboots){.support = 1, .has_fall = true, .fall = share + 0.1}) >
                    log_odds_of_boots((struct leak_reboots){.support = 1, .has_fall = true, .fall = share}));
        assert_true(log_odds_of_boots((struct leak_reboots){.support = 1, .has_still = true, .high = share + 0.1}) >
                    log_odds_of_boots((struct leak_reboots){.support = 1, .has_still = true, .high = share}));
    }
    /* All of the gain lost at the reboot: that is how a leak behaves. */
    assert_true(log_odds_of_boots((struct leak_reboots){.support = 1, .has_fall = true, .fall = 1}) >
                log_odds_of_boots((struct leak_reboots){.support = 1}));
}

TEST(the_reason_is_the_largest_penalty)
{
    struct leak_objections o = none;

    assert_int_equal(reason(o), LEAK_NOISE);
    o.ramp = (struct leak_excess){true, 0}; // 0.66: too small to be named
    assert_int_equal(reason(o), LEAK_NOISE);
    o.ramp.value = 2; // 1.1
    assert_int_equal(reason(o), LEAK_STOPPED);
    o.curve = (struct leak_excess){true, 0}; // 1.25
    assert_int_equal(reason(o), LEAK_SLOWING);
    o.has_before = true;
    o.high = 0.3; // 1.905
    assert_int_equal(reason(o), LEAK_NO_NEW_HIGH);
    o.follows_calls = true; // 2.9
    assert_int_equal(reason(o), LEAK_FOLLOWS_LOAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anchor),
        cmocka_unit_test(more_digits_raise_the_score_up_to_sixty),
        cmocka_unit_test(every_objection_lowers_the_score),
        cmocka_unit_test(a_better_fitting_objection_lowers_the_score_more),
        cmocka_unit_test(an_objection_that_does_not_apply_has_no_penalty),
        cmocka_unit_test(load_takes_the_digits_back),
        cmocka_unit_test(boots_lower_and_raise_the_score),
        cmocka_unit_test(the_reason_is_the_largest_penalty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
