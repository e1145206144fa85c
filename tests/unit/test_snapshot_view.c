#include "snapshot_helper.h"
#include "views/text/snapshot_view.h"

static const enum column shown[] = {COLUMN_TAG, COLUMN_PAGED_USED_BYTES, COLUMN_BINARY};
static const size_t rows[] = {0, 1, 2};

/* Three rows; the bytes of the last one are unknown. */
static void fill(struct snapshot *s, struct text first_tag, struct text first_owner)
{
    struct pool_row unknown = {.known = SIX_COUNTERS & ~BIT(PAGED_BYTES)};

    snapshot_start(s, INT64_C(1564019999) * SECOND_US, LOCAL_TIME_UNKNOWN, SIX_COUNTERS);
    add_six(s, first_tag, SIX_OF(0, 0, 1234567, 0, 0, 0));
    snapshot_set_driver(s, first_owner);
    add_six(s, TEXT("B"), SIX_OF(0, 0, 5, 0, 0, 0));
    snapshot_add(s, TEXT("Unkn"), &unknown);
}

static struct buffer drawn(struct snapshot *s, snapshot_writer *writer, bool with_heading, int width)
{
    struct snapshot_view v = {.snapshot = s,
                              .columns = shown,
                              .column_count = 3,
                              .rows = rows,
                              .row_count = s->count,
                              .with_heading = with_heading,
                              .width = width};
    struct buffer b = {0};

    writer(&b, &v);
    snapshot_free(s);
    return b;
}

#define assert_drawn(s, writer, with_heading, width, literal)                                                          \
    do {                                                                                                               \
        struct buffer is = drawn(s, writer, with_heading, width);                                                      \
        assert_buffer(&is, literal);                                                                                   \
    } while (0)

TEST(a_table_aligns_numbers_right_without_trailing_blanks)
{
    struct snapshot s = {0};

    fill(&s, TEXT("Aaaa"), TEXT("a.sys"));
    assert_drawn(&s, snapshot_table_write, true, 0,
                 "Tag   PagedUsedBytes  Binary\n"
                 "Aaaa         1234567  a.sys\n"
                 "B                  5\n"
                 "Unkn\n");
}

TEST(a_table_is_cut_at_the_width_of_the_terminal)
{
    struct snapshot s = {0};

    fill(&s, TEXT("A€€a"), TEXT("a.sys"));
    assert_drawn(&s, snapshot_table_write, true, 22,
                 "Tag   PagedUsedBytes\n"
                 "A€€a         1234567\n"
                 "B                  5\n"
                 "Unkn\n");
    fill(&s, TEXT("A€€a"), TEXT("a.sys"));
    assert_drawn(&s, snapshot_table_write, true, 3,
                 "Tag\nA€€\nB\nUnk\n"
                 "(columns that do not fit: PagedUsedBytes; widen the terminal, or choose columns with -values)\n");
}

TEST(a_table_cuts_no_number)
{
    struct snapshot s = {0};

    fill(&s, TEXT("Aaaa"), TEXT("a.sys"));
    assert_drawn(&s, snapshot_table_write, true, 20,
                 "Tag   PagedUsedBytes\n"
                 "Aaaa         1234567\n"
                 "B                  5\n"
                 "Unkn\n");
    fill(&s, TEXT("Aaaa"), TEXT("a.sys"));
    assert_drawn(&s, snapshot_table_write, true, 19,
                 "Tag   Binary\n"
                 "Aaaa  a.sys\n"
                 "B\n"
                 "Unkn\n"
                 "(columns that do not fit: PagedUsedBytes; widen the terminal, or choose columns with -values)\n");
}

TEST(a_narrow_table_keeps_tags_and_sums)
{
    const enum column columns[] = {COLUMN_TAG, COLUMN_PAGED_DIFF, COLUMN_PAGED_ALLOCS, COLUMN_TOTAL_USED_BYTES,
                                   COLUMN_DATE_TIME_UTC};
    struct snapshot s = {0};
    struct snapshot_view v = {.snapshot = &s, .columns = columns, .column_count = 5};
    struct buffer b = {0};

    v.width = 46; // 3 + 9 + 11 + 14 and separators; text that does not fit is cut
    snapshot_table_write(&b, &v);
    assert_buffer(&b, "Tag  PagedDiff  PagedAllocs  TotalUsedBytes  D\n");
    v.width = 42;
    snapshot_table_write(&b, &v);
    assert_buffer(&b, "Tag  PagedDiff  TotalUsedBytes\n"
                      "(columns that do not fit: DateTimeUTC, PagedAllocs; widen the terminal, or choose columns with "
                      "-values)\n");
    v.sorted = COLUMN_PAGED_ALLOCS;
    snapshot_table_write(&b, &v);
    assert_buffer(&b, "Tag  PagedAllocs  TotalUsedBytes\n"
                      "(columns that do not fit: DateTimeUTC, PagedDiff; widen the terminal, or choose columns with "
                      "-values)\n");
    v.sorted = COLUMN_TOTAL_USED_BYTES;
    v.width = 19;
    snapshot_table_write(&b, &v);
    assert_buffer(
        &b, "Tag  TotalUsedBytes\n"
            "(columns that do not fit: DateTimeUTC, PagedAllocs, PagedDiff; widen the terminal, or choose columns "
            "with -values)\n");
}

TEST(a_table_shows_control_characters_as_pictures)
{
    struct snapshot s = {0};

    fill(&s, TEXT("A\0\n\x1B"), TEXT("\r"));
    assert_drawn(&s, snapshot_table_write, true, 0,
                 "Tag   PagedUsedBytes  Binary\n"
                 "A␀␊␛         1234567  ␍\n"
                 "B                  5\n"
                 "Unkn\n");
}

TEST(csv_quotes_every_cell_and_doubles_quotes)
{
    struct snapshot s = {0};

    fill(&s, TEXT("A\",\n"), TEXT("a \"b\""));
    assert_drawn(&s, snapshot_csv_write, true, 0,
                 "\"Tag\",\"PagedUsedBytes\",\"Binary\"\n"
                 "\"A\"\",\n\",\"1234567\",\"a \"\"b\"\"\"\n"
                 "\"B\",\"5\",\"\"\n"
                 "\"Unkn\",\"\",\"\"\n");
}

TEST(csv_has_one_header_for_all_ticks)
{
    struct snapshot s = {0};

    fill(&s, TEXT("Aaaa"), TEXT(""));
    assert_drawn(&s, snapshot_csv_write, false, 0, "\"Aaaa\",\"1234567\",\"\"\n\"B\",\"5\",\"\"\n\"Unkn\",\"\",\"\"\n");
}

TEST(json_has_null_for_unknown_values)
{
    struct snapshot s = {0};

    fill(&s, TEXT("A\"\\\n\0"), TEXT("a.sys"));
    assert_drawn(&s, snapshot_json_write, true, 0,
                 "[{\"Tag\":\"A\\\"\\\\\\u000a\\u0000\",\"PagedUsedBytes\":1234567,\"Binary\":\"a.sys\"},"
                 "{\"Tag\":\"B\",\"PagedUsedBytes\":5,\"Binary\":\"\"},"
                 "{\"Tag\":\"Unkn\",\"PagedUsedBytes\":null,\"Binary\":\"\"}]\n");
}

TEST(json_of_no_rows_is_an_empty_list)
{
    struct snapshot s = {0};

    assert_drawn(&s, snapshot_json_write, true, 0, "[]\n");
}

TEST(numbers_above_64_bits_are_written_exactly)
{
    enum column total = COLUMN_TOTAL_USED_BYTES;
    struct snapshot s = {0};
    struct snapshot_view v = {.snapshot = &s, .columns = &total, .column_count = 1, .rows = rows, .row_count = 1};
    struct buffer b = {0};

    snapshot_start(&s, 0, LOCAL_TIME_UNKNOWN, SIX_COUNTERS);
    add_six(&s, TEXT("A"), SIX_OF(0, 0, INT64_MAX, 0, 0, INT64_MAX));
    snapshot_json_write(&b, &v);
    snapshot_free(&s);
    assert_buffer(&b, "[{\"TotalUsedBytes\":18446744073709551614}]\n");
}

static size_t times(struct text in, struct text what)
{
    size_t n = 0, at;

    while ((at = text_find(in, what)) != TEXT_NOWHERE) {
        in = (struct text){in.data + at + what.length, in.length - at - what.length};
        n++;
    }
    return n;
}

TEST(a_page_escapes_tags_and_owners)
{
    struct snapshot s = {0};
    struct buffer b;

    fill(&s, TEXT("</script><script>alert(1)</script>"), TEXT("<b title=\"x\" onclick='y'>&amp;"));
    b = drawn(&s, snapshot_page_write, true, 0);
    assert_int_equal(times(buffer_text(&b), TEXT("<script")), 1); // the view's own script
    assert_int_equal(times(buffer_text(&b), TEXT("</script>")), 1);
    assert_int_equal(times(buffer_text(&b), TEXT("<b title")), 0);
    assert_int_equal(times(buffer_text(&b), TEXT("<code>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;</code>")),
                     1);
    assert_int_equal(times(buffer_text(&b), TEXT("<td>&lt;b title=&quot;x&quot; onclick='y'&gt;&amp;amp;</td>")), 1);
    buffer_free(&b);
}

TEST(a_page_has_a_row_for_each_and_a_button_for_each_column)
{
    struct snapshot s = {0};
    struct buffer b;

    fill(&s, TEXT("Aaaa"), TEXT("a.sys"));
    b = drawn(&s, snapshot_page_write, true, 0);
    assert_int_equal(times(buffer_text(&b), TEXT("<th><button>")), 3);
    assert_int_equal(times(buffer_text(&b), TEXT("<tr><td><code>")), 3);
    assert_int_equal(times(buffer_text(&b), TEXT("<td class=\"n\">1234567</td>")), 1);
    assert_int_equal(times(buffer_text(&b), TEXT("<td class=\"n\"></td>")), 1); // unknown: empty, not 0
    assert_int_equal(times(buffer_text(&b), TEXT("http")), 1); // http-equiv of the CSP only: nothing is fetched
    buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_aligns_numbers_right_without_trailing_blanks),
        cmocka_unit_test(a_table_is_cut_at_the_width_of_the_terminal),
        cmocka_unit_test(a_table_cuts_no_number),
        cmocka_unit_test(a_narrow_table_keeps_tags_and_sums),
        cmocka_unit_test(a_table_shows_control_characters_as_pictures),
        cmocka_unit_test(csv_quotes_every_cell_and_doubles_quotes),
        cmocka_unit_test(csv_has_one_header_for_all_ticks),
        cmocka_unit_test(json_has_null_for_unknown_values),
        cmocka_unit_test(json_of_no_rows_is_an_empty_list),
        cmocka_unit_test(numbers_above_64_bits_are_written_exactly),
        cmocka_unit_test(a_page_escapes_tags_and_owners),
        cmocka_unit_test(a_page_has_a_row_for_each_and_a_button_for_each_column),
    };

    return RUN(tests);
}
