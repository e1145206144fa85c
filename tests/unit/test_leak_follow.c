#include "leak_helper.h"

#include "leaks/leak_finding.h"
#include "leaks/leak_follow.h"

#define BINS 48

static double burst(int i)
{
    return i * i * 31 % 13;
}

TEST(a_tag_follows_the_cache_whose_steps_it_makes)
{
    double values[3 * BINS], sum = 0;
    struct leak_boot boot = boot_of(BINS, 60);
    struct leak_bins bins = {.boots = &boot, .boot_count = 1};
    size_t leaders[] = {0};

    boot.values[LEAK_COUNTS] = values;
    for (int i = 0; i < BINS; i++) {
        sum += burst(i);
        values[i] = 10 * sum;                       // dentry
        values[BINS + i] = 3 * sum + wiggle(i) / 5; // what hangs on it
        values[2 * BINS + i] = 100 * i + wiggle(i);
    }
    assert_int_equal(leak_followed(&bins, LEAK_COUNTS, 1, leaders, 1), 0);
    assert_true(leak_followed(&bins, LEAK_COUNTS, 2, leaders, 1) == LEAK_NOBODY);
    assert_true(leak_followed(&bins, LEAK_COUNTS, 0, leaders, 1) == LEAK_NOBODY); // not itself
    boot_free(&boot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tag_follows_the_cache_whose_steps_it_makes),
    };

    return RUN(tests);
}
