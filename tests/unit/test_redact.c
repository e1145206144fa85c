/* What --redact removes and what must stay: docs/formats.md, "Taking out what identifies". */
#include "helper.h"

#include "base/calendar.h"
#include "owners/redact.h"
#include "snapshot_helper.h"

#define MARCH_2026 (INT64_C(1772355600) * 1000000) // 2026-03-01T09:00:00Z
#define YEAR_2000 (INT64_C(946684800) * 1000000)   // 2000-01-01T00:00:00Z

static void start(struct snapshot *s, int64_t utc_us)
{
    snapshot_start(s, utc_us, LOCAL_TIME_UNKNOWN, SIX_COUNTERS);
}

static void add(struct snapshot *s, struct text tag)
{
    add_six(s, tag, SIX_OF(0, 0, 0, 0, 0, 0));
}

/* A snapshot of these tags, redacted; what they are called then, separated by blanks. The buffer is the caller's. */
static struct buffer redacted(struct redact *r, size_t count, const char *const *tags)
{
    struct snapshot s = {0};
    struct buffer names = {0};

    start(&s, MARCH_2026);
    for (size_t i = 0; i < count; i++)
        add(&s, text_of(tags[i]));
    redact_snapshot(r, &s);
    assert_int_equal(s.count, count);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buffer_add_char(&names, ' ');
        buffer_add_text(&names, snapshot_text_of(&s, s.rows[i].tag));
    }
    snapshot_free(&s);
    return names;
}

#define assert_redacted(r, expected, ...)                                                                              \
    do {                                                                                                               \
        const char *const tags_[] = {__VA_ARGS__};                                                                     \
        struct buffer names_ = redacted((r), sizeof tags_ / sizeof *tags_, tags_);                                     \
        assert_buffer(&names_, expected);                                                                              \
    } while (0)

static bool holds(const struct buffer *b, const char *what)
{
    size_t length = strlen(what);

    for (size_t i = 0; i + length <= b->length; i++)
        if (memcmp(b->bytes + i, what, length) == 0)
            return true;
    return false;
}

/* How many lines of the report begin so. */
static size_t report_lines(const struct redact *r, const char *prefix)
{
    struct buffer b = {0};
    size_t count = 0;

    redact_report(r, &b);
    for (size_t i = 0; i < b.length; i++)
        count += (i == 0 || b.bytes[i - 1] == '\n') && b.length - i >= strlen(prefix) &&
                 memcmp(b.bytes + i, prefix, strlen(prefix)) == 0;
    buffer_free(&b);
    return count;
}

static bool report_says(const struct redact *r, const char *what)
{
    struct buffer b = {0};
    bool result;

    redact_report(r, &b);
    result = holds(&b, what);
    buffer_free(&b);
    return result;
}

/* Names of tags written in house identify it. Those in a tag file or in the built-in table are known to everybody. */
TEST(tags_that_nobody_published_are_numbered_in_order_of_appearance)
{
    struct tagnames names = {0}, families = {0};
    struct redact r = {.names = &names};

    assert_int_equal(tagnames_add(&names, TEXT("File - nt!io - Files\n")), 1);
    assert_int_equal(tagnames_add(&families, TEXT("Ntf? - ntfs.sys - NTFS\n")), 1);
    names.families = &families;
    assert_redacted(&r, "~000 File ~001 Ntff", "Acme", "File", "Corp", "Ntff");
    assert_true(report_says(&r, "2 of 4 tags"));
    assert_true(report_says(&r, "~000 to ~001"));
    redact_free(&r);
    tagnames_free(&names);
    tagnames_free(&families);
}

/* Otherwise nobody could follow a tag over time. */
TEST(a_tag_has_the_same_new_name_in_every_snapshot)
{
    struct tagnames names = {0};
    struct redact r = {.names = &names};

    assert_redacted(&r, "~000 ~001", "Acme", "Corp");
    assert_redacted(&r, "~001 ~002 ~000", "Corp", "Late", "Acme");
    assert_redacted(&r, "~002 ~002", "Late", "Late");
    redact_free(&r);
}

/* Two tags under one name would be summed. */
TEST(a_tag_that_looks_like_a_new_name_is_renamed_though_it_is_published)
{
    struct tagnames names = {0};
    struct redact r = {.names = &names};

    assert_int_equal(tagnames_add(&names, TEXT("~000 - odd.sys - Odd\n")), 1);
    assert_redacted(&r, "~000 ~001", "Acme", "~000");
    redact_free(&r);
    tagnames_free(&names);
}

/* Digits 0-9 and A-Z: 36^3 = 46656 names of four characters, then longer ones. */
TEST(no_two_of_50000_tags_share_a_new_name)
{
    enum { MANY = 50000 };
    static const struct {
        size_t index;
        const char *name;
    } expected[] = {{9, "~009"},    {10, "~00A"},   {35, "~00Z"},    {36, "~010"},
                    {1295, "~0ZZ"}, {1296, "~100"}, {46655, "~ZZZ"}, {46656, "~1000"}};
    struct tagnames names = {0};
    struct redact r = {.names = &names};
    struct snapshot s = {0};
    struct map distinct = {0};

    start(&s, MARCH_2026);
    for (size_t i = 0; i < MANY; i++) {
        char tag[16];

        snprintf(tag, sizeof tag, "cache-%zu", i);
        add(&s, text_of(tag));
    }
    redact_snapshot(&r, &s);
    for (size_t i = 0; i < MANY; i++)
        map_intern(&distinct, snapshot_text_of(&s, s.rows[i].tag));
    assert_int_equal(distinct.count, MANY);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        check_text(snapshot_text_of(&s, s.rows[expected[i].index].tag), text_of(expected[i].name), __FILE__, __LINE__);
    map_free(&distinct);
    snapshot_free(&s);
    redact_free(&r);
}

TEST(keep_tags_keeps_the_names_and_still_drops_the_owners)
{
    struct tagnames names = {0};
    struct redact r = {.names = &names, .keeps_tags = true};
    struct snapshot s = {0};

    start(&s, MARCH_2026);
    add(&s, TEXT("Acme"));
    snapshot_set_driver(&s, TEXT("acme.sys"));
    redact_snapshot(&r, &s);
    assert_text(snapshot_text_of(&s, s.rows[0].tag), "Acme");
    assert_text(snapshot_text_of(&s, s.rows[0].driver), "");
    assert_int_equal(report_lines(&r, "renamed"), 0);
    assert_int_equal(report_lines(&r, "removed"), 1);
    snapshot_free(&s);
    redact_free(&r);
}

/* Not even unused bytes may hold them: a writer could write all of `texts`. */
TEST(drivers_and_descriptions_leave_no_bytes)
{
    struct tagnames names = {0};
    struct redact r = {.names = &names};
    struct snapshot s = {0};

    start(&s, MARCH_2026);
    add(&s, TEXT("Acme"));
    snapshot_set_driver(&s, TEXT("acmeflt.sys"));
    snapshot_set_description(&s, TEXT("Queue of Jane"));
    add(&s, TEXT("Corp"));
    snapshot_set_description(&s, TEXT("Only described"));
    add(&s, TEXT("Bare"));
    redact_snapshot(&r, &s);
    assert_false(s.has_owners);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(s.rows[i].driver.length, 0);
        assert_int_equal(s.rows[i].description.length, 0);
    }
    assert_text(buffer_text(&s.texts), "~000~001~002");
    assert_true(report_says(&r, "2 tags")); // with an owner, of 3
    start(&s, MARCH_2026 + HOUR_US);        // a reader fills the same snapshot again
    add(&s, TEXT("Corp"));
    redact_snapshot(&r, &s);
    assert_text(buffer_text(&s.texts), "~001");
    snapshot_free(&s);
    redact_free(&r);
}

TEST(the_numbers_stay)
{
    struct tagnames names = {0};
    struct redact r = {.names = &names};
    struct snapshot s = {0};

    start(&s, MARCH_2026);
    for (int i = 0; i < TOTALS; i++)
        s.totals[i] = 1000 + i;
    s.lost = BIT(PAGED_FREES);
    add_six(&s, TEXT("Acme"), SIX_OF(120, 20, 4096, -1, INT64_MAX, 7));
    redact_snapshot(&r, &s);
    assert_int_equal(s.counters, SIX_COUNTERS);
    assert_int_equal(s.lost, BIT(PAGED_FREES));
    for (int i = 0; i < TOTALS; i++)
        assert_int_equal(s.totals[i], 1000 + i);
    assert_int_equal(s.rows[0].values.known, SIX_COUNTERS);
    assert_int_equal(s.rows[0].values.value[PAGED_ALLOCS], 120);
    assert_int_equal(s.rows[0].values.value[PAGED_FREES], 20);
    assert_int_equal(s.rows[0].values.value[PAGED_BYTES], 4096);
    assert_int_equal(s.rows[0].values.value[NONPAGED_ALLOCS], -1);
    assert_true(s.rows[0].values.value[NONPAGED_FREES] == INT64_MAX);
    assert_int_equal(s.rows[0].values.value[NONPAGED_BYTES], 7);
    snapshot_free(&s);
    redact_free(&r);
}

static int64_t redacted_time(struct redact *r, int64_t utc_us)
{
    struct snapshot s = {0};
    int64_t moved;

    start(&s, utc_us);
    redact_snapshot(r, &s);
    moved = s.utc_us;
    snapshot_free(&s);
    return moved;
}

/* Rates and daily cycles are computed from the distances. */
TEST(the_first_snapshot_is_of_the_year_2000_and_distances_stay)
{
    struct tagnames names = {0};
    struct redact r = {.names = &names};

    assert_int_equal(redacted_time(&r, MARCH_2026), YEAR_2000);
    assert_int_equal(redacted_time(&r, MARCH_2026 + 5 * HOUR_US + 1), YEAR_2000 + 5 * HOUR_US + 1);
    assert_int_equal(redacted_time(&r, MARCH_2026 - HOUR_US), YEAR_2000 - HOUR_US); // files may be read in any order
    redact_free(&r);
}

/* A local time next to UTC tells the time zone. */
TEST(local_times_are_removed)
{
    struct tagnames names = {0};
    struct redact r = {.names = &names};
    struct snapshot s = {0};

    start(&s, MARCH_2026);
    s.local_us = MARCH_2026 + HOUR_US;
    redact_snapshot(&r, &s);
    assert_true(s.local_us == LOCAL_TIME_UNKNOWN);
    assert_int_equal(report_lines(&r, "removed"), 1);
    start(&s, MARCH_2026 + HOUR_US);
    s.basis = TIME_LOCAL;
    redact_snapshot(&r, &s);
    assert_int_equal(s.basis, TIME_UTC);
    assert_int_equal(s.utc_us, YEAR_2000 + HOUR_US);
    snapshot_free(&s);
    redact_free(&r);
}

/* A boot's identity may be its time or a random number that logs of the machine show, too. Which snapshots are of the
 * same boot must stay: a reboot starts every counter again. */
TEST(boots_are_numbered_and_uptimes_removed)
{
    static const uint64_t before[] = {UINT64_C(0x77aa0123456789ab), UINT64_C(0x77aa0123456789ab), 0, 42,
                                      UINT64_C(0x77aa0123456789ab)};
    static const uint64_t after[] = {1, 1, 0, 2, 1};
    struct tagnames names = {0};
    struct redact r = {.names = &names};
    struct snapshot s = {0};

    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        start(&s, MARCH_2026 + (int64_t)i * HOUR_US);
        s.boot = before[i];
        s.uptime_ms = 3000;
        redact_snapshot(&r, &s);
        assert_int_equal(s.boot, after[i]);
        assert_true(s.uptime_ms == TOTAL_UNKNOWN);
    }
    assert_int_equal(report_lines(&r, "removed"), 1);
    snapshot_free(&s);
    redact_free(&r);
}

/* Seconds of the uptime and of the clock. */
TEST(boots_without_an_identity_are_numbered_by_the_uptime)
{
    static const int64_t uptime_s[] = {5, 9, 2, 8, 7, 20, 21, -1, 3};
    static const int64_t time_s[] = {10, 14, 60, 66, 65, 200, 201, 202, 300};
    static const uint64_t after[] = {1, 1, 2, 2, 2, 0, 3, 0, 4};
    struct tagnames names = {0};
    struct redact r = {.names = &names};
    struct snapshot s = {0};

    for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
        start(&s, MARCH_2026 + time_s[i] * SECOND_US);
        s.uptime_ms = uptime_s[i] < 0 ? TOTAL_UNKNOWN : uptime_s[i] * 1000;
        redact_snapshot(&r, &s);
        assert_int_equal(s.boot, after[i]);
    }
    snapshot_free(&s);
    redact_free(&r);
}

/* The size of a page is needed to compute bytes, the source to know which system it was. */
TEST(of_the_machine_only_page_size_and_source_stay)
{
    static const struct machine expected = {.source = "slabinfo", .page_size = 4096};
    struct tagnames names = {0};
    struct redact r = {.names = &names};
    struct machine machine = {.host = "build-host",
                              .os = "Linux 6.1.0-18-amd64",
                              .source = "slabinfo",
                              .page_size = 4096,
                              .identity = UINT64_C(0x0123456789abcdef)};

    redact_machine(&r, &machine);
    assert_memory_equal(&machine, &expected, sizeof machine); // every byte: nothing after a terminator, either
    assert_int_equal(report_lines(&r, "removed"), 1);
    redact_free(&r);
}

/* A capture may begin with a gap; its end is the time of the first snapshot. */
TEST(a_gap_moves_with_the_snapshots_and_loses_its_reason)
{
    struct tagnames names = {0};
    struct redact r = {.names = &names};
    int64_t since = MARCH_2026 - 2 * HOUR_US, until = MARCH_2026;
    const char *why = "suspended by jane";

    redact_gap(&r, &since, &until, &why);
    assert_int_equal(until, YEAR_2000);
    assert_int_equal(since, YEAR_2000 - 2 * HOUR_US);
    assert_null(strstr(why, "suspended"));
    assert_null(strstr(why, "jane"));
    assert_int_equal(redacted_time(&r, MARCH_2026), YEAR_2000);
    since = MARCH_2026 + HOUR_US;
    until = MARCH_2026 + 3 * HOUR_US;
    redact_gap(&r, &since, &until, &why);
    assert_int_equal(since, YEAR_2000 + HOUR_US);
    assert_int_equal(until, YEAR_2000 + 3 * HOUR_US);
    assert_int_equal(report_lines(&r, "removed"), 1);
    redact_free(&r);
}

/* Who reads the report decides by it what may be handed on: it must not claim what did not happen. */
TEST(the_report_names_only_what_was_present)
{
    struct tagnames names = {0};
    struct redact r = {.names = &names};
    struct machine machine = {.source = "slabinfo", .page_size = 4096};

    assert_int_equal(tagnames_add(&names, TEXT("File - nt!io - Files\n")), 1);
    redact_machine(&r, &machine);
    assert_redacted(&r, "File", "File");
    assert_int_equal(report_lines(&r, "removed"), 0);
    assert_int_equal(report_lines(&r, "renamed"), 0);
    assert_int_equal(report_lines(&r, "shifted"), 1);
    assert_int_equal(report_lines(&r, "kept"), 1);
    assert_true(report_says(&r, "1 published tag,"));
    assert_redacted(&r, "~000", "Acme");
    assert_int_equal(report_lines(&r, "renamed"), 1);
    redact_free(&r);
    tagnames_free(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_that_nobody_published_are_numbered_in_order_of_appearance),
        cmocka_unit_test(a_tag_has_the_same_new_name_in_every_snapshot),
        cmocka_unit_test(a_tag_that_looks_like_a_new_name_is_renamed_though_it_is_published),
        cmocka_unit_test(no_two_of_50000_tags_share_a_new_name),
        cmocka_unit_test(keep_tags_keeps_the_names_and_still_drops_the_owners),
        cmocka_unit_test(drivers_and_descriptions_leave_no_bytes),
        cmocka_unit_test(the_numbers_stay),
        cmocka_unit_test(the_first_snapshot_is_of_the_year_2000_and_distances_stay),
        cmocka_unit_test(local_times_are_removed),
        cmocka_unit_test(boots_are_numbered_and_uptimes_removed),
        cmocka_unit_test(boots_without_an_identity_are_numbered_by_the_uptime),
        cmocka_unit_test(of_the_machine_only_page_size_and_source_stay),
        cmocka_unit_test(a_gap_moves_with_the_snapshots_and_loses_its_reason),
        cmocka_unit_test(the_report_names_only_what_was_present),
    };

    return RUN(tests);
}
