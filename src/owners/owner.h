/* owner.h - the owner of a tag: the one place that ranks the sources.
 *
 *     1. -tagfile          what the user gave
 *     2. the capture       drivers and descriptions that it names itself
 *     3. our own table     data/tagfamilies.txt
 *     4. --drivers         found in the code of driver files: covers drivers that nobody documented, but is a guess
 *
 * The first source that knows the tag gives both texts.
 */
#ifndef OWNERS_OWNER_H
#define OWNERS_OWNER_H

#include "model/snapshot.h"
#include "owners/driver_index.h"
#include "owners/tagnames.h"
#include "store/store.h"

/* Each may be NULL; borrowed. */
struct owner_sources {
    const struct tagnames *names;       // 1, and in its `families` 3
    const struct store *store;          // 2
    const struct driver_index *drivers; // 4
};

/* False and empty texts when no source knows the tag. `tag` is its index in the store, or SIZE_MAX; `name` the tag
 * itself. The texts are borrowed from the source. */
bool owner_find(const struct owner_sources *sources, size_t tag, struct text name, struct text *driver,
                struct text *description);

/* The same for a row of a snapshot, which is then the capture's word; sources->store is not used. */
bool owner_of_row(const struct owner_sources *sources, const struct snapshot *snapshot, size_t row, struct text *driver,
                  struct text *description);

#endif
