#include "base/hash.h"
#include "helper.h"

TEST(hashes_match_fnv_1a)
{
    assert_true(hash_of(HASH_START, TEXT("")) == UINT64_C(0xCBF29CE484222325));
    assert_true(hash_of(HASH_START, TEXT("a")) == UINT64_C(0xAF63DC4C8601EC8C));
    assert_true(hash_of(HASH_START, TEXT("foobar")) == UINT64_C(0x85944171F73967E8));
}

TEST(hash_of_pieces_equals_hash_of_all)
{
    assert_true(hash_of(hash_of(HASH_START, TEXT("foo")), TEXT("bar")) == hash_of(HASH_START, TEXT("foobar")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_match_fnv_1a),
        cmocka_unit_test(hash_of_pieces_equals_hash_of_all),
    };

    return RUN(tests);
}
