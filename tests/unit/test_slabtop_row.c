#include "formats/foreign/slabtop_row.h"
#include "helper.h"

/* Bytes of 1000 active objects; 0: not a row. */
static int64_t bytes_of(const char *line)
{
    struct slabtop_row row;

    return slabtop_parse_row(text_of(line), &row) ? row.bytes : 0;
}

TEST(a_size_is_the_multiple_of_8_that_is_shown_and_fills_the_slab)
{
    /* 4 KB hold 64 objects of 64 bytes and 63 of 65; 0.06K is 57 to 66 bytes. */
    assert_int_equal(bytes_of("1000 1000 100% 0.06K 16 64 64K ebitmap_node"), 64000);
    /* 32 KB hold 4 objects of up to 8192 bytes; 7.50K is 7675 to 7685 bytes. */
    assert_int_equal(bytes_of("1000 1000 100% 7.50K 250 4 8000K task_struct"), 7680000);
    /* A slab of no known size: what rounds to 0.10K up to 107 bytes. */
    assert_int_equal(bytes_of("1000 1000 100% 0.10K 0 39 0K buffer_head"), 104000);
    /* The name tells: 0.01K would be rounded up to 8 or 16 bytes. */
    assert_int_equal(bytes_of("1000 1000 100% 0.01K 2 512 8K kmalloc-8"), 8000);
    assert_int_equal(bytes_of("1000 1000 100% 8.00K 250 4 8000K kmalloc-rcl-8k"), 8192000);
    assert_int_equal(bytes_of("1000 1000 100% 8.00M 250 4 8000M kmalloc-8M"), INT64_C(8388608000));
}

TEST(locales_and_versions_print_sizes_differently)
{
    assert_int_equal(bytes_of("1000 1000 100% 0,19K 48 21 192K dentry"), 192000);
    assert_int_equal(bytes_of("1000 1000 100% 0.19K 48 21 192 dentry"), 192000);
    assert_int_equal(bytes_of("1000\t1000\t100%\t0.19K\t48\t21\t192K\tdentry"), 192000);
}

TEST(other_lines_are_no_rows)
{
    assert_int_equal(bytes_of(""), 0);
    assert_int_equal(bytes_of("OBJS ACTIVE  USE OBJ SIZE  SLABS OBJ/SLAB CACHE SIZE NAME"), 0);
    assert_int_equal(bytes_of("1000 1000 100% 0.19 48 21 192K dentry"), 0); // no unit
    assert_int_equal(bytes_of("1000 1000 100 0.19K 48 21 192K dentry"), 0);
    assert_int_equal(bytes_of("1000 1000 100% 0.19K 48 21 192K"), 0);
    assert_int_equal(bytes_of("1000 -1 100% 0.19K 48 21 192K dentry"), 0);
    assert_int_equal(bytes_of("1000 9223372036854775807 100% 99999999999K 48 21 192K dentry"), 0);
    assert_int_equal(bytes_of("1000 1000 100% 99999999999999999999K 48 21 192K dentry"), 0);
}

TEST(a_summary_gives_its_numbers)
{
    int64_t active = 0, total = 0;

    assert_true(
        slabtop_parse_summary(TEXT("Active / Total Caches (% used)     : 105 / 129 (81.4%)"), "Caches", &active, NULL));
    assert_int_equal(active, 105);
    assert_true(slabtop_parse_summary(TEXT("Active / Total Size (% used) : 47121380.33K / 47376581.93K (99.5%)"),
                                      "Size", NULL, &total));
    assert_int_equal(total, INT64_C(48513619896)); // 47376581.93 x 1024 = 48513619896.32
    assert_false(slabtop_parse_summary(TEXT("Active / Total Size (% used) : x"), "Size", NULL, &total));
    assert_false(slabtop_parse_summary(TEXT("Active / Total "), "Size", NULL, &total));
    assert_int_equal(total, INT64_C(48513619896));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_size_is_the_multiple_of_8_that_is_shown_and_fills_the_slab),
        cmocka_unit_test(locales_and_versions_print_sizes_differently),
        cmocka_unit_test(other_lines_are_no_rows),
        cmocka_unit_test(a_summary_gives_its_numbers),
    };

    return RUN(tests);
}
