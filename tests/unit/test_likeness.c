#include "helper.h"

#include "base/likeness.h"

TEST(letters_left_out_added_replaced_or_swapped_count_one)
{
    assert_int_equal(likeness_distance("visualise", "visualize"), 1);
    assert_int_equal(likeness_distance("foramt", "format"), 1);
    assert_int_equal(likeness_distance("leak", "leaks"), 1);
    assert_int_equal(likeness_distance("NONPAGEDdiff", "NonPagedDiff"), 0);
    assert_int_equal(likeness_distance("kitten", "sitting"), 3);
    assert_int_equal(likeness_distance("", "abc"), 3);
    assert_true(likeness_distance("a", "0123456789012345678901234567890123456789012345678901234567890123456789") > 99);
}

TEST(the_nearest_name_is_meant_if_a_third_is_wrong_at_most)
{
    const char *const names[] = {"visualize", "leaks", "collect", "convert", NULL};

    assert_string_equal(likeness_nearest("visualise", names), "visualize");
    assert_string_equal(likeness_nearest("Leaks", names), "leaks");
    assert_string_equal(likeness_nearest("covnert", names), "convert");
    assert_null(likeness_nearest("record", names));
    assert_null(likeness_nearest("x", names));
    assert_null(likeness_nearest("", names));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_left_out_added_replaced_or_swapped_count_one),
        cmocka_unit_test(the_nearest_name_is_meant_if_a_third_is_wrong_at_most),
    };

    return RUN(tests);
}
