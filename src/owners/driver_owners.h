/* driver_owners.h - the owner of each tag according to the code of driver files.
 *
 *     MFeS   "mfehidk.sys"                "Host Intrusion Detection (McAfee, Inc.); its code allocates under this tag"
 *     Ntf0   "a.sys, b.sys and 2 more"    "their code passes this tag to a function"
 */
#ifndef OWNERS_DRIVER_OWNERS_H
#define OWNERS_DRIVER_OWNERS_H

#include "owners/driver_index.h"

/* Finds the owner of each tag of a finished index; the index keeps them. Again after another driver_index_finish. */
void driver_owners_make(struct driver_index *index);

/* *driver is the name of a file, or a few names; *description what the file says it is and how the tag was found in it.
 * False when there is no evidence for an owner. Borrowed from the index. */
bool driver_owners_find(const struct driver_index *index, struct text tag, struct text *driver,
                        struct text *description);

#endif
