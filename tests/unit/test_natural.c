#include "base/natural.h"
#include "helper.h"

/* Each list is in order: every name is before all that follow it. */
static void check_order(const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            int order = natural_compare(text_of(names[i]), text_of(names[j]));

            if ((order > 0) - (order < 0) != (i > j) - (i < j))
                fail_msg("'%s' and '%s': %d", names[i], names[j], order);
        }
}

TEST(numbers_are_compared_as_numbers)
{
    static const char *const names[] = {"poolmon2", "poolmon10", "poolmon10b", "poolmon11", "poolmon100"};
    static const char *const two[] = {"run 1 part 9", "run 1 part 10", "run 2 part 1", "run 10"};

    check_order(names, sizeof names / sizeof *names);
    check_order(two, sizeof two / sizeof *two);
}

TEST(leading_zeros_do_not_count_but_decide_between_equals)
{
    static const char *const names[] = {"a0", "a00", "a001", "a01", "a1", "a002", "a2", "a0010", "a010", "a10"};

    check_order(names, sizeof names / sizeof *names);
}

TEST(numbers_of_any_length_are_compared)
{
    static const char *const names[] = {"n18446744073709551615", "n18446744073709551616",
                                        "n000000000000000000000000000099999999999999999999999999999999",
                                        "n100000000000000000000000000000000"};

    check_order(names, sizeof names / sizeof *names);
}

TEST(letters_are_compared_without_case_and_bytes_decide_between_equals)
{
    static const char *const names[] = {"", "7", "Pool1", "pool1", "POOL2", "pool2", "pool10", "\xC3\xA9t\xC3\xA9"};

    check_order(names, sizeof names / sizeof *names);
    assert_int_equal(natural_compare(TEXT("a\0b"), TEXT("a\0b")), 0);
    assert_true(natural_compare(TEXT("a\0b2"), TEXT("a\0b10")) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_compared_as_numbers),
        cmocka_unit_test(leading_zeros_do_not_count_but_decide_between_equals),
        cmocka_unit_test(numbers_of_any_length_are_compared),
        cmocka_unit_test(letters_are_compared_without_case_and_bytes_decide_between_equals),
    };

    return RUN(tests);
}
