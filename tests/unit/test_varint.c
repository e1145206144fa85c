#include "base/varint.h"
#include "helper.h"

#define READER(literal)                                                                                                \
    ((struct varint_reader){(const unsigned char *)(literal), (const unsigned char *)(literal) + sizeof(literal) - 1,  \
                            false})

TEST(a_number_takes_a_byte_for_each_seven_bits)
{
    struct buffer b = {0};

    varint_add(&b, 0);
    varint_add(&b, 127);
    varint_add(&b, 128);
    varint_add(&b, 300);
    varint_add(&b, 16384);
    assert_buffer(&b, "\x00\x7F\x80\x01\xAC\x02\x80\x80\x01");
    varint_add(&b, UINT64_MAX);
    assert_buffer(&b, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01");
    varint_add(&b, UINT64_C(1) << 63);
    assert_buffer(&b, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01");
}

TEST(small_differences_of_either_sign_are_short)
{
    struct buffer b = {0};

    for (int64_t i = 0; i < 3; i++) {
        varint_add_signed(&b, i);
        varint_add_signed(&b, -i - 1);
    }
    assert_buffer(&b, "\x00\x01\x02\x03\x04\x05");
    varint_add_signed(&b, 63);
    varint_add_signed(&b, -64);
    varint_add_signed(&b, 64);
    assert_buffer(&b, "\x7E\x7F\x80\x01");
    varint_add_signed(&b, INT64_MIN);
    assert_buffer(&b, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01");
    varint_add_signed(&b, INT64_MAX);
    assert_buffer(&b, "\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01");
}

TEST(numbers_around_each_power_of_two_round_trip)
{
    for (int bit = 0; bit < 64; bit++)
        for (uint64_t i = 0; i < 3; i++) {
            uint64_t value = (UINT64_C(1) << bit) - 1 + i;
            struct varint_reader r;
            struct buffer b = {0};

            varint_add(&b, value);
            varint_add_signed(&b, (int64_t)value);
            varint_add_signed(&b, (int64_t)(0 - value));
            r = (struct varint_reader){(const unsigned char *)b.bytes, (const unsigned char *)b.bytes + b.length,
                                       false};
            assert_true(varint_read(&r) == value);
            assert_true(varint_read_signed(&r) == (int64_t)value);
            assert_true(varint_read_signed(&r) == (int64_t)(0 - value));
            assert_false(r.failed);
            assert_ptr_equal(r.at, r.end);
            buffer_free(&b);
        }
}

TEST(a_truncated_number_fails_and_so_do_later_reads)
{
    struct varint_reader r = READER("\x05\x80\x80");

    assert_int_equal(varint_read(&r), 5);
    assert_false(r.failed);
    assert_int_equal(varint_read(&r), 0);
    assert_true(r.failed);
    r.at = (const unsigned char *)"\x07";
    r.end = r.at + 1;
    assert_int_equal(varint_read(&r), 0);
    assert_int_equal(varint_read_signed(&r), 0);
    assert_int_equal(varint_read_bytes(&r, 1).length, 0);
    assert_true(r.failed);
}

TEST(an_empty_rest_is_not_a_number)
{
    struct varint_reader r = READER("");

    assert_int_equal(varint_read(&r), 0);
    assert_true(r.failed);
}

TEST(a_number_beyond_64_bits_fails)
{
    struct varint_reader bit_65 = READER("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x03");
    struct varint_reader eleven_bytes = READER("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x81\x00");

    varint_read(&bit_65);
    assert_true(bit_65.failed);
    varint_read(&eleven_bytes);
    assert_true(eleven_bytes.failed);
}

TEST(overlong_encodings_are_accepted)
{
    struct varint_reader r = READER("\x85\x80\x00\x09");

    assert_int_equal(varint_read(&r), 5);
    assert_int_equal(varint_read(&r), 9);
    assert_false(r.failed);
}

TEST(bytes_are_read_only_when_all_are_present)
{
    struct varint_reader r = READER("abcde"), lies = READER("abcde");

    assert_text(varint_read_bytes(&r, 3), "abc");
    assert_text(varint_read_bytes(&r, 0), "");
    assert_text(varint_read_bytes(&r, 2), "de");
    assert_false(r.failed);
    assert_text(varint_read_bytes(&r, 1), "");
    assert_true(r.failed);
    assert_text(varint_read_bytes(&lies, UINT64_MAX), "");
    assert_true(lies.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_takes_a_byte_for_each_seven_bits),
        cmocka_unit_test(small_differences_of_either_sign_are_short),
        cmocka_unit_test(numbers_around_each_power_of_two_round_trip),
        cmocka_unit_test(a_truncated_number_fails_and_so_do_later_reads),
        cmocka_unit_test(an_empty_rest_is_not_a_number),
        cmocka_unit_test(a_number_beyond_64_bits_fails),
        cmocka_unit_test(overlong_encodings_are_accepted),
        cmocka_unit_test(bytes_are_read_only_when_all_are_present),
    };

    return RUN(tests);
}
