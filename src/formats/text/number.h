/* number.h - numbers as the locales of Windows print them: 1234567  1,234,567  1.234.567  1 234 567  1'234'567
 *
 * The blank between groups is a no-break space (U+00A0, U+202F): an ordinary one ends the number.
 */
#ifndef FORMATS_TEXT_NUMBER_H
#define FORMATS_TEXT_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct number {
    int64_t value;    // without its fraction
    bool is_fraction; // it has one: 331.5  331,5
};

/* Parses the number at the front of *rest, after blanks and tabs, and removes it from *rest. False, *rest unchanged: no
 * number is there, or it exceeds 64 bits. */
bool number_parse(struct text *rest, struct number *out);

/* The same for an integer; false for a number with a fraction. */
bool number_parse_integer(struct text *rest, int64_t *out);

#endif
