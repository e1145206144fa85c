/* memory.h - allocation that stops the program instead of returning NULL; growing arrays.
 *
 * Out of memory ends the program with a sentence, so only sizes that come from a file need thought:
 * check them before allocating.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* `count` x `size` bytes, zeroed. Owned by the caller, released with free. */
void *memory_new(size_t count, size_t size);

/* Resizes; new bytes are not cleared. */
void *memory_resize(void *old, size_t count, size_t size);

/* A copy of `length` bytes with a NUL behind it, owned by the caller. */
char *memory_copy(const char *bytes, size_t length);

/* Makes room for `needed` elements in the array at *array, doubling *capacity; new room is not cleared. */
void memory_reserve(void *array, size_t *capacity, size_t needed, size_t size);

#define ARRAY_RESERVE(array, capacity, needed) memory_reserve(&(array), &(capacity), (needed), sizeof *(array))

#endif
