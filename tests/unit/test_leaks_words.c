#include <math.h>

#include "helper.h"
#include "report/leaks_remarks.h"
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

static void a_rate_that_may_be_nothing_is_not_called_steady(void **state)
{
    struct leak_finding sure = growing(10, LEAK_STEADY), unsure = growing(-10, LEAK_STEADY),
                        doubted = growing(-10, LEAK_SLOWING);

    UNUSED(state);
    check_why(&sure,
              "still growing steadily over 1 d, 50 blocks a day (10 to 90); not one jump, not a curve that flattens");
    check_why(&unsure, "seems to grow over 1 d, 50 blocks a day (-10 to 90); but so unevenly that it may be none");
    check_why(
        &doubted,
        "seems to grow over 1 d, 50 blocks a day (-10 to 90); but it may be slowing down, as a cache that fills does");
}

static void check_share(size_t boots, const char *expected)
{
    struct leaks leaks = {.found_gain = 524288, .total_gain = 1048576, .boots = boots};
    struct buffer b = {0};

    leaks_add_remark_on(&b, &leaks, REMARK_SHARE);
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

static void what_a_reboot_took_is_said_to_be_left_out(void **state)
{
    UNUSED(state);
    check_share(1, "What was found gained 512 KB, 50 % of the 1.00 MB that all tags gained.");
    check_share(2, "What was found gained 512 KB, 50 % of the 1.00 MB that all tags gained while the machine ran.");
    check_share(3, "What was found gained 512 KB, 50 % of the 1.00 MB that all tags gained while the machine ran.");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(a_rate_that_may_be_nothing_is_not_called_steady),
                                              cmocka_unit_test(what_a_reboot_took_is_said_to_be_left_out)};

    return RUN(tests);
}
