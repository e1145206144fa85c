#include "formats/records/json_object.h"
#include "helper.h"

/* All members as "name=value;", with the kind's number before the value; "!" at the end of a malformed object. */
static void check_members(const char *object, const char *expected, int line)
{
    struct buffer strings = {0}, all = {0};
    struct text rest = text_of(object);
    struct json_member m;

    for (bool more = json_first_member(&rest, &strings, &m); more; more = json_next_member(&rest, &strings, &m)) {
        buffer_add_text(&all, m.name);
        buffer_printf(&all, "=%d", (int)m.kind);
        buffer_add_text(&all, m.value);
        buffer_add_char(&all, ';');
    }
    if (rest.length)
        buffer_add_char(&all, '!');
    check_text(all.length ? buffer_text(&all) : TEXT(""), text_of(expected), __FILE__, line);
    buffer_free(&strings);
    buffer_free(&all);
}

#define CHECK(object, expected) check_members(object, expected, __LINE__)

TEST(members_of_every_kind_are_found)
{
    CHECK("{}", "");
    CHECK("{ \"a\" : 1 }", "a=11;");
    CHECK("{\"a\":\"x\",\"b\":-1.5e3,\"c\":true,\"d\":{\"e\":[1]},\"f\":[{}]}",
          "a=0x;b=1-1.5e3;c=2true;d=3{\"e\":[1]};f=4[{}];");
    CHECK("{\n \"a\" :\t\"\",\r\n\"\":null }", "a=0;=2null;");
}

TEST(escapes_stand_for_their_characters)
{
    CHECK("{\"\\u0041\\n\":\"\\\"\\\\\\/\\b\\f\\r\\t\"}", "A\n=0\"\\/\b\f\r\t;");
    CHECK("{\"a\":\"\\u00e9\\uD83D\\uDE00\"}", "a=0\u00e9\U0001F600;");
    CHECK("{\"a\":\"\\uD83Dx\"}", "a=0\uFFFDx;"); // half a pair
    CHECK("{\"a\":\"\\uDE00\"}", "a=0\uFFFD;");
}

TEST(malformed_objects_are_told)
{
    CHECK("{\"a\"}", "!");
    CHECK("{\"a\":1 \"b\":2}", "a=11;!");
    CHECK("{\"a\":\"\\x\"}", "!");
    CHECK("{\"a\":\"\\u12\"}", "!");
    CHECK("{\"a\":}", "!");
    CHECK("{a:1}", "!");
    CHECK("{\"a\":1,}", "a=11;!");
}

TEST(the_length_of_an_object_counts_no_braces_in_strings)
{
    assert_int_equal(json_length(TEXT("{\"a\":\"}\"} more")), 9);
    assert_int_equal(json_length(TEXT("{\"a\":[{},{}]}")), 13);
    assert_int_equal(json_length(TEXT("{\"a\":\"\\\"}\"}")), 11);
    assert_int_equal(json_length(TEXT("{\"a\":1")), 0);
    assert_int_equal(json_length(TEXT("{\"\\")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_of_every_kind_are_found),
        cmocka_unit_test(escapes_stand_for_their_characters),
        cmocka_unit_test(malformed_objects_are_told),
        cmocka_unit_test(the_length_of_an_object_counts_no_braces_in_strings),
    };

    return RUN(tests);
}
