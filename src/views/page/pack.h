/* pack.h - data in the form that the page reads: varints, deflated, in base64. Described in web/FORMAT.md.
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

/* A series of `count` buckets with their minimum and maximum, within +- 2^61, or PACK_GAP. `greatest` NULL: a bucket is
 * one moment, and both are equal. */
struct pack_series {
    const int64_t *least, *greatest; // borrowed
    size_t count;
};

/* The series of one block: their lengths in bytes, and the series one after the other. All zero is an empty block. */
struct pack_parts {
    struct buffer lengths, series;
};

/* `like`: a series of another block that is often equal; NULL: none. */
void pack_add_series(struct pack_parts *parts, struct pack_series series, const struct pack_series *like);

/* Appends lengths and series to `b`, and frees the parts. */
void pack_end_parts(struct pack_parts *parts, struct buffer *b);

/* Raw deflate (RFC 1951), in base64. */
void pack_add_deflated(struct buffer *b, const void *bytes, size_t length);

/* Adds <script type="text/plain" id="block-NAME">...</script>, the bytes as pack_add_deflated writes them. */
void pack_add_block(struct buffer *b, const char *name, const struct buffer *bytes);

#endif
