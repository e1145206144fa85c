/* reader.h - a file, or bytes in memory, as UTF-8 text in one window that moves over it.
 *
 *     file:   ....................[#################]..............
 *     window:                      at^        ^end     `at` is the user's, from there on nothing is forgotten
 *
 * Whatever the encoding (base/unicode), the window holds UTF-8. Files may be larger than memory.
 */
#ifndef FORMATS_TEXT_READER_H
#define FORMATS_TEXT_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/unicode.h"
#include "os/os.h"

struct reader {
    const char *path;    // borrowed; for messages
    struct os_file file; // used when memory is NULL
    const char *memory;  // borrowed
    size_t memory_length, memory_pos;
    size_t read_bytes; // taken from the input at a time; 0: a megabyte. Tests make it small

    const char *pos; // the text not yet taken: the user moves `at` up to `end`
    const char *end;
    bool is_at_end; // nothing comes behind `end`

    enum encoding encoding;
    bool is_unconverted; // the raw bytes are valid UTF-8 and need no conversion
    bool input_ended;    // nothing comes behind raw
    struct buffer raw;   // owned; bytes of the file
    struct buffer text;  // owned; converted text, unused when as_is

    void (*on_progress)(void *context); // called now and then while a long file is read; may be NULL
    void *context;
};

/* Buffers are kept from one use to the next; reader_free releases them. All zero is a valid reader. */
bool reader_open_file(struct reader *reader, const char *path, struct error *err);
bool reader_open_memory(struct reader *reader, const char *name, const void *bytes, size_t length, struct error *err);
void reader_close(struct reader *reader);
void reader_free(struct reader *reader);

/* Goes back to the beginning; false, and the reader stays open, where that cannot be done, as in a pipe. */
bool reader_rewind(struct reader *reader, struct error *err);

/* Gets more text behind `end`, keeping what is from `at` on; `at` and `end` may move. False on a read error; at the end
 * of the file it succeeds and sets `ended`. */
bool reader_fill(struct reader *reader, struct error *err);

#endif
