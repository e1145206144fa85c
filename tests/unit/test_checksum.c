#include "base/checksum.h"
#include "helper.h"

/* RFC 3720, appendix B.4; the RFC prints the four bytes lowest first. */
TEST(published_test_vectors_match)
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

TEST(empty_input_has_checksum_0)
{
    assert_int_equal(checksum_crc32c(0, "", 0), 0);
    assert_int_equal(checksum_crc32c(0xE3069283, "", 0), 0xE3069283);
}

TEST(checksum_of_pieces_equals_checksum_of_all)
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

TEST(every_flipped_bit_changes_the_checksum)
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
        cmocka_unit_test(published_test_vectors_match),
        cmocka_unit_test(empty_input_has_checksum_0),
        cmocka_unit_test(checksum_of_pieces_equals_checksum_of_all),
        cmocka_unit_test(every_flipped_bit_changes_the_checksum),
    };

    return RUN(tests);
}
