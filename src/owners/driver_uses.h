/* driver_uses.h - one tag, and the files that use it, the likeliest owner first. */
#ifndef OWNERS_DRIVER_USES_H
#define OWNERS_DRIVER_USES_H

#include "owners/driver_index.h"

/* What one file does with the tag. */
struct driver_use {
    size_t file;                     // number in the index
    enum evidence best;              // of its sites
    const struct driver_site *sites; // borrowed from the index, the best first
    size_t site_count;
};

struct driver_uses {
    struct driver_use *uses; // owned
    size_t count;
    size_t names; // of different names among them: two versions of one driver are one
};

/* By evidence; then files that use the pools, that are loaded, that have more sites of their best evidence; then by name
 * and path. */
void driver_uses_of(const struct driver_index *index, uint32_t tag, struct driver_uses *out);
void driver_uses_free(struct driver_uses *uses);

/* Whether this evidence in this file says that blocks of the tag are the file's. */
bool driver_use_names_owner(const struct driver_index *index, const struct driver_use *use);

/* The first file on the framework whose name begins with the tag, whatever its case, or SIZE_MAX: the framework tags
 * what it allocates with the first four letters of the service's name, which no scan can find. */
size_t driver_uses_by_name(const struct driver_index *index, uint32_t tag);

#endif
