#include "leak_helper.h"

#include "leaks/leak_noise.h"

#define NEAR 1e-9

/* e'V^-1 e and ln |V| / 2 of e = 3 1 4 1 5 9, with the whole matrix V (numpy.linalg.inv, slogdet). */
static void check_model(double a, double white, double squares, double half_log)
{
    const double e[] = {3, 1, 4, 1, 5, 9};
    double out[6], sum = 0;
    struct leak_noise noise;
    size_t found = 0;

    leak_noise_make(&noise, 6);
    for (size_t j = 0; j < NOISE_MODELS; j++) {
        const struct noise_model *m = &noise.models[j];

        if (m->a != a || fabs(pow(m->scales[0], -2) - (a > 0 ? 1 + white : 1)) > NEAR)
            continue;
        found++;
        leak_whiten(m, e, 6, out);
        for (size_t t = 0; t < 6; t++)
            sum += out[t] * out[t];
        assert_close(sum, squares, NEAR);
        assert_close(m->half_log[5], half_log, NEAR);
    }
    assert_int_equal(found, 1);
    leak_noise_free(&noise);
}

TEST(whitened_squares_are_those_of_the_inverse_covariance)
{
    check_model(0, 0, 133, 0);
    check_model(.5, 0, 110.333333333333, -0.719205181128778);
    check_model(.87, 1, 50.4863433923, 1.40961437275);
    check_model(.995, 3, 24.7346190719, 3.85153724724);
}

/* Ten bins are as far apart as 4.8 of 48: .3 to .65 to that power are below .2. */
TEST(noise_of_short_series_is_more_likely_white)
{
    struct leak_noise noise;

    leak_noise_make(&noise, 48);
    assert_close(exp(leak_noise_log_prior(&noise.models[0], 48)), .3, NEAR);
    assert_close(exp(leak_noise_log_prior(&noise.models[1], 48)), .7 / 32, NEAR);
    assert_close(exp(leak_noise_log_prior(&noise.models[0], 10)), .3 + 3 * .7 / 8, NEAR);
    leak_noise_free(&noise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whitened_squares_are_those_of_the_inverse_covariance),
        cmocka_unit_test(noise_of_short_series_is_more_likely_white),
    };

    return RUN(tests);
}
