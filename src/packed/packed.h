/* packed.h - files that hold others, .gz and .zip, and standard input: which files there are to read.
 *
 *     ticket.zip     ticket.zip/poolmon1.log, ticket.zip/day2/poolmon2.log, ...
 *     pool.log.gz    pool.log.gz
 *     -              standard input, which may be any of these
 *
 * Known by their first bytes, never by name. Nothing is unpacked here: packed/bytes.h does that, as it is read. Members
 * are only read: their names appear in messages and in no path that is opened or written.
 */
#ifndef PACKED_PACKED_H
#define PACKED_PACKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"
#include "os/files.h"

enum packed_kind { PACKED_NONE, PACKED_GZIP, PACKED_ZIP, PACKED_TAR, PACKED_OTHER };

#define PACKED_HEAD_BYTES 512 // of a file tell its kind

/* Tells it by the first bytes. PACKED_OTHER: packed in a way that is not read; *name, if not NULL, is its name. */
enum packed_kind packed_kind_of(struct text head, const char **name);

enum packed_time { PACKED_TIME_NONE, PACKED_TIME_LOCAL, PACKED_TIME_UTC };

struct packed_member {
    const struct packed_file *file; // borrowed
    char *name;                     // owned; with that of the file: "ticket.zip/day2/poolmon2.log"
    char *fault;                    // owned; why it cannot be read, a sentence that begins with its name; or NULL
    bool is_zip;                    // otherwise all of the file, and only `length` and the time are set below
    bool is_deflated;
    uint32_t check;       // CRC-32 of the content
    uint64_t offset;      // of its heading in the file
    uint64_t length;      // packed bytes; within the file
    uint64_t size;        // bytes of the content as the file says, which may be wrong
    enum packed_time has; // when it was last written, microseconds since 1970
    int64_t time_us;
};

struct packed_file {
    char *path;                    // owned; for messages, and to open it
    bool is_open;                  // it is not opened by its path, but is this:
    struct os_file handle;         // owned
    struct packed_member *members; // owned
    size_t count, capacity;
};

/* Whether the file is a .gz or .zip; owned by the caller. NULL: it is neither, or cannot be read. One whose directory
 * cannot be read has one member with a fault. */
struct packed_file *packed_open(const char *path);

/* An open file, whatever it holds, that can be read at any offset; takes ownership of it. */
struct packed_file *packed_open_handle(const char *name, struct os_file handle);

/* Standard input, whatever it holds; waits for its end. */
struct packed_file *packed_open_input(struct error *err);

void packed_free(struct packed_file *file);

#endif
