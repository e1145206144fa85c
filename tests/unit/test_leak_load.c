#include "leak_helper.h"

#include "leaks/leak_load.h"

static double share_of(double (*calls)(int), double start, double gain)
{
    struct leak_boot boot = boot_of(48, 60);
    struct leak_design design;
    double c[48], share;

    leak_design_make(&design, &boot, 0, 0);
    if (calls)
        fill(c, 48, calls);
    share = leak_load_share(&design, calls ? c : NULL, start, gain);
    leak_design_free(&design);
    boot_free(&boot);
    return share;
}

/* From 470 to 940 calls a second. */
static double doubling(int i)
{
    return 470 + 10 * i + wiggle(i);
}

static double level(int i)
{
    return 470 + wiggle(i);
}

TEST(blocks_that_grow_like_the_calls_are_load)
{
    assert_close(share_of(doubling, 1000, 1000), 1, 0.02);
}

TEST(blocks_that_grow_four_times_as_much_are_hardly_load)
{
    assert_close(share_of(doubling, 1000, 4000), 0.25, 0.02);
}

TEST(constant_or_unknown_calls_explain_nothing)
{
    assert_close(share_of(level, 1000, 1000), 0, 0);
    assert_close(share_of(NULL, 1000, 1000), 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_that_grow_like_the_calls_are_load),
        cmocka_unit_test(blocks_that_grow_four_times_as_much_are_hardly_load),
        cmocka_unit_test(constant_or_unknown_calls_explain_nothing),
    };

    return RUN(tests);
}
