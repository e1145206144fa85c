#include "leak_helper.h"

#include "leaks/leak_curve.h"
#include "leaks/leak_growth.h"
#include "leaks/leak_high.h"

#define NEAR 1e-6

static struct leak_excess excess_of(size_t n, double bin_seconds, const double *y, size_t start)
{
    struct leak_boot boot = boot_of(n, bin_seconds);
    struct leak_design design;
    struct leak_curves *curves;
    struct leak_excess excess;
    double *residual = malloc(n * sizeof *residual);

    leak_design_make(&design, &boot, 0, start);
    leak_growth_of(&design, y + start, 1, residual);
    curves = leak_curves_new(&boot, &design);
    excess = leak_curve_excess(&design, curves, y, residual);
    leak_curves_free(curves);
    leak_design_free(&design);
    boot_free(&boot);
    free(residual);
    return excess;
}

static double filling(int i)
{
    return wiggle(i) + rint(400 * (1 - exp(-i / 6.0)));
}

static double root_of_time(int i)
{
    return daily(i) - 4 * i + 100 * sqrt(i);
}

/* scipy.optimize.nnls of every curve and pair of curves, both coefficients above 0; the best against the line. */
TEST(excess_of_a_curve_that_slows_down)
{
    double y[48];

    fill(y, 20, filling);
    assert_true(excess_of(20, 3600, y, 0).applies);
    assert_close(excess_of(20, 3600, y, 0).value, 13.911693814762277, NEAR);
    assert_close(excess_of(20, 3600, y, 5).value, 6.053137938901305, NEAR); // less bent later on
    fill(y, 48, root_of_time);
    assert_close(excess_of(48, 10800, y, 0).value, 8.204156470320804, NEAR);
    assert_close(excess_of(48, 10800, y, 12).value, 0.5031400076536019, NEAR);
    fill(y, 20, rising); // the line is better
    assert_true(excess_of(20, 3600, y, 0).applies);
    assert_close(excess_of(20, 3600, y, 0).value, -1.0719974324075723, NEAR);
}

TEST(a_falling_series_has_no_rising_curve)
{
    double y[20];

    fill(y, 20, falling);
    assert_false(excess_of(20, 3600, y, 0).applies);
}

static bool high_of(const double *y, size_t start, size_t per_day, double gain, double *high)
{
    struct leak_boot boot = boot_of(16, 3600);
    struct leak_design design;
    bool has;

    boot.per_day = per_day;
    leak_design_make(&design, &boot, 0, start);
    has = leak_new_high(&boot, &design, y, gain, high);
    leak_design_free(&design);
    boot_free(&boot);
    return has;
}

/* By hand. q = 16 / 8 = 2 bins, or a day of 4. */
TEST(end_above_the_previous_high)
{
    static const double y[16] = {0, 8, 12, 2, 0, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24};
    double high = -1;

    assert_false(high_of(y, 0, 0, 24, &high)); // nothing before
    assert_true(high == -1);
    assert_true(high_of(y, 4, 0, 20, &high));
    assert_close(high, (23.0 - 10) / 20, 1e-12);
    assert_true(high_of(y, 4, 4, 20, &high));
    assert_close(high, (21.0 - 5.5) / 20, 1e-12);
    assert_true(high_of(y, 1, 0, 20, &high)); // one bin before
    assert_close(high, 23.0 / 20, 1e-12);
    assert_true(high_of(y, 4, 0, 1, &high)); // far above: a ratio like any other
    assert_close(high, 13, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(excess_of_a_curve_that_slows_down),
        cmocka_unit_test(a_falling_series_has_no_rising_curve),
        cmocka_unit_test(end_above_the_previous_high),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
