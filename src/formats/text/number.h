/* number.h - whole numbers as people and their locales print them: 1234567  1,234,567  1.234.567  1 234 567  1'234'567
 *
 * The blank between groups is one that does not break (U+00A0, U+202F): an ordinary one ends a number.
 */
#ifndef FORMATS_TEXT_NUMBER_H
#define FORMATS_TEXT_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct number {
    int64_t value;    // without its fraction
    bool is_fraction; // there was one: 331.5  331,5
};

/* Takes a number off *rest, with blanks and tabs before it. False, *rest untouched, when none stands there or it does not
 * fit. */
bool number_parse(struct text *rest, struct number *out);

/* The same for a whole number; one with a fraction is none. */
bool number_parse_integer(struct text *rest, int64_t *out);

#endif
