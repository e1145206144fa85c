#include "zip_helper.h"

static struct buffer content_of(const struct packed_member *m)
{
    struct buffer b = {0};
    struct error err = {0};

    if (!read_member(m, 100, false, &b, NULL, &err))
        fail_msg("%s", err.text);
    return b;
}

TEST(members_are_named_after_the_archive)
{
    struct zip_made zip = {0};
    struct packed_file *file;
    struct buffer b;

    zip_add(&zip, (struct zip_member){.name = "a.log", .content = TEXT("one")});
    zip_add(&zip, (struct zip_member){.name = "day2/b.log", .content = TEXT("two two two two two"), .deflated = true});
    file = zip_open(&zip, "t.zip");
    assert_int_equal(file->count, 2);
    assert_string_equal(file->members[0].name, "t.zip/a.log");
    assert_string_equal(file->members[1].name, "t.zip/day2/b.log");
    b = content_of(&file->members[0]);
    assert_buffer(&b, "one");
    b = content_of(&file->members[1]);
    assert_buffer(&b, "two two two two two");
    packed_free(file);
}

TEST(directories_hidden_files_and_those_of_macos_are_not_listed)
{
    static const char *const names[] = {"logs/", "logs\\", ".hidden", "logs/._a.log", "__MACOSX/logs/a.log"};
    struct zip_made zip = {0};
    struct packed_file *file;

    for (size_t i = 0; i < 5; i++)
        zip_add(&zip, (struct zip_member){.name = names[i], .content = TEXT("")});
    zip_add(&zip, (struct zip_member){.name = "a.b/c", .content = TEXT("x")});
    file = zip_open(&zip, "t");
    assert_int_equal(file->count, 1);
    assert_string_equal(file->members[0].name, "t/a.b/c");
    packed_free(file);
}

/* 2020-05-22 08:05:08 is day 18404, second 29108. */
TEST(times_are_local_unless_the_archive_has_them_in_utc)
{
    unsigned date = 40 << 9 | 5 << 5 | 22, time = 8 << 11 | 5 << 5 | 4;
    struct zip_made zip = {0};
    struct packed_file *file;

    zip_add(&zip, (struct zip_member){.name = "a", .content = TEXT("x"), .dos_date = date, .dos_time = time});
    zip_add(&zip, (struct zip_member){.name = "b",
                                      .content = TEXT("x"),
                                      .dos_date = date,
                                      .dos_time = time,
                                      .extra = TEXT("UT\5\0\1\x01\0\0\0")});
    zip_add(&zip, (struct zip_member){.name = "c", .content = TEXT("x"), .dos_date = 15 << 5});
    zip_add(&zip, (struct zip_member){.name = "d", .content = TEXT("x"), .extra = TEXT("UT\xFF\0\1\x01")});
    file = zip_open(&zip, "t");
    assert_int_equal(file->members[0].has, PACKED_TIME_LOCAL);
    assert_int_equal(file->members[0].time_us, (INT64_C(18404) * 86400 + 29108) * 1000000);
    assert_int_equal(file->members[1].has, PACKED_TIME_UTC);
    assert_int_equal(file->members[1].time_us, 1000000);
    assert_int_equal(file->members[2].has, PACKED_TIME_NONE);
    assert_int_equal(file->members[3].has, PACKED_TIME_NONE);
    packed_free(file);
}

TEST(what_cannot_be_unpacked_is_a_fault_of_that_member_only)
{
    struct zip_made zip = {0};
    struct packed_file *file;

    zip_add(&zip, (struct zip_member){.name = "a", .content = TEXT("x"), .flags = 1});
    zip_add(&zip, (struct zip_member){.name = "b", .content = TEXT("x"), .method = 14});
    zip_add(&zip, (struct zip_member){.name = "c", .content = TEXT("x"), .method = 77});
    zip_add(&zip, (struct zip_member){.name = "d", .content = TEXT("x")});
    file = zip_open(&zip, "t");
    assert_non_null(strstr(file->members[0].fault, "t/a: encrypted"));
    assert_non_null(strstr(file->members[1].fault, "t/b: packed with LZMA"));
    assert_non_null(strstr(file->members[2].fault, "t/c: packed with an unknown method"));
    assert_null(file->members[3].fault);
    packed_free(file);
}

TEST(members_over_others_are_faults)
{
    struct zip_made zip = {0};
    struct packed_file *file;

    zip_add(&zip, (struct zip_member){.name = "a", .content = TEXT("0123456789"), .lying_length = 20});
    zip_add(&zip, (struct zip_member){.name = "b", .content = TEXT("x")});
    zip_add(&zip, (struct zip_member){.name = "c", .content = TEXT("x")});
    zip_add(&zip, (struct zip_member){.name = "d", .content = TEXT("x"), .lying_offset = 5});
    file = zip_open(&zip, "t");
    assert_null(file->members[0].fault);
    assert_non_null(file->members[1].fault);
    assert_null(file->members[2].fault);
    assert_non_null(file->members[3].fault);
    packed_free(file);
}

TEST(of_members_at_one_place_the_first_counts)
{
    struct zip_made zip = {0};
    struct packed_file *file;

    zip_add(&zip, (struct zip_member){.name = "a", .content = TEXT("0123456789")});
    for (int i = 0; i < 20; i++)
        zip_add(&zip, (struct zip_member){.name = "b", .content = TEXT("x"), .lying_offset = 41});
    file = zip_open(&zip, "t");
    assert_null(file->members[0].fault);
    assert_null(file->members[1].fault); // 30 bytes of heading, 1 of name and 10 of content before it
    for (size_t i = 2; i < 21; i++)
        assert_non_null(file->members[i].fault);
    packed_free(file);
}

TEST(offsets_and_lengths_beyond_the_archive_are_faults)
{
    static const char far[] = "\1\0\x18\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\xF0\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
    struct zip_made zip = {0};
    struct packed_file *file;

    zip_add(&zip, (struct zip_member){.name = "a", .content = TEXT("x"), .lying_offset = 100000});
    zip_add(&zip, (struct zip_member){.name = "b", .content = TEXT("x"), .lying_length = 0xFFFFFFF0});
    zip_add(&zip, (struct zip_member){.name = "c",
                                      .content = TEXT("x"),
                                      .lying_length = UINT32_MAX,
                                      .lying_size = UINT32_MAX,
                                      .lying_offset = UINT32_MAX,
                                      .extra = {far, sizeof far - 1}});
    file = zip_open(&zip, "t");
    for (size_t i = 0; i < 3; i++)
        assert_non_null(file->members[i].fault);
    packed_free(file);
}

TEST(the_count_of_members_is_not_trusted)
{
    struct zip_made zip = {0};
    struct packed_file *file;

    zip_add(&zip, (struct zip_member){.name = "a", .content = TEXT("x")});
    zip.count = 65000;
    file = zip_open(&zip, "t");
    assert_int_equal(file->count, 1);
    packed_free(file);
}

static struct buffer small_archive(void)
{
    struct zip_made zip = {0};

    zip_add(&zip, (struct zip_member){.name = "a", .content = TEXT("abcabcabcabcabcabc"), .deflated = true});
    zip_add(&zip, (struct zip_member){.name = "b", .content = TEXT("x"), .extra = TEXT("UT\5\0\1\x01\0\0\0")});
    zip_finish(&zip);
    return zip.bytes;
}

TEST(a_truncated_archive_is_one_fault)
{
    struct buffer whole = small_archive();

    for (size_t length = 4; length < whole.length; length++) {
        struct packed_file *file = open_bytes("t", (struct text){whole.bytes, length});

        assert_int_equal(file->count, 1);
        assert_non_null(file->members[0].fault);
        packed_free(file);
    }
    buffer_free(&whole);
}

TEST(any_damaged_byte_is_survived)
{
    struct buffer whole = small_archive();

    for (size_t i = 0; i < whole.length; i++) {
        char was = whole.bytes[i];

        for (int bit = 0; bit < 8; bit++) {
            struct packed_file *file;
            struct error err;

            whole.bytes[i] = (char)(was ^ 1 << bit);
            file = open_bytes("t", buffer_text(&whole));
            assert_true(file->count >= 1);
            for (size_t m = 0; m < file->count; m++)
                read_member(&file->members[m], 7, false, NULL, NULL, &err);
            packed_free(file);
        }
        whole.bytes[i] = was;
    }
    buffer_free(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_named_after_the_archive),
        cmocka_unit_test(directories_hidden_files_and_those_of_macos_are_not_listed),
        cmocka_unit_test(times_are_local_unless_the_archive_has_them_in_utc),
        cmocka_unit_test(what_cannot_be_unpacked_is_a_fault_of_that_member_only),
        cmocka_unit_test(members_over_others_are_faults),
        cmocka_unit_test(of_members_at_one_place_the_first_counts),
        cmocka_unit_test(offsets_and_lengths_beyond_the_archive_are_faults),
        cmocka_unit_test(the_count_of_members_is_not_trusted),
        cmocka_unit_test(a_truncated_archive_is_one_fault),
        cmocka_unit_test(any_damaged_byte_is_survived),
    };

    return RUN(tests);
}
