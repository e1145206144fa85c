/* helper.h - what the unit tests share: cmocka, the form of a test, comparison of texts.
 *
 *     TEST(a_gap_is_not_a_drop_to_zero)
 *     {
 *         ...
 *     }
 *
 *     int main(void)
 *     {
 *         const struct CMUnitTest tests[] = {cmocka_unit_test(a_gap_is_not_a_drop_to_zero)};
 *
 *         return RUN(tests);
 *     }
 *
 * A test that needs what its setup made is written out: static void name(void **state).
 */
#ifndef UNIT_HELPER_H
#define UNIT_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/text.h"

#define UNUSED(argument) (void)(argument)

#define TEST(name) static void name(void **state __attribute__((unused)))

/* A string literal as a text; may contain NULs. */
#define TEXT(literal) ((struct text){(literal), sizeof(literal) - 1})

/* Compares bytes; prints both texts when they differ. */
#define assert_text(actual, literal) check_text((actual), TEXT(literal), __FILE__, __LINE__)

static inline void check_text(struct text actual, struct text expected, const char *file, int line)
{
    if (text_equal(actual, expected))
        return;
    print_error("expected \"%.*s\" (%zu bytes), is \"%.*s\" (%zu bytes)\n", (int)expected.length, expected.data,
                expected.length, (int)actual.length, actual.data ? actual.data : "", actual.length);
    _fail(file, line);
}

/* Compares the buffer's content, then frees the buffer. */
#define assert_buffer(b, literal)                                                                                      \
    do {                                                                                                               \
        assert_text(buffer_text(b), literal);                                                                          \
        buffer_free(b);                                                                                                \
    } while (0)

#define RUN(tests) cmocka_run_group_tests(tests, NULL, NULL)

#endif
