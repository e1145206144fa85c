#include "leak_helper.h"

#include "leaks/leak_combine.h"

/* Expected: the posterior of the mean rate, integrated numerically over a fine grid of rates. */
TEST(rates_of_boots_are_pooled)
{
    struct leak_rate r = leak_pooled_rate((double[]){10, 14, 30}, (double[]){2, 3, 8}, 3);

    assert_close(r.mean, 13.9099291489, 1e-5);
    assert_close(r.high - r.mean, 8.995800147, 1e-4);
    assert_close(r.mean - r.low, 8.995800147, 1e-4);
}

/* Two boots that contradict each other: their difference is no certainty. */
TEST(boots_that_differ_make_the_rate_unsure)
{
    struct leak_rate r = leak_pooled_rate((double[]){10, 50}, (double[]){1, 2}, 2);

    assert_close(r.mean, 29.8346338591, 0.03);
    assert_true(r.low < 10 && r.high > 50);
}

TEST(one_boot_keeps_its_own_rate)
{
    struct leak_rate r = leak_pooled_rate((double[]){10}, (double[]){2}, 1);

    assert_close(r.mean, 10, 0);
    assert_close(r.low, 10 - 1.96 * 2, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_of_boots_are_pooled),
        cmocka_unit_test(boots_that_differ_make_the_rate_unsure),
        cmocka_unit_test(one_boot_keeps_its_own_rate),
    };

    return RUN(tests);
}
