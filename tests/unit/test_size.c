#include "base/size.h"
#include "helper.h"

static int64_t bytes_of(const char *text)
{
    int64_t bytes;

    return size_parse(text_of(text), &bytes) ? bytes : -1;
}

TEST(units_are_powers_of_1024)
{
    assert_int_equal(bytes_of("4096"), 4096);
    assert_int_equal(bytes_of("500K"), 512000);
    assert_int_equal(bytes_of(" 10 MB "), 10485760);
    assert_int_equal(bytes_of("1.5GiB"), 1610612736);
    assert_int_equal(bytes_of("2t"), INT64_C(2199023255552));
    assert_int_equal(bytes_of("0"), 0);
}

TEST(invalid_sizes_are_rejected)
{
    static const char *const none[] = {"", "M", "-1M", "10X", "10MM", "1e3", "99999999999G", "1234567890123456789012"};

    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(bytes_of(none[i]), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_powers_of_1024),
        cmocka_unit_test(invalid_sizes_are_rejected),
    };

    return RUN(tests);
}
