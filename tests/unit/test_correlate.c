#include <math.h>
#include <stdlib.h>

#include "analysis/correlate.h"
#include "analysis/product.h"
#include "helper.h"
#include "os/threads.h"

#define GAP NAN

/* r of two columns; checks that it is symmetric. */
static double r_of(const double *x, const double *y, size_t moments)
{
    double *columns = malloc(2 * moments * sizeof *columns), out[4];

    memcpy(columns, x, moments * sizeof *x);
    memcpy(columns + moments, y, moments * sizeof *y);
    correlate(columns, 2, moments, (struct workers){0}, out);
    free(columns);
    assert_true(out[1] == out[2] || (isnan(out[1]) && isnan(out[2])));
    return out[1];
}

#define R(x, y) r_of((x), (y), sizeof(x) / sizeof *(x))

TEST(r_is_pearsons)
{
    static const double x[] = {1, 2, 3, 4, 5}, y[] = {2, 1, 4, 3, 5}; // by hand: 8 / 10

    assert_float_equal(R(x, y), 0.8, 1e-15);
}

TEST(lines_up_and_down_are_one_and_minus_one)
{
    static const double x[] = {1, 2, 4, 8}, y[] = {10, 20, 40, 80}, z[] = {-1, -2, -4, -8};

    assert_float_equal(R(x, y), 1, 1e-15);
    assert_float_equal(R(x, z), -1, 1e-15);
    assert_true(R(x, y) <= 1 && R(x, z) >= -1);
}

TEST(a_constant_column_has_no_r_not_even_with_itself)
{
    static const double columns[] = {5, 5, 5, 1, 2, 3};
    double out[4];

    correlate(columns, 2, 3, (struct workers){0}, out);
    assert_true(isnan(out[0]) && isnan(out[1]) && isnan(out[2]));
    assert_float_equal(out[3], 1, 0);
}

TEST(only_moments_that_both_know_count)
{
    static const double x[] = {1, 2, GAP, 4, 100, 5, 3}, y[] = {2, 1, 77, 3, GAP, 5, 4};

    assert_float_equal(R(x, y), 0.8, 1e-15);
}

TEST(constant_over_the_overlap_has_no_r)
{
    static const double x[] = {1, 7, 7, GAP}, y[] = {GAP, 2, 3, 4}; // x varies, but not where y is known

    assert_true(isnan(R(x, y)));
    assert_true(isnan(R(y, x)));
}

TEST(one_moment_in_common_has_no_r_two_have_one)
{
    static const double x[] = {1, 2, GAP, GAP}, y[] = {GAP, 2, 3, 4}, z[] = {9, 8, GAP, 1};

    assert_true(isnan(R(x, y)));
    assert_float_equal(R(x, z), -1, 1e-15);
}

TEST(a_small_movement_on_a_large_level_keeps_its_r)
{
    double x[40], y[40], z[40];

    for (int i = 0; i < 40; i++) {
        x[i] = 9e15 + i;
        y[i] = 4e15 + 2 * i;
        z[i] = i == 7 ? GAP : 9e15 - i;
    }
    assert_float_equal(R(x, y), 1, 1e-12);
    assert_float_equal(R(x, z), -1, 1e-12);
}

TEST(almost_constant_is_not_constant)
{
    static const double x[] = {1e12, 1e12, 1e12 + 1}, y[] = {1, 1, 2};

    assert_float_equal(R(x, y), 1, 1e-12);
}

/* By definition, in long double, over the moments in common. */
static double defined_r(const double *x, const double *y, size_t moments)
{
    long double n = 0, x_mean = 0, y_mean = 0, xx = 0, yy = 0, xy = 0;

    for (size_t m = 0; m < moments; m++)
        if (!isnan(x[m]) && !isnan(y[m])) {
            n++;
            x_mean += x[m];
            y_mean += y[m];
        }
    x_mean /= n;
    y_mean /= n;
    for (size_t m = 0; m < moments; m++)
        if (!isnan(x[m]) && !isnan(y[m])) {
            xx += (x[m] - x_mean) * (x[m] - x_mean);
            yy += (y[m] - y_mean) * (y[m] - y_mean);
            xy += (x[m] - x_mean) * (y[m] - y_mean);
        }
    return xx == 0 || yy == 0 ? NAN : (double)(xy / sqrtl(xx * yy));
}

/* More rows of tiles than a thread claims at once. */
enum { COUNT = 290, MOMENTS = 601 };

/* Integers of ten kinds: levels, gaps, late starts, jumps after which little or nothing changes. */
static void make_columns(double columns[COUNT][MOMENTS])
{
    uint64_t random = 12345;

    for (int i = 0; i < COUNT; i++)
        for (int m = 0; m < MOMENTS; m++) {
            double noise, *value = &columns[i][m];

            random = random * 6364136223846793005u + 1442695040888963407u;
            noise = (double)(random >> 52);
            *value = i % 10 == 0                  ? 4e9 + noise
                     : i % 10 == 1                ? m * 1e6 + noise
                     : i % 10 == 2 || i % 20 == 6 ? (m < 300 ? 0
                                                     : i % 4 ? 1e5
                                                             : 1e9) +
                                                        (double)(random >> 63)
                     : i % 10 == 3 ? (m < 300 ? noise : 7)
                     : i % 10 == 4 ? 12
                                   : noise;
            if ((i % 10 == 5 && m < 300 + i) || (i % 10 == 6 && m % 7 == i % 7) || (i % 10 == 7 && m > 3) ||
                (i % 10 == 8 && m != 17) || (i % 10 == 1 && i > 60 && m < 310))
                *value = GAP;
        }
}

TEST(all_pairs_are_as_defined)
{
    static double columns[COUNT][MOMENTS], out[COUNT * COUNT];

    make_columns(columns);
    for (int widest = 0; widest < 2; widest++) {
        product_use_widest(widest);
        correlate(&columns[0][0], COUNT, MOMENTS, (struct workers){widest ? 3 : 1, os_run_threads}, out);
        for (int i = 0; i < COUNT; i++)
            for (int j = 0; j < COUNT; j++) {
                double r = defined_r(columns[i], columns[j], MOMENTS);

                assert_int_equal(isnan(out[i * COUNT + j]), isnan(r));
                if (!isnan(r))
                    assert_float_equal(out[i * COUNT + j], r, 1e-9);
            }
    }
}

TEST(a_wider_way_is_used_where_the_processor_has_one)
{
    if (!product_use_widest(true)) {
        print_message("this processor has no wider way: only the plain one was tested\n");
        skip();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(r_is_pearsons),
        cmocka_unit_test(lines_up_and_down_are_one_and_minus_one),
        cmocka_unit_test(a_constant_column_has_no_r_not_even_with_itself),
        cmocka_unit_test(only_moments_that_both_know_count),
        cmocka_unit_test(constant_over_the_overlap_has_no_r),
        cmocka_unit_test(one_moment_in_common_has_no_r_two_have_one),
        cmocka_unit_test(a_small_movement_on_a_large_level_keeps_its_r),
        cmocka_unit_test(almost_constant_is_not_constant),
        cmocka_unit_test(all_pairs_are_as_defined),
        cmocka_unit_test(a_wider_way_is_used_where_the_processor_has_one),
    };

    return RUN(tests);
}
