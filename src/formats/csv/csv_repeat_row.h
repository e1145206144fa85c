/* csv_repeat_row.h - one row of a sound CSV file, from raw bytes; for csv_repeat. */
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

/* A longer row, or heading, is a surprise. */
#define REPEAT_ROW_BYTES 8192

/* Bytes of the character that ends lines, and of all that csv_repeat looks for. */
static inline size_t repeat_unit(enum encoding encoding)
{
    return encoding == ENCODING_UTF16LE ? 2 : 1;
}

/* Behind the first line end at or behind `at`; NULL: there is none, or it is far. */
const char *repeat_line_end(const char *at, const char *end, enum encoding encoding);

/* The line as UTF-8: borrowed from it or built in `text`. False: it is no UTF-8. */
bool repeat_line_text(const char *at, const char *next, enum encoding encoding, struct buffer *text, struct text *out);

/* A row's tag, and all counters of the layout. */
struct repeat_parsed {
    struct text tag; // borrowed from the row, or from a scratch
    struct pool_row values;
    const char *next; // behind the row
};

/* Zero bytes that follow a file in memory, so that nobody needs to look for its end in the middle of a number. */
#define REPEAT_SLACK 64

/* Parses what stands behind the prefix. Only quoted digits are understood; false is no fault. */
bool repeat_row_simple(const struct repeat_syntax *syntax, const char *at, const char *end, struct buffer *scratch,
                       struct repeat_parsed *out);

/* Parses a whole row as formats/csv does. False: something in it is not sound. */
bool repeat_row_any(const struct repeat_syntax *syntax, const char *row, const char *end, struct buffer *text,
                    struct buffer *scratch, struct repeat_parsed *out);

static inline bool repeat_equal(const char *a, const char *b, size_t length)
{
#if defined(__SSE2__)
    __m128i different = _mm_setzero_si128();
    size_t at = 0;

    if (length < 16)
        return memcmp(a, b, length) == 0;
    for (; length - at > 16; at += 16)
        different = _mm_or_si128(different, _mm_xor_si128(_mm_loadu_si128((const __m128i *)(const void *)(a + at)),
                                                          _mm_loadu_si128((const __m128i *)(const void *)(b + at))));
    at = length - 16; // the last 16, some of them once more
    different = _mm_or_si128(different, _mm_xor_si128(_mm_loadu_si128((const __m128i *)(const void *)(a + at)),
                                                      _mm_loadu_si128((const __m128i *)(const void *)(b + at))));
    return _mm_movemask_epi8(_mm_cmpeq_epi8(different, _mm_setzero_si128())) == 0xFFFF;
#else
    return memcmp(a, b, length) == 0;
#endif
}

#endif
