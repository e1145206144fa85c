#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *memory_or_end(void *got, size_t bytes)
{
    if (got || bytes == 0)
        return got;
    fprintf(stderr,
            "poolmonviz: out of memory (allocating %zu bytes): close other programs, or read fewer snapshots with "
            "--since and --until\n",
            bytes);
    exit(1);
}

static size_t memory_size(size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        memory_or_end(NULL, SIZE_MAX);
    return bytes;
}

void *memory_new(size_t count, size_t size)
{
    size_t bytes = memory_size(count, size);

    return memory_or_end(calloc(bytes ? bytes : 1, 1), bytes);
}

void *memory_resize(void *old, size_t count, size_t size)
{
    size_t bytes = memory_size(count, size);

    return memory_or_end(realloc(old, bytes ? bytes : 1), bytes);
}

char *memory_copy(const char *bytes, size_t length)
{
    char *copy = memory_new(length + 1, 1);

    if (length)
        memcpy(copy, bytes, length);
    return copy;
}

void memory_reserve(void *array, size_t *capacity, size_t needed, size_t size)
{
    void *moved;
    size_t grown = *capacity ? *capacity : 16;

    if (needed <= *capacity)
        return;
    if (needed > SIZE_MAX / 2)
        memory_or_end(NULL, SIZE_MAX);
    while (grown < needed)
        grown *= 2;
    memcpy(&moved, array, sizeof moved); // the pointer's type is unknown here
    moved = memory_resize(moved, grown, size);
    memcpy(array, &moved, sizeof moved);
    *capacity = grown;
}
