#include "formats/foreign/slabinfo_row.h"
#include "helper.h"

#define ROW "dentry 58900 60270 192 21 1 : tunables 0 0 0 : slabdata 2870 2870 0"

static struct slabinfo_row parsed(const char *line, bool is_any_file)
{
    struct slabinfo_row row;

    assert_true(slabinfo_row_parse(text_of(line), is_any_file, &row));
    assert_int_equal(row.cache.live, 58900);
    assert_int_equal(row.cache.bytes, 58900 * 192);
    return row;
}

static bool is_row(const char *line)
{
    struct slabinfo_row row;

    return slabinfo_row_parse(text_of(line), false, &row);
}

static void check_before(const char *line, bool is_any_file, const char *file, const char *time)
{
    struct slabinfo_row row = parsed(line, is_any_file);

    assert_text(row.cache.name, "dentry");
    if (!text_equal(row.file, text_of(file)) || !text_equal(row.time, text_of(time)))
        fail_msg("%s: before the row are \"%.*s\" and \"%.*s\"", line, (int)row.file.length, row.file.data,
                 (int)row.time.length, row.time.length ? row.time.data : "");
}

TEST(what_stands_before_a_row_is_a_file_a_line_number_or_a_time)
{
    check_before(ROW, false, "", "");
    check_before("/proc/slabinfo:" ROW, false, "/proc/slabinfo:", "");
    check_before("slab1.txt:12:" ROW, false, "slab1.txt:", "");
    check_before("..\\old\\slab.1:7:" ROW, false, "..\\old\\slab.1:", "");
    check_before("D:\\logs\\monday:" ROW, false, "D:\\logs\\monday:", "");
    check_before("12:" ROW, false, "", "");
    check_before("monday:" ROW, true, "monday:", "");
    check_before("22:00:00 " ROW, true, "", "22:00:00");
    check_before("2026-05-12T22:00:00 " ROW, true, "", "2026-05-12T22:00:00");
    check_before("2026.05.12-22:00:00 " ROW, false, "", "2026.05.12-22:00:00");
    check_before("May 12 22:00:00 web1 root: " ROW, true, "", "May 12 22:00:00 web1 root");
    check_before("2026-05-12 22:00:00," ROW, true, "", "2026-05-12 22:00:00");
    check_before("1589320800: " ROW, true, "", "1589320800");
}

TEST(a_name_may_have_blanks_and_colons)
{
    assert_text(parsed("my " ROW, false).cache.name, "my dentry");
    assert_text(parsed("a,b;" ROW, true).cache.name, "a,b;dentry");
    assert_text(parsed("bio 4 " ROW, false).cache.name, "bio 4 dentry");
    assert_text(parsed(":a-0000128 58900 60270 192 21 1 : tunables 0 0 0 : slabdata 1 1 0", false).cache.name,
                ":a-0000128");
    assert_text(parsed(":0000128 58900 60270 192 21 1 : tunables 0 0 0 : slabdata 1 1 0", true).cache.name, ":0000128");
    assert_text(
        parsed("kmalloc-192(12:sshd.service) 58900 9 192 21 1 : tunables 0 0 0 : slabdata 1 1 0", false).cache.name,
        "kmalloc-192(12:sshd.service)");
}

TEST(before_a_selected_row_may_stand_anything)
{
    assert_text(parsed("iteration 17: " ROW, true).cache.name, "dentry");
    assert_text(parsed("[12345.678] " ROW, true).cache.name, "dentry");
    assert_text(parsed("17 " ROW, true).cache.name, "dentry");
    assert_text(parsed("17 " ROW, false).cache.name, "17 dentry");
}

/* The fast way gives what the other one does, selected or not, and leaves all else to it. */
static void check_plain(const char *line, bool is_plain)
{
    struct slabinfo_row plain, row;
    bool is_selected = true;

    if (slabinfo_row_parse_plain(text_of(line), &plain) != is_plain)
        fail_msg("%s: %s", line, is_plain ? "not parsed" : "parsed");
    for (int i = 0; is_plain && i < 2; i++, is_selected = !is_selected) {
        assert_true(slabinfo_row_parse(text_of(line), is_selected, &row));
        if (!text_equal(row.cache.name, plain.cache.name) || row.file.length || row.time.length || row.is_cut ||
            row.cache.live != plain.cache.live || row.cache.size != plain.cache.size ||
            row.cache.bytes != plain.cache.bytes || row.cache.held != plain.cache.held)
            fail_msg("%s: other values", line);
    }
}

TEST(plain_rows_have_the_same_values_the_fast_way)
{
    check_plain(
        "dentry            58900  60270    192   21    1 : tunables    0    0    0 : slabdata   2870   2870      0",
        true);
    check_plain("kmalloc-rcl-64 7 8 64 64 1 : tunables 120 60 8 : slabdata 1 2 0 : globalstat 1 2 3", true);
    check_plain(":a-0000128 58900 60270 192 21 1 : tunables 0 0 0 : slabdata 1 1 0", true);
    check_plain("kmalloc-192(12) 999999999999999999 0 9 21 1 : tunables 0 0 0 : slabdata 1 1 0", true);
    check_plain("a 999999999999999999 0 10 21 1 : tunables 0 0 0 : slabdata 1 1 0", false); // bytes beyond 64 bits
    check_plain("a 1000000000000000000 0 1 21 1 : tunables 0 0 0 : slabdata 1 1 0", false);
    check_plain("a.txt:" ROW, false);
    check_plain("12:" ROW, false);
    check_plain("kmalloc-192(12:sshd.service) 5 5 192 21 1 : tunables 0 0 0 : slabdata 1 1 0", false);
    check_plain("1589320800," ROW, false);
    check_plain("my " ROW, false);
    check_plain("\xC3\xA9t\xC3\xA9 5 5 192 21 1 : tunables 0 0 0 : slabdata 1 1 0", false);
    check_plain("dentry 5 5 192 21 1 : tunables 0 0 0", false);
    check_plain("dentry 5 5 192 21 1 : tunables 0 0 0 : slabdata 1 1", false);
    check_plain("dentry 5 5 192 21 1 : tunables 0 0 0 : slabdata 1 1 0x", false);
    check_plain("dentry 5 -5 192 21 1 : tunables 0 0 0 : slabdata 1 1 0", false);
    check_plain("dentry 5 5 192 21 1 7 : tunables 0 0 0 : slabdata 1 1 0", false);
    check_plain("dentry", false);
    check_plain("", false);
}

TEST(a_row_may_be_cut_behind_its_numbers_and_not_in_them)
{
    assert_false(parsed(ROW, false).is_cut);
    assert_true(parsed("dentry 58900 60270 192 21 1 : tunables 0 0 0 : slabdata 2870", false).is_cut);
    assert_true(parsed("dentry 58900 60270 192 21 1 : tunables 0 0 0 : sla", false).is_cut);
    assert_true(parsed("dentry 58900 60270 192 21 1 : tunables", false).is_cut);
    assert_false(is_row("dentry 58900 60270 192 21 1 : tuna"));
    assert_false(is_row("dentry 58900 60270 192 21 1"));
    assert_false(is_row("dentry 58900 60270 192 21 : tunables 0 0 0 : slabdata 2870 2870 0"));
    assert_false(is_row("dentry 58900 60270 192 21 1 : tunables 0 0 0 : slabdata 28k0 2870 0"));
    assert_false(is_row("dentry 58900 -1 192 21 1 : tunables 0 0 0"));
    assert_false(is_row("dentry 9223372036854775807 1 192 21 1 : tunables 0 0 0"));
    assert_false(is_row(" : tunables"));
    assert_false(is_row(""));
}

TEST(the_end_of_a_row_is_numbers_and_the_words_between_them)
{
    assert_true(slabinfo_row_is_end(TEXT("slabdata   2870   2870      0")));
    assert_true(slabinfo_row_is_end(TEXT("0 0 : slabdata 2870 2870 0")));
    assert_true(slabinfo_row_is_end(TEXT(": globalstat 6 4 : cpustat 1 2")));
    assert_false(slabinfo_row_is_end(TEXT("filp 1 2 3")));
    assert_false(slabinfo_row_is_end(TEXT("slabdata of 3 machines")));
}

/* Below a heading: 0: not a row of it, otherwise bytes. */
static int64_t bytes_below(const char *heading, const char *line)
{
    struct slabinfo_columns columns[SLABINFO_LAYOUTS];
    struct slabinfo_row row;

    slabinfo_row_columns(text_of(heading), columns);
    return slabinfo_row_parse_columns(text_of(line), columns, &row) ? row.cache.bytes : 0;
}

TEST(awk_takes_the_mark_of_the_heading_for_a_column)
{
    assert_int_equal(bytes_below("# name <active_objs> <num_objs>", "dentry 58900 60270 192"), 58900 * 192);
    assert_int_equal(bytes_below("#\tname\t<num_objs>", "dentry\t58900\t192"), 58900 * 192);
    assert_int_equal(bytes_below("# name <num_objs> <objsize>", "dentry 58900 192 21"), 58900 * 192);
    assert_int_equal(bytes_below("# <num_objs> name", "dentry 192 58900"), 58900 * 192);
    /* A table that somebody made has no such column. */
    assert_int_equal(bytes_below("# name <active_objs> <num_objs> <objsize>", "dentry 58900 60270 192"), 58900 * 192);
    assert_int_equal(bytes_below("name active_objs objsize", "dentry 58900 192"), 58900 * 192);
    assert_int_equal(bytes_below("name objsize active_objs", "dentry 192 58900"), 58900 * 192);
    assert_int_equal(bytes_below("name active_objs num_objs", "dentry 58900 60270"), 0);
    assert_int_equal(bytes_below("active_objs name objsize", "58900 dentry 192"), 0);
    /* More or fewer numbers, no size, no live objects, the kernel's own heading. */
    assert_int_equal(bytes_below("# name <active_objs> <num_objs>", "dentry 58900 60270 192 21 1"), 0);
    assert_int_equal(bytes_below("# name <active_objs> <num_objs>", "dentry 58900 60270"), 0);
    assert_int_equal(bytes_below("# name <active_objs>", "dentry 58900 60270"), 0);
    assert_int_equal(bytes_below("# <num_objs>", "dentry 192"), 0);
    assert_int_equal(bytes_below("# name <active_objs> <num_objs>", "dentry 58900 x 192"), 0);
    assert_int_equal(bytes_below("# name <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables",
                                 "dentry 58900 60270 192 21 1 : tunables"),
                     0);
}

TEST(what_is_left_of_a_row_is_told_from_prose_and_headings)
{
    assert_true(slabinfo_row_is_damaged(TEXT("kmalloc-8k   5 9 8192")));
    assert_true(slabinfo_row_is_damaged(TEXT("2 : tunables 0 0 0 : slabdata x")));
    assert_false(slabinfo_row_is_damaged(TEXT("It grew from 5 to 9 MB.")));
    assert_false(slabinfo_row_is_damaged(TEXT("<pagesperslab> : tunables <limit> <batchcount> 1 2 3")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_before_a_row_is_a_file_a_line_number_or_a_time),
        cmocka_unit_test(a_name_may_have_blanks_and_colons),
        cmocka_unit_test(before_a_selected_row_may_stand_anything),
        cmocka_unit_test(plain_rows_have_the_same_values_the_fast_way),
        cmocka_unit_test(a_row_may_be_cut_behind_its_numbers_and_not_in_them),
        cmocka_unit_test(the_end_of_a_row_is_numbers_and_the_words_between_them),
        cmocka_unit_test(awk_takes_the_mark_of_the_heading_for_a_column),
        cmocka_unit_test(what_is_left_of_a_row_is_told_from_prose_and_headings),
    };

    return RUN(tests);
}
