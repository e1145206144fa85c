#include "formats/csv/csv_write.h"
#include "snapshot_helper.h"

#define UTC_US (INT64_C(1626154489) * SECOND_US) // 2021-07-13T05:34:49
#define IN_INDIA (5 * HOUR_US + 30 * MINUTE_US)
#define HEADING                                                                                                        \
    "\"DateTime\",\"DateTimeUTC\",\"Tag\",\"PagedAllocs\",\"PagedFrees\",\"PagedDiff\",\"PagedUsedBytes\","            \
    "\"NonPagedAllocs\",\"NonPagedFrees\",\"NonPagedDiff\",\"NonPagedUsedBytes\",\"TotalUsedBytes\""
#define TIMES "\"2021-07-13T11:04:49\",\"2021-07-13T05:34:49\","

/* The CSV of a snapshot at its own time; frees the snapshot. */
static struct buffer written(struct snapshot *s, enum csv_encoding encoding)
{
    struct buffer b = {0};

    csv_write(&b, s, s->utc_us, encoding);
    snapshot_free(s);
    return b;
}

#define assert_written(s, literal)                                                                                     \
    do {                                                                                                               \
        struct buffer is = written(s, CSV_UTF8);                                                                       \
        assert_buffer(&is, literal);                                                                                   \
    } while (0)

TEST(a_snapshot_is_written_as_the_collector_does)
{
    struct snapshot s = {0};

    snapshot_start(&s, UTC_US, UTC_US + IN_INDIA, SIX_COUNTERS);
    add_six(&s, TEXT("NtFs"), SIX_OF(12, 2, 4096, 7, 7, 0));
    add_six(&s, TEXT("Io  "), SIX_OF(0, 0, 0, 5, 1, 512));
    assert_written(&s, HEADING "\r\n" TIMES
                               "\"NtFs\",\"12\",\"2\",\"10\",\"4096\",\"7\",\"7\",\"0\",\"0\",\"4096\"\r\n" TIMES
                               "\"Io  \",\"0\",\"0\",\"0\",\"0\",\"5\",\"1\",\"4\",\"512\",\"512\"\r\n");
}

TEST(diff_is_negative_between_the_wraps_of_allocs_and_frees)
{
    struct snapshot s = {0};

    snapshot_start(&s, UTC_US, UTC_US + IN_INDIA, SIX_COUNTERS);
    add_six(&s, TEXT("Wrap"), SIX_OF(5, 4294967295, 64, 4294967295, 0, 0));
    assert_written(&s, HEADING "\r\n" TIMES "\"Wrap\",\"5\",\"4294967295\",\"-4294967290\",\"64\",\"4294967295\",\"0\","
                               "\"4294967295\",\"0\",\"64\"\r\n");
}

TEST(sums_may_exceed_64_bits)
{
    struct snapshot s = {0};

    snapshot_start(&s, UTC_US, UTC_US + IN_INDIA, SIX_COUNTERS);
    add_six(&s, TEXT("Huge"), SIX_OF(0, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MIN, INT64_MAX));
    assert_written(&s, HEADING "\r\n" TIMES "\"Huge\",\"0\",\"9223372036854775807\",\"-9223372036854775807\","
                               "\"9223372036854775807\",\"9223372036854775807\",\"-9223372036854775808\","
                               "\"18446744073709551615\",\"9223372036854775807\",\"18446744073709551614\"\r\n");
}

TEST(only_quotes_are_escaped)
{
    struct snapshot s = {0};

    snapshot_start(&s, UTC_US, UTC_US + IN_INDIA, BIT(TOTAL_BYTES));
    snapshot_add(&s, TEXT("a\"\r\n"), &(struct pool_row){.known = BIT(TOTAL_BYTES)});
    snapshot_add(&s, TEXT(",\0 \xC3\xA9"), &(struct pool_row){.known = BIT(TOTAL_BYTES)});
    assert_written(&s, "\"DateTime\",\"DateTimeUTC\",\"Tag\",\"TotalUsedBytes\"\r\n" TIMES
                       "\"a\"\"\r\n\",\"0\"\r\n" TIMES "\",\0 \xC3\xA9\",\"0\"\r\n");
}

TEST(owners_are_written_in_two_more_columns)
{
    struct snapshot s = {0};

    snapshot_start(&s, UTC_US, UTC_US + IN_INDIA, BIT(TOTAL_BYTES));
    snapshot_add(&s, TEXT("FMfn"), &(struct pool_row){.known = BIT(TOTAL_BYTES)});
    snapshot_set_driver(&s, TEXT("fltmgr.sys"));
    snapshot_set_description(&s, TEXT("a \"node\""));
    snapshot_add(&s, TEXT("Aaaa"), &(struct pool_row){.known = BIT(TOTAL_BYTES)});
    assert_written(&s, "\"DateTime\",\"DateTimeUTC\",\"Tag\",\"TotalUsedBytes\",\"Binary\",\"Description\"\r\n" TIMES
                       "\"FMfn\",\"0\",\"fltmgr.sys\",\"a \"\"node\"\"\"\r\n" TIMES "\"Aaaa\",\"0\",\"\",\"\"\r\n");
}

TEST(counters_that_the_source_lacks_have_no_column)
{
    struct pool_row row = {.known = BIT(NONPAGED_LIVE) | BIT(NONPAGED_BYTES)};
    struct snapshot s = {0};

    row.value[NONPAGED_LIVE] = 3;
    row.value[NONPAGED_BYTES] = 192;
    snapshot_start(&s, UTC_US, UTC_US + IN_INDIA, BIT(NONPAGED_LIVE) | BIT(NONPAGED_BYTES));
    snapshot_add(&s, TEXT("kmalloc-64"), &row);
    assert_written(&s, "\"DateTime\",\"DateTimeUTC\",\"Tag\",\"NonPagedDiff\",\"NonPagedUsedBytes\"\r\n" TIMES
                       "\"kmalloc-64\",\"3\",\"192\"\r\n");
}

TEST(allocs_without_frees_are_written)
{
    struct pool_row row = {.known = BIT(PAGED_ALLOCS) | BIT(NONPAGED_FREES)};
    struct snapshot s = {0};

    row.value[PAGED_ALLOCS] = 3;
    row.value[NONPAGED_FREES] = 4;
    snapshot_start(&s, UTC_US, UTC_US + IN_INDIA, BIT(PAGED_ALLOCS) | BIT(NONPAGED_FREES));
    snapshot_add(&s, TEXT("Aaaa"), &row);
    assert_written(&s, "\"DateTime\",\"DateTimeUTC\",\"Tag\",\"PagedAllocs\",\"NonPagedFrees\"\r\n" TIMES
                       "\"Aaaa\",\"3\",\"4\"\r\n");
}

TEST(unknown_cells_and_those_computed_from_them_are_empty)
{
    struct pool_row row = {.known = SIX_COUNTERS & ~(BIT(PAGED_FREES) | BIT(NONPAGED_BYTES))};
    struct snapshot s = {0};

    row.value[PAGED_ALLOCS] = 8;
    row.value[PAGED_BYTES] = 32;
    snapshot_start(&s, UTC_US, UTC_US + IN_INDIA, SIX_COUNTERS);
    snapshot_add(&s, TEXT("Aaaa"), &row);
    assert_written(&s, HEADING "\r\n" TIMES "\"Aaaa\",\"8\",\"\",\"\",\"32\",\"0\",\"0\",\"0\",\"\",\"\"\r\n");
}

TEST(local_time_keeps_its_distance_from_the_time_that_is_shown)
{
    struct snapshot s = {0};
    struct buffer b = {0};

    snapshot_start(&s, UTC_US + 345678, UTC_US + 345678 - 3 * HOUR_US - 30 * MINUTE_US, BIT(TOTAL_BYTES));
    snapshot_add(&s, TEXT("A"), &(struct pool_row){.known = BIT(TOTAL_BYTES)});
    csv_write(&b, &s, UTC_US, CSV_UTF8);
    snapshot_free(&s);
    assert_buffer(&b, "\"DateTime\",\"DateTimeUTC\",\"Tag\",\"TotalUsedBytes\"\r\n"
                      "\"2021-07-13T02:04:49\",\"2021-07-13T05:34:49\",\"A\",\"0\"\r\n");
}

TEST(a_fraction_of_the_time_is_written)
{
    struct snapshot s = {0};

    snapshot_start(&s, UTC_US + 250000, LOCAL_TIME_UNKNOWN, BIT(TOTAL_BYTES));
    snapshot_add(&s, TEXT("A"), &(struct pool_row){.known = BIT(TOTAL_BYTES)});
    assert_written(&s, "\"DateTime\",\"DateTimeUTC\",\"Tag\",\"TotalUsedBytes\"\r\n"
                       "\"2021-07-13T05:34:49.25\",\"2021-07-13T05:34:49.25\",\"A\",\"0\"\r\n");
}

/* U+1F600 is D83D DE00 in UTF-16. */
TEST(powershell_5_gets_utf16_with_its_mark)
{
    static const char heading[] = "\"DateTime\",\"DateTimeUTC\",\"Tag\",\"TotalUsedBytes\"\r\n";
    struct snapshot s = {0};
    struct buffer b;
    const unsigned char *tag;

    snapshot_start(&s, UTC_US, LOCAL_TIME_UNKNOWN, BIT(TOTAL_BYTES));
    snapshot_add(&s, TEXT("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), &(struct pool_row){.known = BIT(TOTAL_BYTES)});
    b = written(&s, CSV_UTF16);
    assert_memory_equal(b.bytes, "\xFF\xFE", 2);
    for (size_t i = 0; heading[i]; i++)
        assert_memory_equal(b.bytes + 2 + 2 * i, ((char[]){heading[i], 0}), 2);
    tag = (const unsigned char *)b.bytes + 2 +
          2 * (strlen(heading) + strlen("\"2021-07-13T05:34:49\",\"2021-07-13T05:34:49\",\""));
    assert_memory_equal(tag,
                        "\xE9\x00\xAC\x20\x3D\xD8\x00\xDE\"\0,\0\"\0"
                        "0\0\"\0\r\0\n",
                        8 + 14);
    assert_int_equal(b.length, (size_t)(tag - (const unsigned char *)b.bytes) + 8 + 14);
    buffer_free(&b);
}

static struct buffer name_of(int64_t utc_us, int64_t local_us, int64_t shown_us, enum csv_encoding encoding)
{
    struct snapshot s = {.utc_us = utc_us, .local_us = local_us};
    struct buffer b = {0};

    csv_write_name(&b, &s, shown_us, encoding);
    return b;
}

#define assert_name(utc, local, shown, encoding, literal)                                                              \
    do {                                                                                                               \
        struct buffer is = name_of(utc, local, shown, encoding);                                                       \
        assert_buffer(&is, literal);                                                                                   \
    } while (0)

/* Both names hold the local time. The number is Unix time: PowerShell 5.1 takes 11:04:49 local for UTC (1626174289),
 * PowerShell 7 converts to UTC first (1626154489). */
TEST(names_are_those_of_either_powershell)
{
    assert_name(UTC_US, UTC_US + IN_INDIA, UTC_US, CSV_UTF16, "2021.07.13_11.04.49_1626174289.pool.csv");
    assert_name(UTC_US, UTC_US + IN_INDIA, UTC_US, CSV_UTF8, "2021.07.13_11.04.49_1626154489.pool.csv");
    assert_name(UTC_US, UTC_US - IN_INDIA, UTC_US, CSV_UTF16, "2021.07.13_00.04.49_1626134689.pool.csv");
    assert_name(UTC_US, UTC_US - IN_INDIA, UTC_US, CSV_UTF8, "2021.07.13_00.04.49_1626154489.pool.csv");
    assert_name(UTC_US, LOCAL_TIME_UNKNOWN, UTC_US, CSV_UTF16, "2021.07.13_05.34.49_1626154489.pool.csv");
}

TEST(a_fraction_is_appended_only_to_the_number_in_the_name)
{
    assert_name(UTC_US, UTC_US + IN_INDIA, UTC_US + 250000, CSV_UTF16,
                "2021.07.13_11.04.49_1626174289.250000.pool.csv");
    assert_name(UTC_US, UTC_US + IN_INDIA, UTC_US + 1000, CSV_UTF8, "2021.07.13_11.04.49_1626154489.001000.pool.csv");
    assert_name(UTC_US + 700000, UTC_US + 700000 + IN_INDIA, UTC_US, CSV_UTF16,
                "2021.07.13_11.04.49_1626174289.pool.csv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_snapshot_is_written_as_the_collector_does),
        cmocka_unit_test(diff_is_negative_between_the_wraps_of_allocs_and_frees),
        cmocka_unit_test(sums_may_exceed_64_bits),
        cmocka_unit_test(only_quotes_are_escaped),
        cmocka_unit_test(owners_are_written_in_two_more_columns),
        cmocka_unit_test(counters_that_the_source_lacks_have_no_column),
        cmocka_unit_test(allocs_without_frees_are_written),
        cmocka_unit_test(unknown_cells_and_those_computed_from_them_are_empty),
        cmocka_unit_test(local_time_keeps_its_distance_from_the_time_that_is_shown),
        cmocka_unit_test(a_fraction_of_the_time_is_written),
        cmocka_unit_test(powershell_5_gets_utf16_with_its_mark),
        cmocka_unit_test(names_are_those_of_either_powershell),
        cmocka_unit_test(a_fraction_is_appended_only_to_the_number_in_the_name),
    };

    return RUN(tests);
}
