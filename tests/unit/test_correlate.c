#include <math.h>
#include <stdlib.h>

#include "analysis/correlate.h"
#include "helper.h"

#define GAP NAN

/* r of two columns, which must be the same both ways round. */
static double r_of(const double *x, const double *y, size_t moments)
{
    double *columns = malloc(2 * moments * sizeof *columns), out[4];

    memcpy(columns, x, moments * sizeof *x);
    memcpy(columns + moments, y, moments * sizeof *y);
    correlate(columns, 2, moments, out);
    free(columns);
    assert_true(out[1] == out[2] || (isnan(out[1]) && isnan(out[2])));
    return out[1];
}

#define R(x, y) r_of((x), (y), sizeof(x) / sizeof *(x))

static void r_is_pearsons(void **state)
{
    static const double x[] = {1, 2, 3, 4, 5}, y[] = {2, 1, 4, 3, 5}; // by hand: 8 / 10

    UNUSED(state);
    assert_float_equal(R(x, y), 0.8, 1e-15);
}

static void lines_up_and_down_are_one_and_minus_one(void **state)
{
    static const double x[] = {1, 2, 4, 8}, y[] = {10, 20, 40, 80}, z[] = {-1, -2, -4, -8};

    UNUSED(state);
    assert_float_equal(R(x, y), 1, 1e-15);
    assert_float_equal(R(x, z), -1, 1e-15);
    assert_true(R(x, y) <= 1 && R(x, z) >= -1);
}

static void a_constant_column_has_no_r_not_even_with_itself(void **state)
{
    static const double columns[] = {5, 5, 5, 1, 2, 3};
    double out[4];

    UNUSED(state);
    correlate(columns, 2, 3, out);
    assert_true(isnan(out[0]) && isnan(out[1]) && isnan(out[2]));
    assert_float_equal(out[3], 1, 0);
}

static void only_moments_that_both_know_count(void **state)
{
    static const double x[] = {1, 2, GAP, 4, 100, 5, 3}, y[] = {2, 1, 77, 3, GAP, 5, 4};

    UNUSED(state);
    assert_float_equal(R(x, y), 0.8, 1e-15);
}

static void constant_over_the_overlap_has_no_r(void **state)
{
    static const double x[] = {1, 7, 7, GAP}, y[] = {GAP, 2, 3, 4}; // x varies, but not where y is known

    UNUSED(state);
    assert_true(isnan(R(x, y)));
    assert_true(isnan(R(y, x)));
}

static void one_moment_in_common_has_no_r_two_have_one(void **state)
{
    static const double x[] = {1, 2, GAP, GAP}, y[] = {GAP, 2, 3, 4}, z[] = {9, 8, GAP, 1};

    UNUSED(state);
    assert_true(isnan(R(x, y)));
    assert_float_equal(R(x, z), -1, 1e-15);
}

static void a_small_movement_on_a_large_level_keeps_its_r(void **state)
{
    double x[40], y[40], z[40];

    UNUSED(state);
    for (int i = 0; i < 40; i++) {
        x[i] = 9e15 + i;
        y[i] = 4e15 + 2 * i;
        z[i] = i == 7 ? GAP : 9e15 - i;
    }
    assert_float_equal(R(x, y), 1, 1e-12);
    assert_float_equal(R(x, z), -1, 1e-12);
}

static void almost_constant_is_not_constant(void **state)
{
    static const double x[] = {1e12, 1e12, 1e12 + 1}, y[] = {1, 1, 2};

    UNUSED(state);
    assert_float_equal(R(x, y), 1, 1e-12);
}

/* More columns than a block, and a length that no vector divides: each pair as computed on its own. */
static void many_columns_give_what_each_pair_gives(void **state)
{
    enum { COUNT = 70, MOMENTS = 13 };
    double columns[COUNT][MOMENTS], *out = malloc(sizeof *out * COUNT * COUNT);
    unsigned random = 12345;

    UNUSED(state);
    for (int i = 0; i < COUNT; i++)
        for (int m = 0; m < MOMENTS; m++) {
            random = random * 1103515245u + 12345u;
            columns[i][m] = i % 10 == 3 && m == i % MOMENTS ? GAP : (double)(random >> 16 & 0xFFF);
        }
    correlate(&columns[0][0], COUNT, MOMENTS, out);
    for (int i = 0; i < COUNT; i++)
        for (int j = 0; j < COUNT; j++)
            assert_float_equal(out[i * COUNT + j], r_of(columns[i], columns[j], MOMENTS), 1e-12);
    free(out);
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
        cmocka_unit_test(many_columns_give_what_each_pair_gives),
    };

    return RUN(tests);
}
