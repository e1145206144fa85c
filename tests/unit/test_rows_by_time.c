#include "formats/records/rows_by_time.h"
#include "helper.h"

TEST(rows_of_one_time_come_together_in_their_order)
{
    static const char *const lines[] = {"b1", "a1", "b2", "a2"};
    struct rows_by_time rows = {0};
    struct buffer all = {0};

    for (size_t i = 0; i < 4; i++)
        rows_by_time_add(&rows, text_of(i % 2 ? "early" : "late"), text_of(lines[i]), 7 + i);
    rows_by_time_sort(&rows);
    for (size_t i = 0; i < rows.count; i++) {
        buffer_add_text(&all, rows_by_time_line(&rows, i));
        buffer_printf(&all, ":%zu ", rows.rows[i].line);
    }
    assert_buffer(&all, "b1:7 b2:9 a1:8 a2:10 ");
    rows_by_time_free(&rows);
    assert_int_equal(rows.count, 0);
}

TEST(no_rows_are_sorted_as_well)
{
    struct rows_by_time rows = {0};

    rows_by_time_sort(&rows);
    rows_by_time_add(&rows, TEXT(""), TEXT(""), 1);
    rows_by_time_sort(&rows);
    assert_text(rows_by_time_line(&rows, 0), "");
    rows_by_time_free(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_one_time_come_together_in_their_order),
        cmocka_unit_test(no_rows_are_sorted_as_well),
    };

    return RUN(tests);
}
