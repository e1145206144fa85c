/* unicode.h - detects UTF-8, -16 and -32, with or without a BOM, and converts them to UTF-8.
 *
 * Anything else is taken for Windows-1252. Its five undefined bytes become U+0081, U+008D, U+008F, U+0090 and U+009D,
 * as Windows decodes them, so that every byte has its own character.
 */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

enum encoding {
    ENCODING_UTF8,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_UTF32LE,
    ENCODING_UTF32BE,
    ENCODING_WINDOWS_1252,
};

/* Decides by the first bytes of a file: a BOM, whose length is stored in *bom, or the zeros of UTF-16 without a BOM.
 * UTF-8 with *bom = 0 is only a guess: unicode_utf8_check decides between UTF-8 and Windows-1252. */
enum encoding unicode_guess(const char *bytes, size_t length, size_t *bom);

enum utf8_state { UTF8_VALID, UTF8_CUT, UTF8_BROKEN };

/* Whether the bytes are UTF-8. UTF8_CUT: only the last character is incomplete. *good is the number of valid bytes. */
enum utf8_state unicode_utf8_check(const char *bytes, size_t length, size_t *good);

/* Appends the bytes as UTF-8 and returns how many were consumed: all, except for an incomplete character at the end
 * unless `last` is set. Invalid sequences become U+FFFD. */
size_t unicode_to_utf8(enum encoding encoding, const char *bytes, size_t length, bool last, struct buffer *out);

#endif
