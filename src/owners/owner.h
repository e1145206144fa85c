/* owner.h - whose a tag is: the one place that decides whom to believe.
 *
 * First what the user gave (-tagfile), then what the capture itself says, then our own short table of families, and last
 * what the code of driver files says (--drivers): the first three were written by people who knew, the last was found by
 * looking, and is right about drivers that nobody wrote about.
 */
#ifndef OWNERS_OWNER_H
#define OWNERS_OWNER_H

#include "owners/driver_index.h"
#include "owners/tagnames.h"
#include "store/store.h"

/* Each may be NULL; borrowed. */
struct owner_sources {
    const struct tagnames *names; // its `families` are asked behind the capture
    const struct store *store;
    const struct driver_index *drivers;
};

/* False, and empty texts, when nobody knows. `tag` is the tag's number in the store; `name` the tag itself. The texts are
 * borrowed from who knew. */
bool owner_find(const struct owner_sources *sources, size_t tag, struct text name, struct text *driver,
                struct text *description);

#endif
