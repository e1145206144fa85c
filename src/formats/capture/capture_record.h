/* capture_record.h - the records of a .pmcap file, each with a checksum of its own.
 *
 *     file     header, record, record, ...                          all numbers little-endian
 *     header   "PMCAP" CR LF 0x1A | version u32 | crc32c of the 12 bytes before u32
 *     record   length u32 | crc32c u32 | time u48, kind u16 | payload of `length` bytes
 *
 * The checksum covers length, time, kind and payload. Time is milliseconds since 1970. The payload of a keyframe
 * begins with eight fixed bytes, by which a reader finds it after damage. The full description is
 * docs/capture-format.md.
 */
#ifndef FORMATS_CAPTURE_CAPTURE_RECORD_H
#define FORMATS_CAPTURE_CAPTURE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

#define CAPTURE_VERSION 1
#define CAPTURE_HEADER_BYTES 16
#define RECORD_HEADER_BYTES 16
#define RECORD_BYTES_MAX ((size_t)64 << 20) // of a payload; a longer one counts as damage

#define KEYFRAME_MARK "\xF5PM\rKEY\n"
#define KEYFRAME_MARK_BYTES 8

enum record_kind {
    RECORD_MACHINE = 1,  // facts about the machine, as pairs of texts
    RECORD_KEYFRAME = 2, // a complete snapshot
    RECORD_DELTA = 3,    // a snapshot as the difference from the one before
    RECORD_GAP = 4,      // no snapshots for a while, and why
    RECORD_CACHE = 5,    // only in caches (input/cache.h): of which directories it is
    RECORD_SOURCE = 6,   // only in caches: the file of the next record's snapshot
};

struct record {
    unsigned kind; // enum record_kind; unknown kinds are skipped
    int64_t time_ms;
    const unsigned char *payload; // borrowed
    size_t length;
};

void capture_add_header(struct buffer *out);

enum capture_header_state { CAPTURE_HEADER_OK, CAPTURE_HEADER_NEWER, CAPTURE_HEADER_NONE };
enum capture_header_state capture_header_check(const void *bytes, size_t length);

/* Appends a record. Readers reject payloads longer than RECORD_BYTES_MAX; nothing checks that here. */
void record_add(struct buffer *out, enum record_kind kind, int64_t time_ms, const struct buffer *payload);

enum record_state {
    RECORD_OK,
    RECORD_CUT, // the bytes end before the record
    RECORD_BAD,
};

/* Parses the record at the beginning of `bytes`. */
enum record_state record_read(const void *bytes, size_t length, struct record *out);

/* The offset of the next valid keyframe, or of the first byte at which one may begin that continues after these
 * bytes. */
size_t record_find_keyframe(const void *bytes, size_t length);

#endif
