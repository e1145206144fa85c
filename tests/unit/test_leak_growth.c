#include "leak_helper.h"

#include "leaks/leak_growth.h"

#define NEAR 1e-6

static double slow(int i)
{
    return 0.5 * i + smooth_wiggle(i);
}

/* Expected: generalised least squares with the whole matrix V of every noise model, scipy.stats.t (leak_helper.h). */
static void check_growth(size_t n, double bin_seconds, double (*value)(int), double gain, double error, double digits,
                         double log_evidence)
{
    struct leak_boot boot = boot_of(n, bin_seconds);
    struct leak_design design;
    struct leak_noise noise;
    struct leak_growth g;
    double *y = malloc(n * sizeof *y);
    struct leak_series series = {y, 1};

    fill(y, n, value);
    leak_noise_make(&noise, n);
    leak_design_make(&design, &boot, 0, 0);
    leak_growth_fit(&noise, &design, &series, 1, &g);
    assert_close(g.gain, gain, NEAR);
    assert_close(g.error, error, NEAR);
    assert_close(g.digits, digits, NEAR);
    assert_close(g.log_evidence, log_evidence, NEAR);
    leak_design_free(&design);
    leak_noise_free(&noise);
    boot_free(&boot);
    free(y);
}

TEST(growth_is_averaged_over_noise_models)
{
    check_growth(48, 60, rising, 236.26401189, 15.9001666547, 15.9100835257, -142.185672495);
    check_growth(48, 60, slow, 28.6379457887, 21.8419130738, 1.27132597857, -178.282054175);
    check_growth(10, 60, rising, 42.6568814827, 8.28978763163, 3.74495462535, -18.442131602);
}

TEST(daily_cycles_are_no_growth)
{
    check_growth(48, 10800, daily, 192.463028602, 23.3254749917, 5.22171922914, -168.815683692);
}

TEST(plain_z_has_the_sign_of_the_growth)
{
    struct leak_boot boot = boot_of(48, 60);
    struct leak_design design;
    double y[48];
    struct leak_series series = {y, 1};

    leak_design_make(&design, &boot, 0, 0);
    fill(y, 48, rising);
    assert_true(leak_plain_z(&design, &series) > 10);
    fill(y, 48, falling);
    assert_true(leak_plain_z(&design, &series) < -10);
    fill(y, 48, wiggle);
    assert_true(fabs(leak_plain_z(&design, &series)) < 1);
    leak_design_free(&design);
    boot_free(&boot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(growth_is_averaged_over_noise_models),
        cmocka_unit_test(daily_cycles_are_no_growth),
        cmocka_unit_test(plain_z_has_the_sign_of_the_growth),
    };

    return RUN(tests);
}
