#include <math.h>

#include "helper.h"

#include "leaks/leak_falls.h"

#define N 40

/* Rises by 10 per point, with noise of +-1; falls by `by` at each `every`th point. */
static void make(double *y, int every, double by)
{
    double level = 0;

    for (int i = 0; i < N; i++) {
        level += 10 - (every && i && i % every == 0 ? by : 0);
        y[i] = level + i * 7 % 3 - 1;
    }
}

TEST(occasional_falls_are_removed)
{
    double y[N], out[N], whole[N];

    make(y, 13, 60); // 3 falls, 180 of 400 in all
    make(whole, 0, 0);
    assert_true(leak_without_falls(y, N, out));
    for (int i = 0; i < N; i++)
        assert_true(fabs(out[i] - whole[i]) <= 10); // each of the 3 falls is replaced by a typical step, +- noise
}

TEST(a_sawtooth_is_unchanged)
{
    double y[N], out[N];

    make(y, 13, 130); // back to zero each time
    assert_false(leak_without_falls(y, N, out));
    make(y, 4, 25); // falls at every fourth point: a sawtooth, not exceptions
    assert_false(leak_without_falls(y, N, out));
}

TEST(series_without_falls_or_growth_are_unchanged)
{
    double y[N], out[N];

    make(y, 0, 0);
    assert_false(leak_without_falls(y, N, out));
    for (int i = 0; i < N; i++) // fills and stays constant: not a fall
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
        cmocka_unit_test(occasional_falls_are_removed),
        cmocka_unit_test(a_sawtooth_is_unchanged),
        cmocka_unit_test(series_without_falls_or_growth_are_unchanged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
