#include "base/checksum.h"
#include "helper.h"

/* RFC 3720, appendix B.4; the RFC prints the four bytes lowest first. */
TEST(the_published_vectors_are_met)
{
    unsigned char zeros[32] = {0}, ones[32], up[32], down[32];
    static const unsigned char read_command[48] = {
        0x01, 0xC0, [16] = 0x14, [22] = 0x04, [27] = 0x14, [31] = 0x18, [32] = 0x28, [40] = 0x02};

    memset(ones, 0xFF, sizeof ones);
    for (unsigned char i = 0; i < 32; i++) {
        up[i] = i;
        down[i] = (unsigned char)(31 - i);
    }
    assert_int_equal(checksum_crc32c(0, zeros, 32), 0x8A9136AA);
    assert_int_equal(checksum_crc32c(0, ones, 32), 0x62A8AB43);
    assert_int_equal(checksum_crc32c(0, up, 32), 0x46DD794E);
    assert_int_equal(checksum_crc32c(0, down, 32), 0x113FDB5C);
    assert_int_equal(checksum_crc32c(0, read_command, 48), 0xD9963A56);
    assert_int_equal(checksum_crc32c(0, "123456789", 9), 0xE3069283);
}

TEST(nothing_has_the_checksum_0)
{
    assert_int_equal(checksum_crc32c(0, "", 0), 0);
    assert_int_equal(checksum_crc32c(0xE3069283, "", 0), 0xE3069283);
}

TEST(bytes_may_come_in_pieces_of_any_length)
{
    static const char text[] = "The checksum covers length, time, kind and payload, in this order.";
    size_t length = sizeof text - 1;
    uint32_t whole = checksum_crc32c(0, text, length);

    for (size_t first = 0; first <= length; first++)
        for (size_t second = first; second <= length; second++) {
            uint32_t c = checksum_crc32c(0, text, first);

            c = checksum_crc32c(c, text + first, second - first);
            assert_int_equal(checksum_crc32c(c, text + second, length - second), whole);
        }
}

TEST(every_flipped_bit_is_noticed)
{
    char text[] = "nineteen characters";
    uint32_t sound = checksum_crc32c(0, text, 19);

    for (size_t i = 0; i < 19 * 8; i++) {
        text[i / 8] ^= (char)(1 << i % 8);
        assert_int_not_equal(checksum_crc32c(0, text, 19), sound);
        text[i / 8] ^= (char)(1 << i % 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_vectors_are_met),
        cmocka_unit_test(nothing_has_the_checksum_0),
        cmocka_unit_test(bytes_may_come_in_pieces_of_any_length),
        cmocka_unit_test(every_flipped_bit_is_noticed),
    };

    return RUN(tests);
}
