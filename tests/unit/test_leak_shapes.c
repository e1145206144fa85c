#include "leak_helper.h"

#include "leaks/leak_shapes.h"

#define NEAR 1e-6

static struct leak_excess excess_of(size_t n, double bin_seconds, const double *y)
{
    struct leak_boot boot = boot_of(n, bin_seconds);
    struct leak_design design;
    struct leak_shapes *shapes;
    struct leak_excess excess;

    leak_design_make(&design, &boot, 0, 0);
    shapes = leak_shapes_new(&design);
    excess = leak_ramp_excess(&design, shapes, y);
    leak_shapes_free(shapes);
    leak_design_free(&design);
    boot_free(&boot);
    return excess;
}

static double jumping(int i)
{
    return wiggle(i) + (i >= 8 ? 60 : 0);
}

static double ending(int i)
{
    return daily(i) - 4 * i + 6 * (i < 20 ? i : 20);
}

static double one_step(int i)
{
    return i >= 9 ? 50 : 0;
}

/* numpy.linalg.lstsq of every shape, the one with the least residual against the line. */
TEST(excess_of_a_jump_or_a_rise_that_ended)
{
    double y[48];

    fill(y, 20, jumping);
    assert_true(excess_of(20, 3600, y).applies);
    assert_close(excess_of(20, 3600, y).value, 11.414774430435655, NEAR);
    fill(y, 48, ending); // with cycles and without
    assert_true(excess_of(48, 10800, y).applies);
    assert_close(excess_of(48, 10800, y).value, 5.546790368304815, NEAR);
    fill(y, 20, one_step); // no residual: the floor counts
    assert_close(excess_of(20, 3600, y).value, 129.24517053426786, NEAR);
    fill(y, 20, falling); // the best shape covers all of the window, but falls
    assert_true(excess_of(20, 3600, y).applies);
    assert_close(excess_of(20, 3600, y).value, 0.448957886397219, NEAR);
}

TEST(a_line_is_no_rise_that_ended)
{
    double y[20];

    fill(y, 20, rising);
    assert_false(excess_of(20, 3600, y).applies);
}

static void check_remaining(size_t n, double bin_seconds, const double *y, double z, double remaining)
{
    struct leak_boot boot = boot_of(n, bin_seconds);
    struct leak_design design;
    struct leak_shapes *shapes;
    struct leak_growth growth;
    double *residual = malloc(n * sizeof *residual);

    leak_design_make(&design, &boot, 0, 0);
    shapes = leak_shapes_new(&design);
    growth = leak_growth_of(&design, y, 1, residual);
    assert_close(growth.z, z, NEAR);
    assert_close(leak_remaining_z(&design, shapes, y, &growth, 1), remaining, NEAR);
    leak_shapes_free(shapes);
    leak_design_free(&design);
    boot_free(&boot);
    free(residual);
}

static double jumping_twice(int i)
{
    return wiggle(i) + (i >= 5 ? 60 : 0) + (i >= 13 ? 70 : 0);
}

/* The two best shapes or early curves by lstsq, one after the other; then generalised least squares with both. */
TEST(growth_beside_the_two_best_shapes)
{
    double y[48];

    fill(y, 20, rising);
    check_remaining(20, 3600, y, 9.744867279511453, 8.71779788708135);
    fill(y, 20, jumping_twice);
    check_remaining(20, 3600, y, 5.907764744815557, 0.24702970115969314);
    fill(y, 48, daily);
    check_remaining(48, 10800, y, 3.8935744473730165, 3.610901933109731);
}

/* Of six bins two more columns would leave two degrees of freedom: z stays. z: sqrt of the gain, by hand. */
TEST(too_few_bins_are_not_adjusted)
{
    static const double y[6] = {0, 20, 40, 60, 80, 100};

    check_remaining(6, 3600, y, 10, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(excess_of_a_jump_or_a_rise_that_ended),
        cmocka_unit_test(a_line_is_no_rise_that_ended),
        cmocka_unit_test(growth_beside_the_two_best_shapes),
        cmocka_unit_test(too_few_bins_are_not_adjusted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
