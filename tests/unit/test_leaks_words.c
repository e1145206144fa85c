#include <math.h>

#include "helper.h"
#include "report/leaks_words.h"

static struct leak_finding growing(double low, enum leak_reason doubt)
{
    return (struct leak_finding){.verdict = LEAK_PROBABLE,
                                 .reason = LEAK_STEADY,
                                 .doubt = doubt,
                                 .leading = LEAK_COUNTS,
                                 .rate[LEAK_COUNTS] = {50, low, 90},
                                 .seconds = 86400};
}

static void check_why(const struct leak_finding *f, const char *expected)
{
    struct leaks leaks = {0};
    struct buffer b = {0};

    leaks_add_why(&b, &leaks, f);
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

TEST(a_rate_interval_that_includes_zero_is_not_called_steady)
{
    struct leak_finding sure = growing(10, LEAK_STEADY), unsure = growing(-10, LEAK_STEADY),
                        doubted = growing(-10, LEAK_SLOWING);

    check_why(&sure,
              "still growing steadily over 1 d, 50 blocks a day (10 to 90); not a single jump, not a flattening curve");
    check_why(&unsure,
              "seems to grow over 1 d, 50 blocks a day (-10 to 90); but so unevenly that the rate may be zero");
    check_why(&doubted, "seems to grow over 1 d, 50 blocks a day (-10 to 90); "
                        "but the growth may be slowing down, as when a cache fills");
}

TEST(a_reason_against_a_leak_replaces_the_rate)
{
    struct leak_finding f = {.verdict = LEAK_WATCH, .reason = LEAK_FOLLOWS_LOAD};

    check_why(&f, "it grew along with its allocation rate: higher load explains the growth");
}

TEST(each_reason_against_a_leak_has_a_sentence)
{
    for (int reason = LEAK_STOPPED; reason < LEAK_REASONS; reason++) {
        struct leak_finding f = {.verdict = LEAK_QUIET, .reason = (enum leak_reason)reason};
        struct buffer b = {0};

        leaks_add_why(&b, &(struct leaks){0}, &f);
        assert_true(b.length > 10);
        buffer_free(&b);
    }
}

TEST(reboots_at_which_it_fell_back_are_counted)
{
    struct leak_finding f = growing(10, LEAK_SOME_BOOTS);

    f.reboots = 3;
    f.fell_back = 2;
    check_why(&f,
              "still growing over 1 d, 50 blocks a day (10 to 90), fell back at 2 of 3 reboots; but not after every "
              "reboot");
    f.fell_back = 3;
    f.doubt = LEAK_STEADY;
    check_why(&f, "still growing steadily over 1 d, 50 blocks a day (10 to 90), fell back at each of 3 reboots; not a "
                  "single jump, not a flattening curve");
}

static void check_freed(double allocs, double frees, const char *expected)
{
    struct leak_gain gain = {.knows_calls = true, .allocs = allocs, .frees = frees};
    struct buffer b = {0};

    leaks_add_freed(&b, &gain);
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

TEST(only_what_is_freed_to_the_last_block_is_100_percent)
{
    check_freed(1000, 0, "0 %");
    check_freed(100000, 20, "0.0 %");
    check_freed(1000, 32, "3.2 %");
    check_freed(1000000, 999999, "99.9 %");
    check_freed(1000, 1000, "100 %");
    check_freed(1000, 1100, "110 %");
    check_freed(0, 5, "-");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rate_interval_that_includes_zero_is_not_called_steady),
        cmocka_unit_test(a_reason_against_a_leak_replaces_the_rate),
        cmocka_unit_test(each_reason_against_a_leak_has_a_sentence),
        cmocka_unit_test(reboots_at_which_it_fell_back_are_counted),
        cmocka_unit_test(only_what_is_freed_to_the_last_block_is_100_percent),
    };

    return RUN(tests);
}
