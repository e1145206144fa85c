/* memory.h - allocation that stops the program instead of returning NULL; growing arrays.
 *
 * Out of memory ends the program with a message, so callers check only sizes that come from a file, before allocating.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* `count` x `size` bytes, zeroed. Owned by the caller, released with free. */
void *memory_new(size_t count, size_t size);

/* Resizes; new bytes are not cleared. */
void *memory_resize(void *old, size_t count, size_t size);

/* A copy of `length` bytes followed by a NUL, owned by the caller. */
char *memory_copy(const char *bytes, size_t length);

/* Grows the array at *array to hold `needed` elements, doubling *capacity; new elements are not cleared. */
void memory_reserve(void *array, size_t *capacity, size_t needed, size_t size);

#define ARRAY_RESERVE(array, capacity, needed) memory_reserve(&(array), &(capacity), (needed), sizeof *(array))

#endif
