#include <stdlib.h>

#include "base/warnings.h"
#include "helper.h"

static void free_lines(char **lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(lines[i]);
    free(lines);
}

TEST(no_warnings_give_no_lines)
{
    struct warnings warnings = {0};
    size_t count = 7;
    char **lines = warnings_lines(&warnings, &count);

    assert_int_equal(count, 0);
    free_lines(lines, count);
    warnings_free(&warnings);
}

TEST(twenty_warnings_are_printed_and_the_rest_counted)
{
    struct warnings warnings = {0};
    size_t count;
    char **lines;

    for (int i = 1; i <= 20; i++)
        warnings_add(&warnings, WARNING_ROW, "row %d", i);
    lines = warnings_lines(&warnings, &count);
    assert_int_equal(count, 20);
    free_lines(lines, count);
    for (int i = 21; i <= 1000; i++)
        warnings_add(&warnings, WARNING_ROW, "row %d", i);
    lines = warnings_lines(&warnings, &count);
    assert_int_equal(count, 21);
    assert_string_equal(lines[0], "row 1");
    assert_string_equal(lines[19], "row 20");
    assert_string_equal(lines[20], "and 980 more rows or cells left out");
    free_lines(lines, count);
    warnings_free(&warnings);
}

TEST(a_rare_fault_does_not_drown_among_frequent_ones)
{
    struct warnings warnings = {0};
    size_t count;
    char **lines;

    for (int i = 0; i < 100000; i++)
        warnings_add(&warnings, WARNING_ROW, "row %d", i);
    warnings_add(&warnings, WARNING_SNAPSHOT, "given twice");
    warnings_add(&warnings, WARNING_FILE, "is empty");
    lines = warnings_lines(&warnings, &count);
    assert_int_equal(count, 23);
    assert_string_equal(lines[0], "is empty");
    assert_string_equal(lines[22], "given twice");
    free_lines(lines, count);
    warnings_free(&warnings);
}

TEST(joined_warnings_print_as_if_added)
{
    struct warnings first = {0}, second = {0};
    size_t count;
    char **lines;

    for (int i = 1; i <= 15; i++)
        warnings_add(&first, WARNING_ROW, "row %d", i);
    for (int i = 16; i <= 50; i++)
        warnings_add(&second, WARNING_ROW, "100%% of row %d", i);
    warnings_join(&first, &second);
    lines = warnings_lines(&first, &count);
    assert_int_equal(count, 21);
    assert_string_equal(lines[15], "100% of row 16");
    assert_string_equal(lines[19], "100% of row 20");
    assert_string_equal(lines[20], "and 30 more rows or cells left out");
    free_lines(lines, count);
    warnings_free(&first);
    warnings_free(&second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_warnings_give_no_lines),
        cmocka_unit_test(joined_warnings_print_as_if_added),
        cmocka_unit_test(twenty_warnings_are_printed_and_the_rest_counted),
        cmocka_unit_test(a_rare_fault_does_not_drown_among_frequent_ones),
    };

    return RUN(tests);
}
