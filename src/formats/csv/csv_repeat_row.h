/* csv_repeat_row.h - one row of a valid CSV file, from raw bytes of UTF-8 or UTF-16LE; for csv_repeat. */
#ifndef FORMATS_CSV_CSV_REPEAT_ROW_H
#define FORMATS_CSV_CSV_REPEAT_ROW_H

#include <string.h>

#include "base/buffer.h"
#include "base/unicode.h"
#include "formats/csv/csv_layout.h"
#include "model/pool_row.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* How a file writes its rows. */
struct repeat_syntax {
    enum encoding encoding; // ENCODING_UTF8 or ENCODING_UTF16LE
    bool tag_is_quoted;
    struct csv_layout layout;
};

/* A longer row, or heading, is not supported here. */
#define REPEAT_ROW_BYTES 8192

/* Bytes per ASCII character. */
static inline size_t repeat_unit(enum encoding encoding)
{
    return encoding == ENCODING_UTF16LE ? 2 : 1;
}

/* The position after the first line end; NULL: there is none within REPEAT_ROW_BYTES. */
const char *repeat_line_end(const char *pos, const char *end, enum encoding encoding);

/* The line as UTF-8: borrowed, or built in `text`. False: it is not valid UTF-8. */
bool repeat_line_text(const char *pos, const char *next, enum encoding encoding, struct buffer *text, struct text *out);

/* A row: its tag, and all counters of the layout. */
struct repeat_parsed {
    struct text tag; // borrowed from the row, or in the scratch
    struct pool_row values;
    const char *next; // after the row
};

/* Zero bytes after the file in memory: parsing a number may read past its end without a check. */
#define REPEAT_SLACK 64

/* Parses a row from its tag on, where all fields are quoted and all numbers are digits. False: it is not that simple,
 * which is no fault. */
bool repeat_row_simple(const struct repeat_syntax *syntax, const char *pos, const char *end, struct buffer *scratch,
                       struct repeat_parsed *out);

/* Parses a complete row as formats/csv/csv does. False: some part of it is invalid. */
bool repeat_row_any(const struct repeat_syntax *syntax, const char *row, const char *end, struct buffer *text,
                    struct buffer *scratch, struct repeat_parsed *out);

static inline bool repeat_equal(const char *a, const char *b, size_t length)
{
#if defined(__SSE2__)
    __m128i different = _mm_setzero_si128();
    size_t pos = 0;

    if (length < 16)
        return memcmp(a, b, length) == 0;
    for (; length - pos > 16; pos += 16)
        different = _mm_or_si128(different, _mm_xor_si128(_mm_loadu_si128((const __m128i *)(const void *)(a + pos)),
                                                          _mm_loadu_si128((const __m128i *)(const void *)(b + pos))));
    pos = length - 16; // the last 16, overlapping those before
    different = _mm_or_si128(different, _mm_xor_si128(_mm_loadu_si128((const __m128i *)(const void *)(a + pos)),
                                                      _mm_loadu_si128((const __m128i *)(const void *)(b + pos))));
    return _mm_movemask_epi8(_mm_cmpeq_epi8(different, _mm_setzero_si128())) == 0xFFFF;
#else
    return memcmp(a, b, length) == 0;
#endif
}

#endif
