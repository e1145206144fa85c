/* zip_entry.h - one entry of the directory of a zip archive. */
#ifndef PACKED_ZIP_ENTRY_H
#define PACKED_ZIP_ENTRY_H

#include "packed/packed.h"

#define ZIP_STORED 0
#define ZIP_DEFLATED 8

struct zip_entry {
    struct text name; // borrowed, as in the archive
    bool is_utf8, is_encrypted;
    unsigned method;
    uint32_t check;
    uint64_t length, size, offset; // packed bytes, unpacked bytes, of the heading; not checked
    enum packed_time has;          // of the last change, microseconds since 1970
    int64_t time_us;
};

/* Numbers of an archive, which are little-endian. */
unsigned zip_u16(const void *from);
uint32_t zip_u32(const void *from);
uint64_t zip_u64(const void *from);

/* Takes the first entry from *rest. False: it is none, or not all of it is there. */
bool zip_entry_next(struct text *rest, struct zip_entry *out);

#endif
