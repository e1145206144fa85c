#include <math.h>

#include "helper.h"

#include "analysis/tails.h"

#define near(is, should) assert_true(fabs((is) - (should)) <= 1e-9 * fabs(should))

/* All values from scipy.stats 1.10: t.sf, norm.sf, norm.isf, t.ppf; where there is a closed form, from that. */
TEST(student_is_right_near_and_far)
{
    near(tails_student(0, 5), 0.5);
    near(tails_student(2.5, 10), 0.015723422118304388);
    near(tails_student(-1.2, 7), 0.8654140315863967);
    near(tails_student(8, 8), 2.1834130156640102e-05);
    near(tails_student(40, 16), 9.107880771886482e-18);
    near(tails_student(12, 86), 2.2925420480309473e-20);
    near(tails_student(1e5, 30), 1.0364534200733543e-129);
    near(tails_student(1, 1), 0.25); // Cauchy's: 1/2 - atan(1) / pi
    near(tails_student(3, 0.5), 0.18365407799297176);
    near(tails_student(-3, 2.5), 0.9637119522254841);
    near(tails_student(0.5, 200), 0.3088123761582304);
}

TEST(student_at_its_limits)
{
    assert_true(tails_student(INFINITY, 5) == 0);
    assert_true(tails_student(-INFINITY, 5) == 1);
    assert_true(tails_student(1e200, 5) == 0); // its square is infinite
    assert_true(tails_student(NAN, 5) == 1);   // nothing is known: no evidence
}

TEST(normal_is_right_near_and_far)
{
    near(tails_normal(0), 0.5);
    near(tails_normal(1.96), 0.024997895148220435);
    near(tails_normal(37), 5.7255712225239266e-300);
    near(tails_normal(-1), 0.8413447460685429);
    near(tails_normal(10), 7.61985302416047e-24);
    assert_true(tails_normal(-8.5) == 1);
}

TEST(normal_inverse_is_right_near_and_far)
{
    assert_true(fabs(tails_normal_inverse(0.5)) < 1e-12);
    near(tails_normal_inverse(0.3), 0.5244005127080409);
    near(tails_normal_inverse(0.025), 1.9599639845400545);
    near(tails_normal_inverse(1e-20), 9.262340089798409);
    near(tails_normal_inverse(1e-5), 4.264890793922825);
    near(tails_normal_inverse(1e-100), 21.273453560965322);
    near(tails_normal_inverse(1e-300), 37.0470962993612);
}

TEST(width_of_the_interval)
{
    near(tails_student_95(1), tan(0.475 * 3.14159265358979323846)); // Student's with one degree is Cauchy's
    near(tails_student_95(2), 0.95 / sqrt(2 * 0.975 * 0.025));      // and with two has a closed form
    near(tails_student_95(3.5), 2.9400886379827775);
    near(tails_student_95(10), 2.2281388519649385);
    near(tails_student_95(1e6), 1.9599663568141066);
    assert_true(fabs(tails_student(tails_student_95(46), 46) - 0.025) < 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(student_is_right_near_and_far), cmocka_unit_test(student_at_its_limits),
        cmocka_unit_test(normal_is_right_near_and_far),  cmocka_unit_test(normal_inverse_is_right_near_and_far),
        cmocka_unit_test(width_of_the_interval),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
