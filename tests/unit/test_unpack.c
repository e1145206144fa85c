#include "packed/unpack.h"
#include "zip_helper.h"

static char *filled(size_t length)
{
    char *bytes = malloc(length);

    memset(bytes, 'a', length);
    return bytes;
}

/* Warnings of reading it in pieces of `step` bytes; what is read is compared. */
static size_t warnings_of(struct text packed, size_t step, struct text expected, const char *part)
{
    struct packed_file *file = open_bytes("t", packed);
    struct warnings warnings = {0};
    struct buffer b = {0};
    struct error err = {0};
    size_t seen;

    assert_true(read_member(&file->members[0], step, false, &b, &warnings, &err));
    seen = warnings.seen[WARNING_FILE];
    check_text(buffer_text(&b), expected, __FILE__, __LINE__);
    if (seen && part)
        assert_non_null(strstr(warnings.lines[WARNING_FILE][0], part));
    buffer_free(&b);
    warnings_free(&warnings);
    packed_free(file);
    return seen;
}

TEST(pieces_of_gzip_are_one_content)
{
    struct buffer one = gzipped(TEXT("one\n")), two = gzipped(TEXT("two\n"));

    buffer_add_text(&one, buffer_text(&two));
    assert_int_equal(warnings_of(buffer_text(&one), 1, TEXT("one\ntwo\n"), NULL), 0);
    buffer_add_repeated(&one, '\0', 1000);
    assert_int_equal(warnings_of(buffer_text(&one), 100, TEXT("one\ntwo\n"), NULL), 0);
    buffer_add_string(&one, "tail");
    assert_int_equal(warnings_of(buffer_text(&one), 3, TEXT("one\ntwo\n"), "not gzip data"), 1);
    buffer_free(&one);
    buffer_free(&two);
}

/* RFC 1952: FHCRC 2, FEXTRA 4, FNAME 8, FCOMMENT 16. */
TEST(optional_parts_of_a_heading_are_skipped)
{
    struct buffer plain = gzipped(TEXT("content")), full = {0};

    buffer_add(&full, "\x1F\x8B\x08\x1F\0\0\0\0\2\3\3\0xyzname\0comment\0hc", 30);
    buffer_add(&full, plain.bytes + 10, plain.length - 10);
    assert_int_equal(warnings_of(buffer_text(&full), 2, TEXT("content"), NULL), 0);
    for (size_t length = 2; length < 30; length++)
        assert_int_equal(warnings_of((struct text){full.bytes, length}, 9, TEXT(""), "cut off"), 1);
    buffer_free(&plain);
    buffer_free(&full);
}

TEST(what_is_there_of_a_truncated_file_is_read)
{
    static const char content[] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    struct buffer whole = gzipped(TEXT(content));
    size_t before = 0;

    for (size_t length = 18; length < whole.length; length++) {
        struct packed_file *file = open_bytes("t", (struct text){whole.bytes, length});
        struct warnings warnings = {0};
        struct buffer b = {0};

        assert_true(read_member(&file->members[0], 5, false, &b, &warnings, NULL));
        assert_in_range(b.length, before, sizeof content - 1);
        assert_true(b.length == 0 || memcmp(b.bytes, content, b.length) == 0);
        assert_int_equal(warnings.seen[WARNING_FILE], 1);
        before = b.length;
        buffer_free(&b);
        warnings_free(&warnings);
        packed_free(file);
    }
    assert_int_equal(before, sizeof content - 1); // only the checksum is missing
    buffer_free(&whole);
}

TEST(a_wrong_checksum_or_size_is_told_and_the_content_used)
{
    struct buffer gz = gzipped(TEXT("content")), after;

    gz.bytes[gz.length - 8] ^= 1;
    assert_int_equal(warnings_of(buffer_text(&gz), 100, TEXT("content"), "checksum"), 1);
    gz.bytes[gz.length - 8] ^= 1;
    gz.bytes[gz.length - 1] ^= 1;
    assert_int_equal(warnings_of(buffer_text(&gz), 100, TEXT("content"), "checksum"), 1);
    after = gzipped(TEXT(" more")); // the next piece is read too
    buffer_add_text(&gz, buffer_text(&after));
    assert_int_equal(warnings_of(buffer_text(&gz), 100, TEXT("content more"), "checksum"), 1);
    buffer_free(&gz);
    buffer_free(&after);
}

TEST(damaged_data_ends_the_content)
{
    struct buffer gz = gzipped(TEXT("content"));

    gz.bytes[10] = 7; // a last block of the kind that does not exist
    assert_int_equal(warnings_of(buffer_text(&gz), 100, TEXT(""), "damaged"), 1);
    gz.bytes[2] = 9; // another kind of packing
    assert_int_equal(warnings_of(buffer_text(&gz), 100, TEXT(""), "damaged"), 1);
    buffer_free(&gz);
}

/* gzip data of `size` letters, made `length` bytes long by an extra field. */
static struct buffer padded(size_t size, size_t length)
{
    char *content = filled(size);
    struct buffer plain = gzipped((struct text){content, size}), b = {0};
    size_t extra = length - plain.length - 2;

    assert_in_range(extra, 0, 65535);
    buffer_add(&b, "\x1F\x8B\x08\4\0\0\0\0\2\3", 10);
    put(&b, extra, 2);
    buffer_add_repeated(&b, 'x', extra);
    buffer_add(&b, plain.bytes + 10, plain.length - 10);
    assert_int_equal(b.length, length);
    buffer_free(&plain);
    free(content);
    return b;
}

static bool is_read(struct text packed, bool allows_large)
{
    struct packed_file *file = open_bytes("t", packed);
    struct error err = {0};
    bool ok = read_member(&file->members[0], 4096, allows_large, NULL, NULL, &err);

    if (!ok)
        assert_non_null(strstr(err.text, "1000 times"));
    packed_free(file);
    return ok;
}

TEST(a_thousand_times_the_packed_size_is_the_limit)
{
    struct buffer at = padded(2000000, 2000), beyond = padded(2000001, 2000);

    assert_true(is_read(buffer_text(&at), false));
    assert_false(is_read(buffer_text(&beyond), false));
    assert_true(is_read(buffer_text(&beyond), true));
    buffer_free(&at);
    buffer_free(&beyond);
}

TEST(packing_twice_does_not_lift_the_limit)
{
    char *content = filled(3000000);
    struct buffer once = gzipped((struct text){content, 3000000}), twice = gzipped(buffer_text(&once));

    assert_true(twice.length < 500);
    assert_false(is_read(buffer_text(&twice), false));
    assert_true(is_read(buffer_text(&twice), true));
    buffer_free(&once);
    buffer_free(&twice);
    free(content);
}

TEST(a_size_that_an_archive_states_is_refused_before_unpacking)
{
    struct zip_made zip = {0};
    struct packed_file *file;
    struct error err;

    zip_add(&zip, (struct zip_member){.name = "a", .content = TEXT("x"), .deflated = true, .lying_size = 0xFFFFFFF0});
    file = zip_open(&zip, "t");
    assert_null(unpack_open(&file->members[0], false, &err));
    assert_non_null(strstr(err.text, "--large-members"));
    packed_free(file);
}

TEST(a_refusal_is_told_again_after_going_back)
{
    struct buffer beyond = padded(2000001, 2000);
    struct packed_file *file = open_bytes("t", buffer_text(&beyond));
    struct bytes bytes;
    char piece[4096];
    struct error err = {0};
    size_t got;

    assert_true(bytes_open(&bytes, (struct bytes_place){.path = "t", .member = file->members}, &err));
    while (bytes_read(&bytes, piece, sizeof piece, &got, &err))
        assert_true(got > 0);
    err.text[0] = '\0';
    assert_true(bytes_rewind(&bytes, &err));
    assert_false(bytes_read(&bytes, piece, sizeof piece, &got, &err));
    assert_non_null(strstr(err.text, "1000 times"));
    bytes_close(&bytes);
    packed_free(file);
    buffer_free(&beyond);
}

TEST(gzip_in_a_zip_is_unpacked_and_archives_in_it_are_refused)
{
    struct buffer gz = gzipped(TEXT("content")), inner = gzipped(TEXT("PK\3\4 an archive")), b = {0};
    struct zip_made zip = {0};
    struct packed_file *file;
    struct error err;

    zip_add(&zip, (struct zip_member){.name = "a.gz", .content = buffer_text(&gz), .deflated = true});
    zip_add(&zip, (struct zip_member){.name = "b.gz", .content = buffer_text(&inner)});
    zip_add(&zip, (struct zip_member){.name = "c", .content = TEXT("7z\xBC\xAF\x27\x1C..")});
    file = zip_open(&zip, "t");
    assert_true(read_member(&file->members[0], 3, false, &b, NULL, &err));
    assert_buffer(&b, "content");
    assert_null(unpack_open(&file->members[1], false, &err));
    assert_string_equal(err.text, "t/b.gz: a zip archive inside a packed file: unpack that first");
    assert_null(unpack_open(&file->members[2], false, &err));
    assert_string_equal(err.text, "t/c: packed with 7-Zip, which is not supported: unpack it first");
    packed_free(file);
    buffer_free(&gz);
    buffer_free(&inner);
}

static void check_step(const struct packed_member *m, size_t step, struct text expected)
{
    struct warnings warnings = {0};
    struct buffer b = {0};

    assert_true(read_member(m, step, false, &b, &warnings, NULL));
    assert_int_equal(warnings.seen[WARNING_FILE], 0);
    check_text(buffer_text(&b), expected, __FILE__, __LINE__);
    buffer_free(&b);
}

/* The last packed byte may be taken in before the content that it stands for fits into a read. Whether it is depends on
 * the length, by a few bits. */
TEST(content_is_the_same_whatever_the_size_of_reads)
{
    char *content = filled(1200);

    for (size_t length = 700; length < 1200; length += 7) {
        struct zip_made zip = {0};
        struct packed_file *file;

        zip_add(&zip, (struct zip_member){.name = "a", .content = {content, length}, .deflated = true});
        file = zip_open(&zip, "t");
        for (size_t step = 1; step < 1000; step = step * 3 + 1)
            check_step(&file->members[0], step, (struct text){content, length});
        packed_free(file);
    }
    free(content);
}

/* A text longer than a window is read twice, once for its encoding: its faults are told once. */
TEST(a_fault_is_told_once_however_often_the_content_is_read)
{
    struct buffer gz = gzipped(TEXT("content"));
    struct packed_file *file;
    struct warnings warnings = {0};
    struct bytes bytes;
    char piece[100];
    size_t got;

    gz.bytes[gz.length - 8] ^= 1;
    file = open_bytes("t", buffer_text(&gz));
    assert_true(
        bytes_open(&bytes, (struct bytes_place){.path = "t", .member = file->members, .warnings = &warnings}, NULL));
    for (int i = 0; i < 3; i++) {
        do
            assert_true(bytes_read(&bytes, piece, sizeof piece, &got, NULL));
        while (got);
        assert_true(bytes_rewind(&bytes, NULL));
    }
    assert_true(bytes.is_faulty);
    assert_int_equal(warnings.seen[WARNING_FILE], 1);
    bytes_close(&bytes);
    warnings_free(&warnings);
    packed_free(file);
    buffer_free(&gz);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_of_gzip_are_one_content),
        cmocka_unit_test(optional_parts_of_a_heading_are_skipped),
        cmocka_unit_test(what_is_there_of_a_truncated_file_is_read),
        cmocka_unit_test(a_wrong_checksum_or_size_is_told_and_the_content_used),
        cmocka_unit_test(damaged_data_ends_the_content),
        cmocka_unit_test(a_thousand_times_the_packed_size_is_the_limit),
        cmocka_unit_test(packing_twice_does_not_lift_the_limit),
        cmocka_unit_test(a_size_that_an_archive_states_is_refused_before_unpacking),
        cmocka_unit_test(a_refusal_is_told_again_after_going_back),
        cmocka_unit_test(gzip_in_a_zip_is_unpacked_and_archives_in_it_are_refused),
        cmocka_unit_test(content_is_the_same_whatever_the_size_of_reads),
        cmocka_unit_test(a_fault_is_told_once_however_often_the_content_is_read),
    };

    return RUN(tests);
}
