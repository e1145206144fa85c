#include "leak_helper.h"

#include "leaks/leak_prior.h"

static void fill_with(double *x, size_t from, size_t to, double value)
{
    for (size_t i = from; i < to; i++)
        x[i] = value;
}

/* The root of the equation in the header (scipy.optimize.brentq). */
TEST(where_hardly_anything_leaks_evidence_is_worth_less)
{
    double scores[401];

    fill_with(scores, 0, 400, -3);
    scores[400] = 5;
    assert_close(leak_prior_shift(scores, 401), -1.13459988159, 1e-7);
}

TEST(many_leaks_do_not_make_others_likelier)
{
    double scores[100];

    fill_with(scores, 0, 50, 4);
    fill_with(scores, 50, 100, -5);
    assert_true(leak_prior_shift(scores, 100) == 0);
    assert_true(leak_prior_shift(scores, 0) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_hardly_anything_leaks_evidence_is_worth_less),
        cmocka_unit_test(many_leaks_do_not_make_others_likelier),
    };

    return RUN(tests);
}
