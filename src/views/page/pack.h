/* pack.h - data as the page reads it: numbers in few bytes, deflated, in base64. web/FORMAT.md says what they mean.
 *
 *     bytes 4096 4096 8192, step 4096, offset 4096   ->   03 80 20 80 40 01 01 03    and so on
 */
#ifndef VIEWS_PAGE_PACK_H
#define VIEWS_PAGE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

#define PACK_GAP INT64_MIN

/* A series of `count` values; values are within +- 2^61, or PACK_GAP. Several places need not be told apart where least
 * and greatest are one: then `greatest` is NULL. */
struct pack_series {
    const int64_t *least, *greatest; // borrowed
    size_t count;
};

/* Series that go together: their lengths in bytes, then they themselves one after the other. All zero is none. */
struct pack_parts {
    struct buffer lengths, series;
};

/* `like`: a series that is often the very same, and stands elsewhere; or NULL. */
void pack_add_series(struct pack_parts *parts, struct pack_series series, const struct pack_series *like);

/* Adds all of them to `b`, and frees them. */
void pack_end_parts(struct pack_parts *parts, struct buffer *b);

/* Raw deflate (RFC 1951), in base64. */
void pack_add_deflated(struct buffer *b, const void *bytes, size_t length);

/* Adds <script type="text/plain" id="block-NAME">...</script>, the bytes as pack_add_deflated writes them. */
void pack_add_block(struct buffer *b, const char *name, const struct buffer *bytes);

#endif
