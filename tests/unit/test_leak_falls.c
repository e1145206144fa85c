#include <math.h>

#include "helper.h"

#include "leaks/leak_falls.h"

#define N 40

/* Rises by 10 a bin, with noise of +-1; falls by `by` every `every` bins. */
static void make(double *y, int every, double by)
{
    double level = 0;

    for (int i = 0; i < N; i++) {
        level += 10 - (every && i && i % every == 0 ? by : 0);
        y[i] = level + i * 7 % 3 - 1;
    }
}

TEST(falls_are_put_back)
{
    double y[N], out[N], whole[N];

    make(y, 13, 60); // three times: 180 of 400
    make(whole, 0, 0);
    assert_true(leak_without_falls(y, N, out));
    for (int i = 0; i < N; i++)
        assert_true(fabs(out[i] - whole[i]) <= 10); // three steps became median steps, each within its noise
}

TEST(a_sawtooth_is_unchanged)
{
    double y[N], out[N];

    make(y, 13, 130); // of all that it gained, each time
    assert_false(leak_without_falls(y, N, out));
    make(y, 4, 25); // more than one step in six
    assert_false(leak_without_falls(y, N, out));
}

TEST(a_series_that_does_not_fall_or_rise_is_unchanged)
{
    double y[N], out[N];

    make(y, 0, 0);
    assert_false(leak_without_falls(y, N, out));
    for (int i = 0; i < N; i++) // fills up: that it stops rising is no fall
        y[i] = fmin(10 * i, 300) + i * 7 % 3 - 1;
    assert_false(leak_without_falls(y, N, out));
    for (int i = 0; i < N; i++)
        y[i] = -10 * i;
    assert_false(leak_without_falls(y, N, out));
    assert_false(leak_without_falls(y, 5, out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(falls_are_put_back),
        cmocka_unit_test(a_sawtooth_is_unchanged),
        cmocka_unit_test(a_series_that_does_not_fall_or_rise_is_unchanged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
