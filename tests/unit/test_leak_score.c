#include "leak_helper.h"

#include "leaks/leak_score.h"

static struct leak_signs straight(void)
{
    return (struct leak_signs){.growth = {.digits = 20},
                               .shapes = {{5, 3, 5, 9, 2}},
                               .steadiness = {.weakest = 0.9, .strongest = 0.22, .median_step = 1}};
}

static double log_odds(const struct leak_signs *signs)
{
    struct leak_score score = leak_score_of(signs);

    return leak_score_log_odds(&score);
}

static enum leak_reason reason(const struct leak_signs *signs)
{
    struct leak_score score = leak_score_of(signs);

    return leak_score_reason(&score);
}

TEST(a_straight_growth_is_a_leak_without_a_reason_against_it)
{
    struct leak_signs s = straight();

    assert_true(log_odds(&s) > 1);
    assert_int_equal(reason(&s), LEAK_NOISE);
}

TEST(each_other_explanation_costs_and_is_named)
{
    struct leak_signs curve = straight(), step = straight(), load = straight(), returns = straight(), part = straight();

    curve.shapes.line_over[SHAPE_SOFT] = -3;
    step.shapes.line_over[SHAPE_STEP] = -9;
    step.shapes.line_over[SHAPE_RAMP] = -9;
    load.load = 1;
    returns.is_later = part.is_later = part.is_part_of_day = true;
    returns.high = -1;
    part.high = 1;
    assert_int_equal(reason(&curve), LEAK_SLOWING);
    assert_int_equal(reason(&step), LEAK_STOPPED);
    assert_int_equal(reason(&load), LEAK_FOLLOWS_LOAD);
    assert_int_equal(reason(&returns), LEAK_NO_NEW_HIGH);
    assert_int_equal(reason(&part), LEAK_PART_OF_DAY);
    assert_true(log_odds(&curve) <
                log_odds(&(struct leak_signs){.growth = {.digits = 20}, .shapes = {{5, 3, 5, 9, 2}}}));
}

/* log10 of line over all of them: -log10(10^-1 + 10^-2 + 10^-3). */
TEST(other_shapes_count_together)
{
    struct leak_signs s = straight();

    s.shapes.line_over[SHAPE_CURVE] = 1;
    s.shapes.line_over[SHAPE_RAMP] = 2;
    s.shapes.line_over[SHAPE_STEP] = 3;
    assert_close(leak_score_of(&s).terms[TERM_OTHER], -log10(0.111), 1e-12);
}

TEST(evidence_without_limits_is_finite)
{
    struct leak_signs s = straight();

    for (int i = 0; i < LEAK_SHAPES; i++)
        s.shapes.line_over[i] = i % 2 ? INFINITY : -1e9;
    s.is_later = s.has_life = true;
    s.life = s.shapes;
    assert_true(isfinite(log_odds(&s)));
}

/* Two boots of equal length: a curve speaks against a leak in each; a line in one does not make up for it. */
TEST(what_speaks_against_a_leak_adds_up_over_boots)
{
    struct leak_signs curve = straight(), line = straight();
    struct leak_score all = {{0}}, a, b;

    curve.shapes.line_over[SHAPE_SOFT] = -1.5;
    a = leak_score_of(&curve);
    b = leak_score_of(&line);
    leak_score_add_boot(&all, &a, 0.5);
    leak_score_add_boot(&all, &a, 0.5);
    assert_close(all.terms[TERM_SOFT], -3, 1e-12);
    all = (struct leak_score){{0}};
    leak_score_add_boot(&all, &a, 0.5);
    leak_score_add_boot(&all, &b, 0.5);
    assert_close(all.terms[TERM_SOFT], -1.5 + 0.5, 1e-12);
    assert_close(all.terms[TERM_START], 1, 1e-12);
}

/* Where far more than the gain is lost at a reboot, the whole level went: no evidence. */
TEST(a_level_that_goes_whole_at_a_reboot_says_nothing)
{
    struct leak_score lost = leak_score_of(&(struct leak_signs){0}), usual = lost, kept = lost;

    leak_score_add_reboots(&lost, 9, &(struct leak_reboots){.support = 1, .has_fall = true, .fall = 50});
    leak_score_add_reboots(&usual, 9, &(struct leak_reboots){.support = 1, .has_fall = true, .fall = 0.75});
    leak_score_add_reboots(&kept, 9, &(struct leak_reboots){.support = 1, .has_fall = true, .fall = 0});
    assert_close(leak_score_log_odds(&lost), leak_score_log_odds(&usual), 1e-12);
    assert_true(leak_score_log_odds(&kept) < leak_score_log_odds(&usual) - 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_straight_growth_is_a_leak_without_a_reason_against_it),
        cmocka_unit_test(each_other_explanation_costs_and_is_named),
        cmocka_unit_test(other_shapes_count_together),
        cmocka_unit_test(evidence_without_limits_is_finite),
        cmocka_unit_test(what_speaks_against_a_leak_adds_up_over_boots),
        cmocka_unit_test(a_level_that_goes_whole_at_a_reboot_says_nothing),
    };

    return RUN(tests);
}
