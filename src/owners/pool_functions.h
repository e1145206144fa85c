/* pool_functions.h - functions of the Windows kernel and its libraries that take a tag, and as which argument.
 *
 *     ExAllocatePoolWithTag(type, bytes, tag)      allocates; argument 2
 *     ExFreePoolWithTag(block, tag)                frees; argument 1
 *
 * Source: Microsoft's public reference of the kernel-mode interfaces.
 */
#ifndef OWNERS_POOL_FUNCTIONS_H
#define OWNERS_POOL_FUNCTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum pool_effect {
    POOL_ALLOCATES, // returns blocks with the tag
    POOL_PREPARES,  // initialises a list or pool that allocates such blocks later
    POOL_FREES,     // frees such blocks
    POOL_REFERENCES // counts references under a tag, allocates nothing
};

struct pool_function {
    const char *name;
    enum pool_effect effect;
    unsigned char argument; // counted from 0
};

#define POOL_FUNCTION_NONE 0xFF

extern const struct pool_function pool_functions[];
extern const size_t pool_function_count;

/* The index of the function with that name, or POOL_FUNCTION_NONE. */
unsigned pool_function_find(struct text name);

/* Whether a file that imports this function allocates from the pools, with a tag or without. */
bool pool_function_is_source(struct text name);

#endif
