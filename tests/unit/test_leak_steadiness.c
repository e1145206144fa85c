#include "leak_helper.h"

#include "leaks/leak_steadiness.h"

static struct leak_steadiness steadiness_of(double (*value)(int), double gain)
{
    struct leak_boot boot = boot_of(48, 60);
    struct leak_design design;
    struct leak_steadiness s;
    double y[48];

    fill(y, 48, value);
    leak_design_make(&design, &boot, 0, 0);
    s = leak_steadiness_of(&design, y, gain);
    leak_design_free(&design);
    boot_free(&boot);
    return s;
}

static double line(int i)
{
    return 10 * i;
}

static double jump(int i)
{
    return i < 24 ? 0 : 100;
}

/* Sixths of 8 bins: means 35, 115, ...: steps of 80, gain 480. */
TEST(along_a_line_all_sixths_are_alike)
{
    struct leak_steadiness s = steadiness_of(line, 480);

    assert_close(s.weakest, 1, 1e-9);
    assert_close(s.strongest, 0.2, 1e-9);
    assert_close(s.median_step, 1, 1e-9);
}

/* All 100 come in the third of five steps: 100 / 100 x 6 / 5, and the others are 0. */
TEST(a_jump_is_all_in_one_sixth)
{
    struct leak_steadiness s = steadiness_of(jump, 100);

    assert_close(s.weakest, 0, 1e-9);
    assert_close(s.strongest, 1.2, 1e-9);
    assert_close(s.median_step, 0, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(along_a_line_all_sixths_are_alike),
        cmocka_unit_test(a_jump_is_all_in_one_sixth),
    };

    return RUN(tests);
}
