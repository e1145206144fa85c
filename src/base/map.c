#include "base/map.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/require.h"

void map_free(struct map *map)
{
    for (size_t i = 0; i < map->chunk_count; i++)
        free(map->chunks[i]);
    free(map->chunks);
    free(map->names);
    free(map->slots);
    *map = (struct map){0};
}

void map_clear(struct map *map)
{
    if (map->count)
        memset(map->slots, 0, map->slot_count * sizeof *map->slots);
    map->count = 0;
    while (map->chunk_count > 1)
        free(map->chunks[--map->chunk_count]);
    map->chunk_size = map->chunk_count ? map->first_size : 0;
    map->chunk_used = 0;
}

/* Eight bytes per step, so that a pool tag, of four bytes, takes one. The end mixes all bits into the low ones, which
 * choose the slot: otherwise names that differ in their last bytes only would share a few slots. */
static uint64_t map_hash(struct text name)
{
    uint64_t hash = name.length * 0x9E3779B97F4A7C15u;

    for (size_t i = 0; i < name.length; i += 8) {
        uint64_t word = 0;
        size_t remaining = name.length - i;

        memcpy(&word, name.data + i, remaining < 8 ? remaining : 8);
        hash = (hash ^ word) * 0xFF51AFD7ED558CCDu;
        hash ^= hash >> 32;
    }
    hash *= 0xC4CEB9FE1A85EC53u;
    return hash ^ hash >> 32;
}

/* The slot that holds `name`, or the empty one where it belongs. There is always an empty one: half of them are. */
static size_t map_slot(const struct map *map, struct text name, uint64_t hash)
{
    size_t slot = hash & (map->slot_count - 1);

    assert(map->count < map->slot_count);
    while (map->slots[slot]) {
        const struct map_name *found = &map->names[map->slots[slot] - 1];

        if (found->hash == hash && text_equal(found->text, name))
            break;
        slot = (slot + 1) & (map->slot_count - 1);
    }
    return slot;
}

static void map_grow(struct map *map)
{
    map->slot_count = map->slot_count ? map->slot_count * 2 : 1024;
    free(map->slots);
    map->slots = memory_new(map->slot_count, sizeof *map->slots);
    for (size_t i = 0; i < map->count; i++)
        map->slots[map_slot(map, map->names[i].text, map->names[i].hash)] = (uint32_t)(i + 1);
}

static struct text copy_name(struct map *map, struct text name)
{
    char *to;

    if (map->chunk_count == 0 || map->chunk_size - map->chunk_used < name.length) {
        map->chunk_size = name.length > 65536 ? name.length : 65536;
        map->chunk_used = 0;
        ARRAY_RESERVE(map->chunks, map->chunk_capacity, map->chunk_count + 1);
        map->chunks[map->chunk_count++] = memory_new(map->chunk_size, 1);
        if (map->chunk_count == 1)
            map->first_size = map->chunk_size;
    }
    to = map->chunks[map->chunk_count - 1] + map->chunk_used;
    if (name.length)
        memcpy(to, name.data, name.length);
    map->chunk_used += name.length;
    return (struct text){to, name.length};
}

size_t map_intern(struct map *map, struct text name)
{
    uint64_t hash = map_hash(name);
    size_t slot;

    if (map->count * 2 >= map->slot_count)
        map_grow(map);
    slot = map_slot(map, name, hash);
    if (map->slots[slot])
        return map->slots[slot] - 1;
    require(map->count < UINT32_MAX); // a slot holds index + 1
    ARRAY_RESERVE(map->names, map->capacity, map->count + 1);
    map->names[map->count] = (struct map_name){hash, copy_name(map, name)};
    map->slots[slot] = (uint32_t)++map->count;
    return map->count - 1;
}

size_t map_find(const struct map *map, struct text name)
{
    size_t slot;

    if (map->count == 0)
        return MAP_NONE;
    slot = map_slot(map, name, map_hash(name));
    return map->slots[slot] ? map->slots[slot] - 1 : MAP_NONE;
}

struct text map_name(const struct map *map, size_t index)
{
    assert(index < map->count);
    return map->names[index].text;
}
