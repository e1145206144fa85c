/* natural.h - the order in which people number names: digits are compared as the number they make.
 *
 *     poolmon2 < poolmon10      a02 > a1      Pool3 < pool4      b < b1
 *
 * A total order: names that differ in no other way are ordered by the case of their letters and by leading zeros.
 */
#ifndef BASE_NATURAL_H
#define BASE_NATURAL_H

#include "base/text.h"

/* < 0, 0, > 0; 0 only for equal texts. Numbers may be of any length. */
int natural_compare(struct text a, struct text b);

#endif
