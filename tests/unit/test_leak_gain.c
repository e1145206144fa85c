#include <math.h>

#include "helper.h"
#include "leaks/leak_gain.h"

static struct leak_gain of_calls(double allocs, double frees)
{
    return (struct leak_gain){.knows_calls = true, .allocs = allocs, .frees = frees};
}

static struct leak_gain of_blocks(double blocks, double bytes)
{
    return (struct leak_gain){.knows_calls = true, .gain = {[LEAK_COUNTS] = blocks, [LEAK_BYTES] = bytes}};
}

TEST(freed_is_frees_in_percent_of_allocs)
{
    struct leak_gain never = of_calls(300, 0), some = of_calls(400, 100), all = of_calls(7, 7), more = of_calls(10, 12);

    assert_true(leak_freed_percent(&never) == 0);
    assert_true(leak_freed_percent(&some) == 25);
    assert_true(leak_freed_percent(&all) == 100);
    assert_true(leak_freed_percent(&more) == 120);
}

TEST(freed_is_unknown_without_allocs)
{
    struct leak_gain none = of_calls(0, 5), odd = of_calls(NAN, 5), odd_frees = of_calls(5, NAN), unset = {0};

    assert_true(isnan(leak_freed_percent(&none)));
    assert_true(isnan(leak_freed_percent(&odd)));
    assert_true(isnan(leak_freed_percent(&odd_frees)));
    assert_true(isnan(leak_freed_percent(&unset)));
}

TEST(a_block_has_the_bytes_gained_by_each)
{
    struct leak_gain whole = of_blocks(10, 1440), part = of_blocks(4, 10);

    assert_true(leak_bytes_per_block(&whole) == 144);
    assert_true(leak_bytes_per_block(&part) == 2.5);
}

TEST(the_size_of_blocks_that_were_not_gained_is_unknown)
{
    struct leak_gain fewer = of_blocks(-2, 100), none = of_blocks(0, 100), lighter = of_blocks(2, -100),
                     live_only = of_blocks(10, 1440);

    live_only.knows_calls = false;
    assert_true(isnan(leak_bytes_per_block(&fewer)));
    assert_true(isnan(leak_bytes_per_block(&none)));
    assert_true(isnan(leak_bytes_per_block(&lighter)));
    assert_true(isnan(leak_bytes_per_block(&live_only)));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(freed_is_frees_in_percent_of_allocs),
        cmocka_unit_test(freed_is_unknown_without_allocs),
        cmocka_unit_test(a_block_has_the_bytes_gained_by_each),
        cmocka_unit_test(the_size_of_blocks_that_were_not_gained_is_unknown),
    };

    return RUN(tests);
}
