#include "base/error.h"
#include "helper.h"

TEST(a_sentence_is_cut_to_fit)
{
    struct error err;
    char longer[2 * sizeof err.text];

    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_false(error_set(&err, "%s: line %d", longer, 7));
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
}

TEST(a_caller_that_only_needs_the_result_passes_null)
{
    assert_false(error_set(NULL, "%s: line %d", "a.csv", 7));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_is_cut_to_fit),
        cmocka_unit_test(a_caller_that_only_needs_the_result_passes_null),
    };

    return RUN(tests);
}
