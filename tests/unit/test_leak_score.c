#include <math.h>

#include "helper.h"

#include "leaks/leak_score.h"

/* All expected points are worked out by hand from the prices that leak_score.c names. */
static const struct leak_objections none = {.ramp = -99, .curve = -99, .high = 9, .typical_step = 1};

static double points(double digits, struct leak_objections objections)
{
    struct leak_score c = leak_score_of(digits, &objections);

    return leak_score_log_odds(&c);
}

static enum leak_reason reason(struct leak_objections objections)
{
    struct leak_score c = leak_score_of(5, &objections);

    return leak_score_reason(&c);
}

static void assert_near(double x, double expected)
{
    assert_true(fabs(x - expected) < 1e-9);
}

static void digits_count_less_and_less(void **state)
{
    (void)state;
    assert_near(points(0, none), 0.95);
    assert_near(points(exp(1) - 1, none), 0.95 + 0.65);
    assert_near(points(exp(2) - 1, none), 0.95 + 1.30);
    assert_near(points(300, none), 0.95 + 0.65 * log(61)); // 60 at most
}

static void objections_cost_by_how_well_they_fit(void **state)
{
    struct leak_objections ramp = none, curve = none, bent = none, before = none, uneven = none;

    (void)state;
    ramp.ramp = 2;
    assert_near(points(0, ramp), 0.95 - 0.22 * 5);
    curve.curve = -0.2;
    assert_near(points(0, curve), 0.95 - 1.25 * 0.8);
    curve.curve = 4;
    assert_near(points(0, curve), 0.95 - 1.25 - 0.65 * 4);
    bent.bent = 1;
    assert_near(points(0, bent), 0.95 - 1.4 * log(2));
    before.high = 0.75; // it begins late, and ends three quarters of the gain above what was before
    assert_near(points(0, before), 0.95 - 1.3 - 2.15 * 0.25);
    before.high = 0;
    assert_near(points(0, before), 0.95 - 1.3 - 2.15 - 2 * 0.5);
    uneven.typical_step = 0;
    assert_near(points(0, uneven), 0.95 - 0.85);
}

/* However sure the growth is. */
static void what_follows_its_calls_has_nothing_for_it(void **state)
{
    struct leak_objections load = none;

    (void)state;
    load.follows_calls = true;
    assert_near(points(3, load), 0.95 - 2);
    assert_near(points(60, load), 0.95 - 2);
}

static void the_dearest_objection_is_the_reason(void **state)
{
    struct leak_objections o = none;

    (void)state;
    assert_int_equal(reason(o), LEAK_NOISE);
    o.ramp = 2; // 1.1
    assert_int_equal(reason(o), LEAK_STOPPED);
    o.curve = 0; // 1.25
    assert_int_equal(reason(o), LEAK_SLOWING);
    o.high = 0.3; // 2.15 x 0.7 + 2 x 0.2 = 1.905
    assert_int_equal(reason(o), LEAK_NO_NEW_HIGH);
    o.follows_calls = true;
    assert_int_equal(reason(o), LEAK_FOLLOWS_LOAD);
}

static double with_boots(double support, double fall, double high)
{
    struct leak_score c = leak_score_of(0, &none);

    leak_score_add_boots(&c, support, fall, high);
    return leak_score_log_odds(&c);
}

static void restarts_speak_for_it_and_against_it(void **state)
{
    (void)state;
    assert_near(with_boots(1, NAN, 1), 0.95);
    assert_near(with_boots(1, 1, 1), 0.95 + 2.95 * 0.25);
    assert_near(with_boots(1, 0.5, 1), 0.95 - 2.95 * 0.25);
    assert_near(with_boots(1, 0, 1), 0.95 - 2.95 * 0.75 - 6 * 0.4);
    assert_near(with_boots(0.4, NAN, 1), 0.95 - 1.75 * 0.6);
    assert_near(with_boots(1, NAN, 0), 0.95 - 1.5 * (2.15 + 2 * 0.5)); // as high as it stood after another restart
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_count_less_and_less),
        cmocka_unit_test(objections_cost_by_how_well_they_fit),
        cmocka_unit_test(what_follows_its_calls_has_nothing_for_it),
        cmocka_unit_test(the_dearest_objection_is_the_reason),
        cmocka_unit_test(restarts_speak_for_it_and_against_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
