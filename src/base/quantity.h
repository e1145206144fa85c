/* quantity.h - amounts as people read them: "1.24 GB", "+12.4 MB", "3,708,367".
 *
 * KB, MB ... are powers of 1024, as poolmon and the original have them.
 */
#ifndef BASE_QUANTITY_H
#define BASE_QUANTITY_H

#include <stdbool.h>

#include "base/buffer.h"

struct quantity {
    bool is_bytes;  // else blocks
    bool is_signed; // a plus before what is not negative
};

/* NaN is a dash. */
void quantity_add(struct buffer *b, double value, struct quantity how);

/* "+12.4 %"; NaN is a dash. */
void quantity_add_percent(struct buffer *b, double percent);

#endif
