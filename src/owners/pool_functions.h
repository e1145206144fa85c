/* pool_functions.h - functions of the Windows kernel and its libraries that are given a tag, and as which argument.
 *
 *     ExAllocatePoolWithTag(type, bytes, tag)      allocates; argument 2
 *     ExFreePoolWithTag(block, tag)                frees; argument 1
 *
 * Names and arguments are those of Microsoft's public reference of the kernel's interfaces.
 */
#ifndef OWNERS_POOL_FUNCTIONS_H
#define OWNERS_POOL_FUNCTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum pool_effect {
    POOL_ALLOCATES, // blocks under the tag come from here
    POOL_PREPARES,  // a list or pool of blocks that will be
    POOL_FREES,     // gives such blocks back
    POOL_REFERENCES // counts references under a tag, and holds no memory by it
};

struct pool_function {
    const char *name;
    enum pool_effect effect;
    unsigned char argument; // counted from 0
};

#define POOL_FUNCTION_NONE 0xFF

extern const struct pool_function pool_functions[];
extern const size_t pool_function_count;

/* The number of the function of that name, or POOL_FUNCTION_NONE. */
unsigned pool_function_find(struct text name);

/* Whether a file that imports this gets memory from the pools, with a tag or without. */
bool pool_function_is_source(struct text name);

#endif
