/* reader.h - a file, or bytes in memory, as UTF-8 text in one window that moves over it.
 *
 *     file:   ....................[#################]..............
 *     window:                     ^pos              ^end     the user advances pos; text from there on is kept
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
#include "packed/bytes.h"

struct reader {
    const char *path;   // borrowed; for messages
    struct bytes bytes; // where it comes from
    size_t read_bytes;  // per read; 0: 1 MB. Tests make it small

    const char *pos; // text not yet consumed: the user moves it up to `end`
    const char *end;
    bool is_at_end; // nothing follows `end`

    enum encoding encoding;
    bool is_unconverted; // the file is valid UTF-8: the window is in `raw`, without a copy
    bool input_ended;    // nothing follows `raw`
    struct buffer raw;   // owned; bytes of the file
    struct buffer text;  // owned; converted text, unused when is_unconverted

    void (*on_progress)(void *context); // called at each reader_fill; may be NULL
    void *context;
};

/* Opens the input, determines its encoding, and fills the window. All zero is a valid reader; buffers are kept from one
 * file to the next until reader_free. */
bool reader_open(struct reader *reader, struct bytes_place place, struct error *err);
bool reader_open_file(struct reader *reader, const char *path, struct error *err);
bool reader_open_memory(struct reader *reader, const char *name, const void *bytes, size_t length, struct error *err);
void reader_close(struct reader *reader);
void reader_free(struct reader *reader);

/* Back to the beginning. False: the input cannot seek, as a pipe; the reader stays open. */
bool reader_rewind(struct reader *reader, struct error *err);

/* Appends text after `end`, and keeps what is from `pos` on; both pointers may change. False: a read error. At the end
 * of the file it succeeds and sets is_at_end. */
bool reader_fill(struct reader *reader, struct error *err);

#endif
