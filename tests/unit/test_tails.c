#include <math.h>

#include "helper.h"

#include "analysis/tails.h"

#define near(is, should) assert_true(fabs((is) - (should)) <= 1e-9 * fabs(should))

/* Reference values from scipy.stats. */
TEST(student_matches_scipy_near_and_far)
{
    near(tails_student(0, 5), 0.5);
    near(tails_student(2.5, 10), 0.015723422118304388);
    near(tails_student(-1.2, 7), 0.8654140315863967);
    near(tails_student(8, 8), 2.1834130156640102e-05);
    near(tails_student(40, 16), 9.107880771886482e-18);
    near(tails_student(12, 86), 2.2925420480309473e-20);
    near(tails_student(1e5, 30), 1.0364534200733543e-129);
}

TEST(normal_matches_scipy_near_and_far)
{
    near(tails_normal(0), 0.5);
    near(tails_normal(1.96), 0.024997895148220435);
    near(tails_normal(37), 5.7255712225239266e-300);
}

TEST(normal_inverse_matches_scipy_near_and_far)
{
    assert_true(fabs(tails_normal_inverse(0.5)) < 1e-12);
    near(tails_normal_inverse(0.3), 0.5244005127080409);
    near(tails_normal_inverse(1e-5), 4.264890793922825);
    near(tails_normal_inverse(1e-100), 21.273453560965322);
    near(tails_normal_inverse(1e-300), 37.0470962993612);
}

TEST(width_of_the_interval)
{
    near(tails_student_95(1), tan(0.475 * 3.14159265358979323846)); // t with 1 degree of freedom is Cauchy
    near(tails_student_95(2), 0.95 / sqrt(2 * 0.975 * 0.025));      // t with 2 has a closed form
    assert_true(fabs(tails_student(tails_student_95(46), 46) - 0.025) < 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(student_matches_scipy_near_and_far),
        cmocka_unit_test(normal_matches_scipy_near_and_far),
        cmocka_unit_test(normal_inverse_matches_scipy_near_and_far),
        cmocka_unit_test(width_of_the_interval),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
