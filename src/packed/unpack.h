/* unpack.h - the content of a packed member, unpacked as it is read: bounded memory, whatever its size.
 *
 *     extent of the file -> [deflate] -> [gzip] -> [gzip] -> content
 *
 * A gzip file in a zip archive is unpacked twice, as its first bytes say. Archives inside are not.
 */
#ifndef PACKED_UNPACK_H
#define PACKED_UNPACK_H

#include "base/warnings.h"
#include "packed/packed.h"

/* Without consent no member unpacks to more. Deflate packs at most 1:1032, and that only what repeats one byte. */
#define UNPACK_BYTES_MAX (UINT64_C(4) << 30)
#define UNPACK_TIMES_MAX 1000

#define UNPACK_OPTION "--large-members"

struct unpack;

/* Owned by the caller; the member is borrowed. NULL: it cannot be read, or is more than is allowed. */
struct unpack *unpack_open(const struct packed_member *member, bool allows_large, struct error *err);

/* *got is 0 only at the end of the content. False: the file cannot be read, or the content is more than is allowed. */
bool unpack_read(struct unpack *u, void *to, size_t capacity, size_t *got, struct error *err);

/* After the end of the content: whether all of it was there and as it was packed. What is wrong is added to the
 * warnings, if there are any. */
bool unpack_check(const struct unpack *u, struct warnings *warnings);

void unpack_close(struct unpack *u);

#endif
