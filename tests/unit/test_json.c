#include <math.h>

#include "base/json.h"
#include "helper.h"

TEST(commas_separate_values_only)
{
    struct buffer b = {0};
    struct json json = {.out = &b};

    json_open(&json, '{');
    json_name(&json, "tags");
    json_open(&json, '[');
    json_string(&json, "a");
    json_int(&json, -7);
    json_open(&json, '[');
    json_close(&json, ']');
    json_bool(&json, true);
    json_close(&json, ']');
    json_name(&json, "empty");
    json_open(&json, '{');
    json_close(&json, '}');
    json_close(&json, '}');
    assert_buffer(&b, "{\"tags\":[\"a\",-7,[],true],\"empty\":{}}");
}

TEST(tags_that_would_break_json_or_a_page_are_escaped)
{
    struct buffer b = {0};
    struct json json = {.out = &b};

    json_text(&json, TEXT("Cs@\"\\"));
    json_text(&json, TEXT("\0\n\x1F\x7F"));
    json_text(&json, TEXT("</script>"));
    json_text(&json, TEXT("\xE2\x80\xA8\xE2\x80\xA9"));         // line terminators in JavaScript
    json_text(&json, TEXT("\xC2\x81\xE2\x80\xAE\xE2\x81\xA6")); // C1; what turns text around
    json_text(&json, TEXT("\xC3\xA9\xF0\x9F\x98\x80"));
    assert_buffer(&b, "\"Cs@\\\"\\\\\",\"\\u0000\\u000a\\u001f\\u007f\",\"\\u003c/script>\",\"\\u2028\\u2029\","
                      "\"\\u0081\\u202e\\u2066\",\"\xC3\xA9\xF0\x9F\x98\x80\"");
}

TEST(invalid_utf8_cannot_break_the_output)
{
    struct buffer b = {0};
    struct json json = {.out = &b};

    json_open(&json, '{');
    json_name_text(&json, TEXT("a\xFF\xE2"));
    assert_buffer(&b, "{\"a\xEF\xBF\xBD\xEF\xBF\xBD\":");
}

TEST(non_finite_numbers_are_null)
{
    struct buffer b = {0};
    struct json json = {.out = &b};

    json_double(&json, NAN);
    json_double(&json, INFINITY);
    json_fixed12(&json, NAN);
    json_fixed12(&json, -INFINITY);
    json_double(&json, 0.1);
    json_fixed12(&json, -0.25);
    assert_buffer(&b, "null,null,null,null,0.1,-0.25");
}

TEST(members_written_before_are_inserted)
{
    struct buffer b = {0};
    struct json json = {.out = &b};

    json_open(&json, '{');
    json_members(&json, TEXT(""));
    json_members(&json, TEXT("\"a\":1,\"b\":2"));
    json_name(&json, "c");
    buffer_add_string(json_raw(&json), "12345678901234567890");
    json_name(&json, "d");
    json_number_text(&json, TEXT("1e9"));
    json_close(&json, '}');
    assert_buffer(&b, "{\"a\":1,\"b\":2,\"c\":12345678901234567890,\"d\":1e9}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_separate_values_only),
        cmocka_unit_test(tags_that_would_break_json_or_a_page_are_escaped),
        cmocka_unit_test(invalid_utf8_cannot_break_the_output),
        cmocka_unit_test(non_finite_numbers_are_null),
        cmocka_unit_test(members_written_before_are_inserted),
    };

    return RUN(tests);
}
