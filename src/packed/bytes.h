/* bytes.h - the bytes of a file, one after the other, wherever they are: on disk, in memory or packed. */
#ifndef PACKED_BYTES_H
#define PACKED_BYTES_H

#include "base/warnings.h"
#include "os/files.h"
#include "packed/packed.h"

struct unpack;

/* A file that is to be read: one on disk, or a member of a packed one. */
struct bytes_place {
    const char *path;                   // for messages; opened if there is no member. Borrowed
    const struct packed_member *member; // or NULL. Borrowed
    bool allows_large;                  // the user consents to members of any size
    struct warnings *warnings;          // for faults of packed data; NULL: not told. Borrowed
};

struct bytes {
    struct bytes_place place;
    bool is_faulty; // at the end: packed data was not as it should be

    struct os_file file;   // one of these three
    const char *memory;    // borrowed
    struct unpack *unpack; // owned
    size_t memory_length, memory_pos;
    struct error refusal; // of a member that is too large, at each further call
};

bool bytes_open(struct bytes *b, struct bytes_place place, struct error *err);
bool bytes_open_file(struct bytes *b, const char *path, struct error *err);
void bytes_open_memory(struct bytes *b, const char *name, const void *bytes, size_t length);
void bytes_close(struct bytes *b);

/* *got is 0 only at the end. */
bool bytes_read(struct bytes *b, void *to, size_t capacity, size_t *got, struct error *err);

/* Back to the start. False: it cannot seek, as a pipe, or a packed file cannot be opened again. */
bool bytes_rewind(struct bytes *b, struct error *err);

/* Appends all of them to the buffer. False: more than `most` bytes, or they cannot be read. */
bool bytes_read_all(struct bytes_place place, size_t most, struct buffer *to, struct error *err);

#endif
