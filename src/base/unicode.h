/* unicode.h - tells UTF-8, -16 and -32 apart (with or without BOM) and turns them into UTF-8.
 *
 * What is no Unicode at all is Windows-1252; its five undefined bytes become U+0081, U+008D, U+008F, U+0090 and
 * U+009D, as Windows itself decodes them, so that every byte has a character of its own.
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

/* Judges by the first bytes of a file: a BOM, whose length goes to *bom, or the zeros of UTF-16 without one. UTF-8
 * with *bom = 0 is only a guess: unicode_utf8_check tells whether it is not Windows-1252. */
enum encoding unicode_guess(const char *bytes, size_t length, size_t *bom);

enum utf8_state { UTF8_VALID, UTF8_CUT, UTF8_BROKEN };

/* Whether the bytes are UTF-8; UTF8_CUT when only the last character is incomplete, *good counts the bytes before it. */
enum utf8_state unicode_utf8_check(const char *bytes, size_t length, size_t *good);

/* Appends the bytes as UTF-8 and returns how many were used: all but a character cut at the end, which is used too,
 * as U+FFFD, if `last`. What is wrong becomes U+FFFD. */
size_t unicode_to_utf8(enum encoding encoding, const char *bytes, size_t length, bool last, struct buffer *out);

#endif
