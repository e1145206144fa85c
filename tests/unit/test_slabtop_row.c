#include "formats/foreign/slabtop_row.h"
#include "helper.h"

/* Bytes of 1000 active objects; 0: not a row. */
static int64_t bytes_of(const char *line)
{
    struct slabtop_row row;

    return slabtop_parse_row(text_of(line), false, &row) ? row.cache.bytes : 0;
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

#define ROW "328160  80830  24%    0.50K  10255       32    164080K kmalloc-512"

static void check_before(const char *line, const char *file, const char *time)
{
    struct slabtop_row row;

    assert_true(slabtop_parse_row(text_of(line), true, &row));
    assert_text(row.cache.name, "kmalloc-512");
    assert_int_equal(row.cache.live, 80830);
    assert_int_equal(row.objects, 328160);
    assert_int_equal(row.cache.held, INT64_C(164080) * 1024);
    if (!text_equal(row.file, text_of(file)) || !text_equal(row.time, text_of(time)))
        fail_msg("%s: before the row are \"%.*s\" and \"%.*s\"", line, (int)row.file.length,
                 row.file.length ? row.file.data : "", (int)row.time.length, row.time.length ? row.time.data : "");
}

TEST(what_stands_before_a_row_is_a_file_a_line_number_or_a_time)
{
    check_before(ROW, "", "");
    check_before("slab1.txt:" ROW, "slab1.txt:", "");
    check_before("logs/monday:12: " ROW, "logs/monday:", "");
    check_before("monday:" ROW, "monday:", "");
    check_before("12:" ROW, "", "");
    check_before("22:00:00 " ROW, "", "22:00:00");
    check_before("2026-05-12 22:00:00   " ROW, "", "2026-05-12 22:00:00");
    check_before("1589320800 " ROW, "", "1589320800");
    check_before("1589320800: " ROW, "", "1589320800");
    check_before("2026-05-12 22:00:00;" ROW, "", "2026-05-12 22:00:00");
    check_before("slab1.txt:22:00:00 " ROW, "slab1.txt:", "22:00:00");
}

TEST(anything_else_before_a_row_is_not_read)
{
    struct slabtop_row row;

    assert_false(slabtop_parse_row(TEXT("dentry " ROW), true, &row));
    assert_false(slabtop_parse_row(TEXT("77 " ROW), true, &row));
    assert_false(slabtop_parse_row(TEXT("monday:" ROW), false, &row));
    assert_false(slabtop_parse_row(TEXT("24%"), true, &row));
    assert_false(slabtop_parse_row(TEXT("%"), true, &row));
}

static void check_summary(const char *line, enum slabtop_kind kind, int64_t active, int64_t total)
{
    struct slabtop_summary summary;

    assert_true(slabtop_parse_summary(text_of(line), &summary));
    assert_int_equal(summary.kind, kind);
    assert_int_equal(summary.active, active);
    assert_int_equal(summary.total, total);
}

TEST(a_summary_gives_its_numbers)
{
    check_summary("Active / Total Caches (% used)     : 105 / 129 (81.4%)", SLABTOP_CACHES, 105, 129);
    check_summary("Active / Total Caches              : 105 / 129", SLABTOP_CACHES, 105, 129);
    check_summary("Active / Total Objects (% used) : x", SLABTOP_OBJECTS, 0, TOTAL_UNKNOWN);
    /* 47376581.93 x 1024 = 48513619896.32 */
    check_summary("Active / Total Size (% used) : 47121380.33K / 47376581.93K (99.5%)", SLABTOP_SIZE, 47121380,
                  INT64_C(48513619896));
}

TEST(a_summary_may_be_in_any_language)
{
    check_summary("Objekte aktiv / gesamt (% benutzt)  : 1000 / 1114 (90,9%)", SLABTOP_COUNT, 1000, 1114);
    check_summary("Caches ativos/totais (% usados)     : 105 / 129 (81,4%)", SLABTOP_COUNT, 105, 129);
    check_summary("\xED\x99\x9C\xEC\x84\xB1 (% x) : 105 / 129 (81.4%)", SLABTOP_COUNT, 105, 129);
    /* 228.88 x 1024 = 234373.12 */
    check_summary("Gr\xC3\xB6\xC3\x9F"
                  "e aktiv / gesamt (% benutzt) : 200,00K / 228,88K (87,4%)",
                  SLABTOP_SIZE, 200, 234373);
}

TEST(other_lines_are_no_summary)
{
    static const char *const lines[] = {
        "",
        "Active / Total ",
        "Minimum / Average / Maximum Object : 0.01K / 0.31K / 8.00K",
        "disk (% used) : 5 of 9 (55%)",
        "disk: 5 / 9 (55%)",
        "disk (% used) : 5 / 9",
        "disk (% used) : 5 / 99999999999999999999K (1%)",
    };
    struct slabtop_summary summary;

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_false(slabtop_parse_summary(text_of(lines[i]), &summary));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_size_is_the_multiple_of_8_that_is_shown_and_fills_the_slab),
        cmocka_unit_test(locales_and_versions_print_sizes_differently),
        cmocka_unit_test(other_lines_are_no_rows),
        cmocka_unit_test(what_stands_before_a_row_is_a_file_a_line_number_or_a_time),
        cmocka_unit_test(anything_else_before_a_row_is_not_read),
        cmocka_unit_test(a_summary_gives_its_numbers),
        cmocka_unit_test(a_summary_may_be_in_any_language),
        cmocka_unit_test(other_lines_are_no_summary),
    };

    return RUN(tests);
}
