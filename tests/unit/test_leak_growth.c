#include "leak_helper.h"

#include "leaks/leak_growth.h"

#define NEAR 1e-6

struct expected {
    double ar, gain, error, z, ols_gain;
};

static void check_growth(size_t n, double bin_seconds, const double *y, double unit, struct expected expected)
{
    struct leak_boot boot = boot_of(n, bin_seconds);
    struct leak_design design;
    struct leak_growth g;
    double *residual = malloc(n * sizeof *residual);

    leak_design_make(&design, &boot, 0, 0);
    g = leak_growth_of(&design, y, unit, residual);
    assert_close(g.ar, expected.ar, NEAR);
    assert_close(g.gain, expected.gain, NEAR);
    assert_close(g.error, expected.error, NEAR);
    assert_close(g.z, expected.z, NEAR);
    assert_close(g.ols_gain, expected.ols_gain, NEAR);
    leak_design_free(&design);
    boot_free(&boot);
    free(residual);
}

/* b = (X'V^-1 X)^-1 X'V^-1 y with V_ij = a^|i-j| / (1 - a^2); error^2 = e'V^-1 e / (n - p) x diagonal of (X'V^-1
 * X)^-1. */
TEST(autocorrelated_noise)
{
    double y[40];

    fill(y, 20, rising);
    check_growth(20, 3600, y, 1e-4,
                 (struct expected){0.47383212893740384, 94.96243829529296, 3.716980202926479, 25.548276587679013,
                                   94.07142857142857});
    fill_walk(y, 40); // in 39 hours, with cycles of 24 and 12 hours
    check_growth(40, 3600, y, 1e-4,
                 (struct expected){0.5740536812544993, 41.29366675719998, 3.088951115174908, 13.368183961973052,
                                   40.65526053606356});
}

/* V^-1 = P'P, P: first row 1e-4, then differences. */
TEST(high_autocorrelation_is_a_random_walk)
{
    double y[48];

    fill(y, 48, daily);
    check_growth(48, 10800, y, 1e-4,
                 (struct expected){1, 200.50401977882458, 51.496130994516896, 3.8935744473730165, 186.1738206938595});
    fill_walk(y, 20);
    check_growth(20, 3600, y, 1e-4,
                 (struct expected){1, 22, 13.650396819628844, 1.6116747586681648, 18.900000000000006});
}

/* sqrt(gain x unit), by hand: 1900 objects count for no more than sqrt(1900) standard errors, however even the
 * growth. */
TEST(error_has_a_floor)
{
    double y[20];

    for (int i = 0; i < 20; i++)
        y[i] = 100 * i;
    check_growth(20, 3600, y, 1, (struct expected){0.075, 1900, 43.58898943540674, 43.58898943540674, 1900});
    fill(y, 20, rising);
    check_growth(20, 3600, y, 4,
                 (struct expected){0.47383212893740384, 94.96243829529296, 19.489734559022907, 4.872433639755727,
                                   94.07142857142857});
}

TEST(no_growth_has_no_error)
{
    double y[20] = {0};

    check_growth(20, 3600, y, 1, (struct expected){0.075, 0, 0, 0, 0}); // a: the bias correction of 0, 1.5 / 20
}

/* The same least squares with one or two more columns. */
TEST(growth_beside_other_columns)
{
    struct leak_boot boot = boot_of(20, 3600);
    struct leak_design design;
    double y[20], load[20], curve[20];
    const double *extra[2] = {load, curve};
    struct leak_adjusted_growth one, two;

    for (int i = 0; i < 20; i++) {
        load[i] = (i * i % 7) / 2.0;
        curve[i] = i * i / 100.0;
        y[i] = 3 * i + 3 * load[i] + wiggle(i);
    }
    leak_design_make(&design, &boot, 0, 0);
    one = leak_growth_adjusted(&design, y, 0.3, 1e-4, extra, 1);
    assert_close(one.gain, 56.08991620867891, NEAR);
    assert_close(one.z, 18.096130448774403, NEAR);
    assert_close(one.coefficients[0], 3.703358059901454, NEAR);
    assert_close(one.errors[0], 0.9460063721533754, NEAR);
    two = leak_growth_adjusted(&design, y, 1, 1e-4, extra, 2);
    assert_close(two.gain, 82.71739130434766, 1e-5);
    assert_close(two.z, 2.708953650172478, 1e-5);
    assert_close(two.coefficients[1], -6.720532235406344, 1e-5);
    assert_close(two.errors[1], 7.315588863910705, 1e-5);
    assert_close(leak_growth_adjusted_ar(&design, y, load), 0.5424031674314893, NEAR);
    leak_design_free(&design);
    boot_free(&boot);
}

static double trend_of(size_t n, double bin_seconds, const double *y)
{
    struct leak_boot boot = boot_of(n, bin_seconds);
    struct leak_design design;
    struct leak_growth g;
    double *residual = malloc(n * sizeof *residual), t;

    leak_design_make(&design, &boot, 0, 0);
    g = leak_growth_of(&design, y, 1, residual);
    t = bin_trend_t(&design, &g, residual);
    leak_design_free(&design);
    boot_free(&boot);
    free(residual);
    return t;
}

/* scipy.stats.ttest_1samp of the differences of the parts' means; of `daily` after the fitted cycles are subtracted. */
TEST(trend_of_bins)
{
    double y[48], nothing[20] = {0};

    fill(y, 20, rising);
    assert_close(trend_of(20, 3600, y), 12.00859403085514, NEAR);
    assert_close(trend_of(10, 3600, y), 7.777137710478189, NEAR); // four parts
    fill_walk(y, 20);
    assert_close(trend_of(20, 3600, y), 1.3063473763276146, NEAR);
    fill(y, 48, daily);
    assert_close(trend_of(48, 10800, y), 20.31172688375538, NEAR);
    assert_close(trend_of(20, 3600, nothing), 0, NEAR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(autocorrelated_noise),        cmocka_unit_test(high_autocorrelation_is_a_random_walk),
        cmocka_unit_test(error_has_a_floor),           cmocka_unit_test(no_growth_has_no_error),
        cmocka_unit_test(growth_beside_other_columns), cmocka_unit_test(trend_of_bins),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
