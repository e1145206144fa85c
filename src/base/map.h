/* map.h - interns names: name -> index.
 *
 * Names get the indices 0, 1, 2 ... in the order they are first seen; an index never changes. The bytes are copied; a
 * name may be empty and may contain NULs. All zero is an empty map.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define MAP_NONE SIZE_MAX

struct map_name {
    uint64_t hash;
    struct text text; // its bytes are in a chunk and never move
};

struct map {
    struct map_name *names; // owned, in index order
    size_t count;
    size_t capacity;
    uint32_t *slots; // owned, index + 1 or 0; a power of two long
    size_t slot_count;
    char **chunks; // owned: the bytes of the names
    size_t chunk_count, chunk_capacity, chunk_used, chunk_size;
    size_t first_size; // bytes of the first chunk
};

void map_free(struct map *map);

/* Removes all names and keeps the memory. */
void map_clear(struct map *map);

/* The index of `name`, which is added if it is new. */
size_t map_intern(struct map *map, struct text name);

/* The index of `name`, or MAP_NONE. */
size_t map_find(const struct map *map, struct text name);

/* Borrowed: valid until map_clear or map_free. */
struct text map_name(const struct map *map, size_t index);

#endif
