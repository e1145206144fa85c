#include "leak_helper.h"

#include "analysis/linear.h"
#include "leaks/leak_design.h"

static void check_starts(size_t first, size_t bins, const size_t *expected, size_t count)
{
    size_t starts[LEAK_WINDOWS];

    assert_int_equal(leak_window_starts(first, bins, starts), count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(starts[i], expected[i]);
}

/* In Python, whose round() takes halves to the even number, too. */
TEST(windows_begin_at_eighths)
{
    check_starts(0, 48, (size_t[]){0, 6, 12, 18, 24, 30}, 6);
    check_starts(3, 23, (size_t[]){3, 5, 8, 11, 13, 15}, 6);
    check_starts(0, 100, (size_t[]){0, 12, 25, 38, 50, 62}, 6);
    check_starts(0, 10, (size_t[]){0, 1, 2}, 3); // 8 bins at least
    check_starts(0, 8, (size_t[]){0}, 1);
    check_starts(40, 48, NULL, 0); // less than 30 % of the boot
    check_starts(41, 48, NULL, 0);
    check_starts(48, 48, NULL, 0); // never seen
    check_starts(60, 48, NULL, 0);
}

/* Makes a design, compares the number of columns and one value of each from the third on, at bin `at` of the
 * window. */
static void check_columns(size_t bins, double bin_days, size_t start, size_t at, const double *expected, size_t p)
{
    struct leak_boot boot = boot_of(bins, bin_days * LEAK_DAY);
    struct leak_design d;
    size_t n = bins - start;

    leak_design_make(&d, &boot, 0, start);
    assert_int_equal(d.p, p);
    assert_int_equal(d.n, n);
    assert_close(d.span, (double)(n - 1) * bin_days * LEAK_DAY, 1e-12);
    assert_true(d.columns[at] == 1);
    assert_close(d.columns[n + at], (double)at / (double)(n - 1), 1e-12);
    for (size_t k = 2; k < p; k++)
        assert_true(fabs(d.columns[k * n + at] - expected[k - 2]) < 1e-12);
    for (size_t i = 0; i < p; i++) {
        double *column = d.columns + i * n;

        for (size_t j = 0; j < p; j++)
            assert_true(fabs(linear_dot(d.orthonormal + i * n, d.orthonormal + j * n, n) - (i == j)) < 1e-12);
        linear_project_out(d.orthonormal, n, p, column); // the basis spans every column
        assert_true(linear_dot(column, column, n) < 1e-20);
    }
    leak_design_free(&d);
    boot_free(&boot);
}

/* cos and sin of 2 pi t / period, by hand: at an eighth and a quarter of a day, and at a week's seventh. */
TEST(columns_of_cycles)
{
    double half = sqrt(0.5), week = 2 * 3.14159265358979323846 / 7;

    check_columns(48, 0.125, 0, 1, (double[]){half, half, 0, 1}, 6);
    check_columns(48, 0.125, 6, 2, (double[]){1, 0, 1, 0}, 6); // time of day, not of the window
    check_columns(30, 1, 0, 1, (double[]){cos(week), sin(week), cos(2 * week), sin(2 * week)}, 6);
    check_columns(112, 0.25, 0, 1, (double[]){0, 1, -1, 0, cos(week / 4), sin(week / 4), cos(week / 2), sin(week / 2)},
                  10);
}

TEST(cycles_need_time_and_bins)
{
    check_columns(24, 1 / 24.0, 0, 1, NULL, 2);          // 23 hours
    check_columns(23, 0.125, 0, 1, NULL, 2);             // a boot of few bins
    check_columns(24, 0.3, 0, 1, NULL, 2);               // bins of 7 hours
    check_columns(40, 0.25, 31, 1, (double[]){1, 0}, 4); // nine bins: one period only, five degrees of freedom
    check_columns(8, 3600 / LEAK_DAY, 0, 1, NULL, 2);    // the fewest bins
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_begin_at_eighths),
        cmocka_unit_test(columns_of_cycles),
        cmocka_unit_test(cycles_need_time_and_bins),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
