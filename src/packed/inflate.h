/* inflate.h - one layer of packing taken off: deflate data of a zip member, or gzip data, as it is pulled in.
 *
 *     pull -> packed bytes -> inflate_read -> content
 *
 * Faults of the data do not fail: what was unpacked before them counts, and `faults` says what is wrong. gzip data may
 * be several pieces, one after the other, as `cat a.gz b.gz` makes them. Formats: RFC 1951 (deflate), RFC 1952 (gzip).
 */
#ifndef PACKED_INFLATE_H
#define PACKED_INFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>

#include "base/error.h"

/* Bits of `faults`. */
enum inflate_fault {
    INFLATE_CUT = 1,      // the packed data ends before its end mark
    INFLATE_DAMAGED = 2,  // not deflate data from some byte on
    INFLATE_CHECKSUM = 4, // the content is not what was packed
    INFLATE_FOLLOWED = 8, // something else follows the last piece of gzip data
};

/* Gives packed bytes; *got is 0 at their end. */
typedef bool inflate_pull(void *context, void *to, size_t capacity, size_t *got, struct error *err);

enum inflate_state { INFLATE_HEAD, INFLATE_BODY, INFLATE_END };

struct inflate {
    inflate_pull *pull;
    void *context;   // borrowed
    bool is_gzip;    // otherwise deflate data alone
    bool has_wanted; // of deflate data: the checksum is known
    uint32_t wanted_check;

    enum inflate_state state;
    unsigned faults; // enum inflate_fault
    bool has_failed; // pull has
    bool is_later;   // not the first piece
    uint32_t check;  // of the piece so far, CRC-32
    uint32_t size;   // of the piece so far, modulo 2^32 as gzip stores it
    z_stream z;
    unsigned char *in; // owned
};

/* The packed data begins with the `length` bytes of `first`, which are copied; at most INFLATE_FIRST_BYTES. The fields
 * from pull to wanted_check are set before. False: zlib cannot start. */
#define INFLATE_FIRST_BYTES 512
bool inflate_open(struct inflate *f, const void *first, size_t length, struct error *err);

/* *got is 0 only at the end of the content. False: pull failed. */
bool inflate_read(struct inflate *f, void *to, size_t capacity, size_t *got, struct error *err);

void inflate_close(struct inflate *f);

#endif
