/* leak_quantity.h - the two quantities of a tag that may leak. */
#ifndef LEAKS_LEAK_QUANTITY_H
#define LEAKS_LEAK_QUANTITY_H

enum leak_quantity {
    LEAK_COUNTS, // live blocks: allocs - frees
    LEAK_BYTES,
    LEAK_QUANTITIES
};

#endif
