/* quantity.h - formats amounts for people: "1.24 GB", "+12.4 MB", "3,708,367". size.h parses amounts.
 *
 * KB, MB ... are powers of 1024, as in poolmon.
 */
#ifndef BASE_QUANTITY_H
#define BASE_QUANTITY_H

#include <stdbool.h>

#include "base/buffer.h"

struct quantity {
    bool is_bytes;  // else blocks
    bool is_signed; // with a plus before positive amounts
};

/* NaN is written as a dash. */
void quantity_add(struct buffer *b, double value, struct quantity how);

/* "+12.4 %"; NaN is written as a dash. */
void quantity_add_percent(struct buffer *b, double percent);

#endif
