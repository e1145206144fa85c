#include "leak_helper.h"

#include "leaks/leak_excess.h"

/* n (1 - r) / (1 + r), in numpy. */
TEST(effective_number_of_values)
{
    double y[21];

    fill(y, 20, smooth_wiggle);
    assert_close(effective_n(y, 20), 4.921568627450982, 1e-9);
    for (int i = 0; i < 21; i++)
        y[i] = i * 5 % 7 - 3; // r < 0: no more than there are
    assert_close(effective_n(y, 21), 21, 1e-9);
    for (int i = 0; i < 20; i++)
        y[i] = i - 9.5; // r = 0.85: 1.6, but at least 4
    assert_close(effective_n(y, 20), 4, 1e-9);
    for (int i = 0; i < 20; i++)
        y[i] = 0;
    assert_close(effective_n(y, 20), 20, 1e-9);
}

TEST(smallest_sum_of_squares)
{
    double y[20], nothing[5] = {0};

    fill(y, 20, rising);
    assert_close(leak_rss_floor(y, 20), 1.649355e-05, 1e-9);
    for (int i = 0; i < 20; i++)
        y[i] *= 1e6;
    assert_close(leak_rss_floor(y, 20), 16492550.000000004, 1e-9);
    assert_close(leak_rss_floor(nothing, 5), 1.000000000001e-09, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(effective_number_of_values),
        cmocka_unit_test(smallest_sum_of_squares),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
