#include "formats/slabinfo.h"
#include "helper.h"

#define VERSION "slabinfo - version: 2.1\n"
#define HEADING "# name <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables : slabdata\n"
#define PAGE 4096

/* Result of the last read; tests end with snapshot_free. */
static struct snapshot snapshot;
static struct slabinfo_faults faults;
static struct error err;

static bool read_pages(struct text text, int64_t page_size)
{
    err.text[0] = '\0';
    snapshot_start(&snapshot, 1, 2, SLABINFO_COUNTERS);
    return slabinfo_read(text, "slabinfo", page_size, &snapshot, &faults, &err);
}

static bool read_text(struct text text)
{
    return read_pages(text, PAGE);
}

#define assert_row(row, name, live, bytes)                                                                             \
    do {                                                                                                               \
        assert_text(snapshot_text_of(&snapshot, snapshot.rows[row].tag), name);                                        \
        assert_int_equal(snapshot.rows[row].values.value[NONPAGED_LIVE], live);                                        \
        assert_int_equal(snapshot.rows[row].values.value[NONPAGED_BYTES], bytes);                                      \
        assert_int_equal(snapshot.rows[row].values.known, SLABINFO_COUNTERS);                                          \
    } while (0)

TEST(a_slab_cache_is_a_tag_and_its_pages_are_the_total)
{
    assert_true(read_text(TEXT(
        VERSION HEADING
        "dentry        58900  60270    192   21    1 : tunables    0    0    0 : slabdata   2870   2870      0\n"
        "buffer_head     100   1000    104   39    2 : tunables    0    0    0 : slabdata     26     26      0\n")));
    assert_int_equal(snapshot.count, 2);
    assert_row(0, "dentry", 58900, 58900 * 192);
    assert_row(1, "buffer_head", 100, 10400);
    assert_int_equal(snapshot.totals[TOTAL_NONPAGED_POOL], (2870 + 26 * 2) * PAGE);
    assert_int_equal(snapshot.totals[TOTAL_PAGED_POOL], TOTAL_UNKNOWN);
    assert_int_equal(faults.lines, 0);
    snapshot_free(&snapshot);
}

TEST(the_page_size_is_the_machines)
{
    assert_true(read_pages(TEXT(VERSION "a 1 2 8 4 3 : tunables 0 0 0 : slabdata 5 7 0"), 65536));
    assert_int_equal(snapshot.totals[TOTAL_NONPAGED_POOL], 7 * 3 * 65536);
    snapshot_free(&snapshot);
}

TEST(names_are_of_any_length_and_may_hold_blanks)
{
    assert_true(read_text(
        TEXT(VERSION
             "a 1 2 8 4 1 : tunables 0 0 0 : slabdata 1 1 0\n"
             "a name with : in it 2 2 8 4 1 : tunables 0 0 0 : slabdata 1 1 0\n"
             "t10_alua_tg_pt_gp_cache_of_another_kind(2:init.scope) 3 3 8 4 1 : tunables 0 0 0 : slabdata 1 1 0\n")));
    assert_row(0, "a", 1, 8);
    assert_row(1, "a name with : in it", 2, 16);
    assert_row(2, "t10_alua_tg_pt_gp_cache_of_another_kind(2:init.scope)", 3, 24);
    snapshot_free(&snapshot);
}

TEST(two_caches_of_one_name_are_two_rows)
{
    assert_true(read_text(TEXT(VERSION "a 1 2 8 4 1 : tunables 0 0 0 : slabdata 1 1 0\n"
                                       "a 1 2 8 4 1 : tunables 0 0 0 : slabdata 1 1 0\n")));
    assert_int_equal(snapshot.count, 2);
    snapshot_free(&snapshot);
}

TEST(columns_of_a_debug_kernel_are_skipped)
{
    assert_true(
        read_text(TEXT("slabinfo - version: 2.1 (statistics)\n" HEADING
                       "a 1 2 8 4 1 : tunables 0 0 0 : slabdata 1 1 0 : globalstat 5 5 5 : cpustat 1 1 1 1\n")));
    assert_row(0, "a", 1, 8);
    assert_int_equal(faults.lines, 0);
    snapshot_free(&snapshot);
}

TEST(an_invalid_line_is_left_out_and_the_total_unknown)
{
    static const char *const bad[] = {
        "a 1 2 8 4 : tunables 0 0 0 : slabdata 1 1 0",                     // one number missing
        " 1 2 8 4 1 : tunables 0 0 0 : slabdata 1 1 0",                    // no name
        "a 1 2 -8 4 1 : tunables 0 0 0 : slabdata 1 1 0",                  // negative
        "a 1 2 8x 4 1 : tunables 0 0 0 : slabdata 1 1 0",                  // not a number
        "a 1 2 8 4 1 : tunables 0 0 0 : slabdata 1 1",                     // truncated
        "a 1 2 8 4 1 : tunables 0 0 0",                                    // truncated
        "a 4611686018427387904 2 8 4 1 : tunables 0 0 0 : slabdata 1 1 0", // bytes beyond 64 bits
        "a 1 2 8 4 4096 : tunables 0 0 0 : slabdata 1 1125899906842624 0", // pages beyond 64 bits
        "a 9223372036854775808 2 8 4 1 : tunables 0 0 0 : slabdata 1 1 0", // a number beyond 64 bits
        "\xFF 1 2 8 4 1 : tunables 0 0 0 : slabdata 1 1 0",                // not UTF-8
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buffer b = {0};

        buffer_printf(&b,
                      VERSION HEADING "first 1 1 8 4 1 : tunables 0 0 0 : slabdata 1 1 0\n%s\n"
                                      "last 2 2 8 4 1 : tunables 0 0 0 : slabdata 1 1 0\n",
                      bad[i]);
        assert_true(read_text(buffer_text(&b)));
        if (faults.lines != 1)
            fail_msg("%s: is taken for a cache", bad[i]);
        assert_int_equal(faults.first, 4);
        assert_int_equal(snapshot.count, 2);
        assert_row(1, "last", 2, 16);
        assert_int_equal(snapshot.totals[TOTAL_NONPAGED_POOL], TOTAL_UNKNOWN);
        buffer_free(&b);
    }
    snapshot_free(&snapshot);
}

TEST(a_total_above_64_bits_is_unknown)
{
    assert_true(read_text(TEXT(VERSION "a 1 2 8 4 1 : tunables 0 0 0 : slabdata 1 2000000000000000 0\n"
                                       "b 1 2 8 4 1 : tunables 0 0 0 : slabdata 1 2000000000000000 0\n")));
    assert_int_equal(snapshot.count, 1);
    assert_int_equal(snapshot.totals[TOTAL_NONPAGED_POOL], TOTAL_UNKNOWN);
    snapshot_free(&snapshot);
}

TEST(another_version_is_an_error)
{
    assert_false(read_text(TEXT("slabinfo - version: 2.10\na 1 2 8 4 1 : tunables 0 0 0 : slabdata 1 1 0\n")));
    assert_non_null(strstr(err.text, "slabinfo:1: "));
    assert_false(read_text(TEXT("slabinfo - version: 1.1\n")));
    assert_false(read_text(TEXT("")));
    assert_false(read_text(TEXT("\"DateTime\",\"Tag\"\n")));
    snapshot_free(&snapshot);
}

TEST(a_text_without_caches_is_an_error)
{
    assert_false(read_text(TEXT(VERSION HEADING)));
    assert_non_null(strstr(err.text, "slabinfo: no slab cache found"));
    assert_false(read_text(TEXT(VERSION HEADING "\nsomething else\n")));
    assert_non_null(strstr(err.text, "slabinfo:4: "));
    snapshot_free(&snapshot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slab_cache_is_a_tag_and_its_pages_are_the_total),
        cmocka_unit_test(the_page_size_is_the_machines),
        cmocka_unit_test(names_are_of_any_length_and_may_hold_blanks),
        cmocka_unit_test(two_caches_of_one_name_are_two_rows),
        cmocka_unit_test(columns_of_a_debug_kernel_are_skipped),
        cmocka_unit_test(an_invalid_line_is_left_out_and_the_total_unknown),
        cmocka_unit_test(a_total_above_64_bits_is_unknown),
        cmocka_unit_test(another_version_is_an_error),
        cmocka_unit_test(a_text_without_caches_is_an_error),
    };

    return RUN(tests);
}
