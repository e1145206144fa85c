#include "base/map.h"
#include "helper.h"

TEST(names_keep_the_index_they_got_first)
{
    struct map map = {0};

    assert_int_equal(map_find(&map, TEXT("NtFs")), MAP_NONE);
    assert_int_equal(map_intern(&map, TEXT("NtFs")), 0);
    assert_int_equal(map_intern(&map, TEXT("MmSt")), 1);
    assert_int_equal(map_intern(&map, TEXT("NtFs")), 0);
    assert_int_equal(map_find(&map, TEXT("MmSt")), 1);
    assert_int_equal(map_find(&map, TEXT("Mmst")), MAP_NONE);
    assert_int_equal(map.count, 2);
    map_free(&map);
}

TEST(nuls_blanks_and_the_empty_name_are_names)
{
    struct map map = {0};

    assert_int_equal(map_intern(&map, TEXT("")), 0);
    assert_int_equal(map_intern(&map, TEXT("\0")), 1);
    assert_int_equal(map_intern(&map, TEXT("Vi")), 2);
    assert_int_equal(map_intern(&map, TEXT("Vi\0\0")), 3);
    assert_int_equal(map_intern(&map, TEXT("Vi\0A")), 4);
    assert_int_equal(map_intern(&map, TEXT("Vi  ")), 5);
    assert_int_equal(map_intern(&map, TEXT("")), 0);
    assert_text(map_name(&map, 3), "Vi\0\0");
    assert_text(map_name(&map, 5), "Vi  ");
    map_free(&map);
}

TEST(ten_thousand_names_are_distinct_and_do_not_move)
{
    struct map map = {0};
    const char *first;

    map_intern(&map, TEXT("name 0"));
    first = map_name(&map, 0).data;
    for (size_t i = 0; i < 10000; i++) {
        char name[32];

        snprintf(name, sizeof name, "name %zu", i);
        assert_int_equal(map_intern(&map, text_of(name)), i);
    }
    for (size_t i = 0; i < 10000; i++) {
        char name[32];

        snprintf(name, sizeof name, "name %zu", i);
        assert_int_equal(map_find(&map, text_of(name)), i);
        assert_true(text_equal(map_name(&map, i), text_of(name)));
    }
    assert_ptr_equal(map_name(&map, 0).data, first);
    map_free(&map);
}

/* The longest row of full slots: what a search may have to pass. */
static size_t longest_search(const struct map *map)
{
    size_t longest = 0, run = 0;

    for (size_t slot = 0; slot < map->slot_count; slot++) {
        run = map->slots[slot] ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* A quarter of the slots is full: rows of more than a dozen would be a bad hash. */
TEST(names_that_differ_in_a_few_bytes_do_not_share_slots)
{
    static const char *const forms[] = {"cache_number_%03zu", "%03zu_cache_number", "c%03zu",
                                        "kmalloc-%03zu-of-many-caches"};

    for (size_t form = 0; form < sizeof forms / sizeof *forms; form++) {
        struct map map = {0};

        for (size_t i = 0; i < 256; i++) {
            char name[64];

            snprintf(name, sizeof name, forms[form], i);
            map_intern(&map, text_of(name));
        }
        assert_int_equal(map.slot_count, 1024);
        if (longest_search(&map) > 24)
            fail_msg("%s: %zu full slots in a row", forms[form], longest_search(&map));
        map_free(&map);
    }
}

TEST(a_very_long_name_is_kept_complete)
{
    struct map map = {0};
    static char name[200000];

    memset(name, 'x', sizeof name);
    map_intern(&map, TEXT("before"));
    assert_int_equal(map_intern(&map, (struct text){name, sizeof name}), 1);
    assert_int_equal(map_intern(&map, TEXT("behind")), 2);
    assert_int_equal(map_find(&map, (struct text){name, sizeof name}), 1);
    assert_int_equal(map_find(&map, (struct text){name, sizeof name - 1}), MAP_NONE);
    assert_text(map_name(&map, 0), "before");
    map_free(&map);
}

TEST(a_cleared_map_starts_at_index_0)
{
    struct map map = {0};
    char long_name[70000] = "long";

    for (int round = 0; round < 3; round++) {
        assert_int_equal(map_find(&map, text_of("Proc")), MAP_NONE);
        for (uint32_t i = 0; i < 3000; i++)
            assert_int_equal(map_intern(&map, (struct text){(char *)&i, 4}), i);
        assert_int_equal(map_intern(&map, (struct text){long_name, sizeof long_name}), 3000);
        assert_int_equal(map_intern(&map, text_of("Proc")), 3001);
        assert_int_equal(map_find(&map, text_of("Proc")), 3001);
        map_clear(&map);
        assert_int_equal(map.count, 0);
    }
    map_free(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_keep_the_index_they_got_first),
        cmocka_unit_test(nuls_blanks_and_the_empty_name_are_names),
        cmocka_unit_test(ten_thousand_names_are_distinct_and_do_not_move),
        cmocka_unit_test(names_that_differ_in_a_few_bytes_do_not_share_slots),
        cmocka_unit_test(a_very_long_name_is_kept_complete),
        cmocka_unit_test(a_cleared_map_starts_at_index_0),
    };

    return RUN(tests);
}
