/* driver_uses.h - the files that use a tag, the most likely owner first. */
#ifndef OWNERS_DRIVER_USES_H
#define OWNERS_DRIVER_USES_H

#include "owners/driver_index.h"

/* What one file does with the tag. */
struct driver_use {
    size_t file;                     // index in driver_index.files
    enum evidence best;              // of its sites
    const struct driver_site *sites; // borrowed from the index, the best evidence first
    size_t site_count;
};

struct driver_uses {
    struct driver_use *uses; // owned
    size_t count;
    size_t names; // distinct file names: two versions of one driver are one
};

/* Sorted by evidence; then files that use the pools, that are loaded, that have more sites of their best evidence come
 * first; then by name and path. The index must be finished. */
void driver_uses_of(const struct driver_index *index, uint32_t tag, struct driver_uses *out);
void driver_uses_free(struct driver_uses *uses);

/* Whether this use is evidence that the file allocates the blocks of the tag. */
bool driver_use_names_owner(const struct driver_index *index, const struct driver_use *use);

/* The first WDF driver whose name begins with the tag, case-insensitive, or SIZE_MAX: the framework tags a driver's
 * allocations with the first four letters of the service's name, which a scan of the code cannot find. */
size_t driver_uses_by_name(const struct driver_index *index, uint32_t tag);

#endif
