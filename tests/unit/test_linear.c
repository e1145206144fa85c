#include <math.h>

#include "helper.h"

#include "analysis/linear.h"

/* Expected values from numpy: dot, linalg.qr (signs of R's diagonal positive), linalg.lstsq, cholesky, solve. */

static void assert_near(const double *is, const double *should, size_t n, double tolerance)
{
    for (size_t i = 0; i < n; i++)
        if (!(fabs(is[i] - should[i]) <= tolerance))
            fail_msg("value %zu: expected %.15g, is %.15g", i, should[i], is[i]);
}

static const double columns[15] = {1, 1, 1, 1, 1, 0, 1, 2, 3, 4, 1, 0, 2, 0, 5};

TEST(dot_and_add)
{
    static const double x[7] = {.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5}, squares[7] = {0, 1, 4, 9, 16, 25, 36};
    double y[2] = {1, 2};

    assert_true(linear_dot(x, squares, 7) == 486.5); // seven: not a multiple of the vectors
    assert_true(linear_dot(x, squares, 3) == 11.5);
    assert_true(linear_dot(x, squares, 0) == 0);
    linear_add(y, -2, x, 2);
    assert_near(y, (double[]){0, -1}, 2, 0);
}

TEST(orthonormal_columns)
{
    static const double q[15] = {.44721359549995787, .44721359549995787, .44721359549995787, .44721359549995787,
                                 .44721359549995787, -.632455532033676,  -.3162277660168379, 0,
                                 .316227766016838,   .6324555320336759,  .30429030972509236, -.24343224778007416,
                                 .1217161238900368,  -.7302967433402213, .5477225575051662};
    double made[15];

    memcpy(made, columns, sizeof made);
    linear_orthonormal(made, 5, 3);
    assert_near(made, q, 15, 1e-14);
}

TEST(a_dependent_column_becomes_zero)
{
    double made[15];

    memcpy(made, columns, sizeof made);
    for (int i = 0; i < 5; i++)
        made[10 + i] = 0.1 - 1 / 3.0 * made[5 + i]; // rounding leaves a little
    linear_orthonormal(made, 5, 3);
    assert_near(made + 10, (double[5]){0}, 5, 0);
}

/* Nearly dependent: clearing a column once would leave 1e-4 of the others in it. */
TEST(nearly_dependent_columns_are_orthogonal)
{
    double made[10] = {1, 1, 1, 1, 1, 1 + 1e-12, 1, 1, 1, 1};

    linear_orthonormal(made, 5, 2);
    assert_true(fabs(linear_dot(made, made + 5, 5)) < 1e-14);
    assert_true(fabs(linear_dot(made + 5, made + 5, 5) - 1) < 1e-14);
}

TEST(residual_of_least_squares)
{
    double basis[15], y[5] = {2, -1, 3, 7, 1}, same[5] = {2, -1, 3, 7, 1}, in_span[5] = {4, 3, 11, 7, 24};

    memcpy(basis, columns, sizeof basis);
    linear_orthonormal(basis, 5, 3);
    linear_project_out(basis, 5, 3, y);
    assert_near(
        y,
        (double[]){1.8185185185185198, -3.6148148148148147, 1.0074074074074053, 1.5555555555555527, -.7666666666666728},
        5, 1e-13);
    linear_project_out(basis, 5, 0, same);
    assert_near(same, (double[]){2, -1, 3, 7, 1}, 5, 0);
    linear_project_out(basis, 5, 3, in_span); // 1 + 2 x second + 3 x third
    assert_near(in_span, (double[5]){0}, 5, 1e-13);
}

TEST(cholesky_and_solve)
{
    double m[9] = {4, 2, .6, 2, 5, 1.5, .6, 1.5, 3}, b[3] = {1, 2, 3}, hilbert[36], ones[6];

    assert_true(linear_cholesky(m, 3));
    for (int i = 0; i < 3; i++)
        assert_near(m + 3 * i, (const double[3][3]){{2}, {1, 2}, {.3, .6, 1.5968719422671314}}[i], (size_t)i + 1,
                    1e-15);
    linear_solve(m, 3, b);
    assert_near(b, (double[]){.0625, .09264705882352942, .9411764705882353}, 3, 1e-15);
    for (int i = 0; i < 36; i++)
        hilbert[i] = 1.0 / (i / 6 + i % 6 + 1);
    for (int i = 0; i < 6; i++)
        ones[i] = 1;
    assert_true(linear_cholesky(hilbert, 6)); // condition 1.5e7; exact: -6 210 -1680 5040 -6300 2772
    linear_solve(hilbert, 6, ones);
    assert_near(ones, (double[]){-6, 210, -1680, 5040, -6300, 2772}, 6, 1e-4);
}

TEST(a_matrix_that_is_not_positive_definite_is_refused)
{
    double indefinite[4] = {1, 2, 2, 1}, singular[4] = {1, 1, 1, 1}, unknown[1] = {NAN};

    assert_false(linear_cholesky(indefinite, 2));
    assert_false(linear_cholesky(singular, 2));
    assert_false(linear_cholesky(unknown, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dot_and_add),
        cmocka_unit_test(orthonormal_columns),
        cmocka_unit_test(a_dependent_column_becomes_zero),
        cmocka_unit_test(nearly_dependent_columns_are_orthogonal),
        cmocka_unit_test(residual_of_least_squares),
        cmocka_unit_test(cholesky_and_solve),
        cmocka_unit_test(a_matrix_that_is_not_positive_definite_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
