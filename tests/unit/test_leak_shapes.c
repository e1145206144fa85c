#include "leak_helper.h"

#include "leaks/leak_shapes.h"

#define NEAR 1e-6
#define BINS 48

static double curve(int i)
{
    return 200 * (1 - exp(-i / 47.0 / .1)) + wiggle(i);
}

static double slow_curve(int i)
{
    return 200 * (1 - exp(-i / 47.0 / .3)) + wiggle(i);
}

static double step(int i)
{
    return (i > 20 ? 100 : 0) + wiggle(i);
}

/* Expected: every shape and noise model with the whole matrix V, numpy.linalg.slogdet (leak_helper.h). */
static void check_shapes(double (*value)(int), size_t start, const double expected[LEAK_SHAPES])
{
    struct leak_boot boot = boot_of(BINS, 60);
    struct leak_design design;
    struct leak_noise noise;
    struct leak_growth growth;
    struct leak_alternatives found;
    double y[BINS];
    struct leak_series series = {y + start, 1};

    fill(y, BINS, value);
    leak_noise_make(&noise, BINS);
    leak_design_make(&design, &boot, 0, start);
    leak_growth_fit(&noise, &design, &series, 1, &growth);
    leak_shapes_fit(&noise, &boot, &design, &series, &growth, 1, &found);
    for (int s = 0; s < LEAK_SHAPES; s++)
        assert_close(found.line_over[s], expected[s], NEAR);
    leak_design_free(&design);
    leak_noise_free(&noise);
    boot_free(&boot);
}

/* In the order of enum leak_shape: curve, soft, ramp, step, late. */
TEST(a_line_beats_other_shapes_where_a_leak_is)
{
    check_shapes(rising, 0, (double[]){5.3319855232, 1.91261742601, 6.95912255616, 14.9731984722, 5.66885284583});
}

TEST(a_curve_beats_a_line_where_a_cache_fills)
{
    check_shapes(curve, 0, (double[]){-19.9456111119, -3.04832230275, -8.02515494955, 2.35138904177, 2.1789335682});
}

TEST(a_step_beats_a_line_where_a_jump_is)
{
    check_shapes(step, 0, (double[]){0.426625260385, 0.0066216990941, -4.15433870907, -28.8319112581, 0.239712811876});
}

TEST(curves_begin_with_the_tag_also_in_later_windows)
{
    check_shapes(slow_curve, 12,
                 (double[]){-1.19844543418, -0.610075137113, 0.559950364348, 3.20356966606, 1.87853929782});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_beats_other_shapes_where_a_leak_is),
        cmocka_unit_test(a_curve_beats_a_line_where_a_cache_fills),
        cmocka_unit_test(a_step_beats_a_line_where_a_jump_is),
        cmocka_unit_test(curves_begin_with_the_tag_also_in_later_windows),
    };

    return RUN(tests);
}
