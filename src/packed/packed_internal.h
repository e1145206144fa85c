/* packed_internal.h - adding members to a packed file, for the files of this room. */
#ifndef PACKED_PACKED_INTERNAL_H
#define PACKED_PACKED_INTERNAL_H

#include "packed/packed.h"

/* Adds a member; takes ownership of its name. Valid until the next one is added. */
struct packed_member *packed_add(struct packed_file *file, char *name);

/* Says why the member cannot be read, unless that is said already: "NAME: why". */
void packed_set_fault(struct packed_member *member, const char *format, ...) PRINTF_LIKE(2, 3);

/* Adds the members of a zip archive of `length` bytes. An archive that cannot be read gets one member with a fault. */
void zip_list(struct packed_file *file, struct os_file *handle, uint64_t length);

#endif
