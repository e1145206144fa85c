#include <stdlib.h>

#include "base/warnings.h"
#include "helper.h"

static void free_lines(char **lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(lines[i]);
    free(lines);
}

static void none_is_no_line(void **state)
{
    struct warnings warnings = {0};
    size_t count = 7;
    char **lines = warnings_lines(&warnings, &count);

    UNUSED(state);
    assert_int_equal(count, 0);
    free_lines(lines, count);
    warnings_free(&warnings);
}

static void twenty_are_told_in_full_and_the_rest_counted(void **state)
{
    struct warnings warnings = {0};
    size_t count;
    char **lines;

    UNUSED(state);
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
    assert_string_equal(lines[20], "and 980 more skipped rows or cells");
    free_lines(lines, count);
    warnings_free(&warnings);
}

static void a_rare_fault_does_not_drown_among_frequent_ones(void **state)
{
    struct warnings warnings = {0};
    size_t count;
    char **lines;

    UNUSED(state);
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

static void joined_are_told_as_if_they_were_added(void **state)
{
    struct warnings first = {0}, second = {0};
    size_t count;
    char **lines;

    UNUSED(state);
    for (int i = 1; i <= 15; i++)
        warnings_add(&first, WARNING_ROW, "row %d", i);
    for (int i = 16; i <= 50; i++)
        warnings_add(&second, WARNING_ROW, "100%% of row %d", i);
    warnings_join(&first, &second);
    lines = warnings_lines(&first, &count);
    assert_int_equal(count, 21);
    assert_string_equal(lines[15], "100% of row 16");
    assert_string_equal(lines[19], "100% of row 20");
    assert_string_equal(lines[20], "and 30 more skipped rows or cells");
    free_lines(lines, count);
    warnings_free(&first);
    warnings_free(&second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(none_is_no_line),
        cmocka_unit_test(joined_are_told_as_if_they_were_added),
        cmocka_unit_test(twenty_are_told_in_full_and_the_rest_counted),
        cmocka_unit_test(a_rare_fault_does_not_drown_among_frequent_ones),
    };

    return RUN(tests);
}
