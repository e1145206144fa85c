#include "base/unicode.h"

#include <stdint.h>
#include <string.h>

#include "base/memory.h"

/* ASCII text in UTF-16 has a zero in every other byte. At least four fifths of the units must fit: some may be NULs or
 * other characters, and NULs in 8-bit text are rarer than that. */
static bool zeros_at(const char *bytes, size_t length, size_t offset)
{
    size_t units = (length < 1024 ? length : 1024) / 2, fitting = 0;

    for (size_t i = 0; i < units; i++)
        fitting += bytes[2 * i + offset] == 0 && bytes[2 * i + 1 - offset] != 0;
    return units >= 2 && fitting * 5 >= units * 4;
}

enum encoding unicode_guess(const char *bytes, size_t length, size_t *bom)
{
    static const struct {
        const char *bom;
        size_t length;
        enum encoding encoding;
    } known[] = {
        {"\xEF\xBB\xBF", 3, ENCODING_UTF8},    {"\xFF\xFE\0\0", 4, ENCODING_UTF32LE},
        {"\0\0\xFE\xFF", 4, ENCODING_UTF32BE}, {"\xFF\xFE", 2, ENCODING_UTF16LE},
        {"\xFE\xFF", 2, ENCODING_UTF16BE},
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (length >= known[i].length && memcmp(bytes, known[i].bom, known[i].length) == 0) {
            *bom = known[i].length;
            return known[i].encoding;
        }
    *bom = 0;
    if (zeros_at(bytes, length, 1))
        return ENCODING_UTF16LE;
    if (zeros_at(bytes, length, 0))
        return ENCODING_UTF16BE;
    return ENCODING_UTF8;
}

/* The number of ASCII bytes at the start; checks eight at a time. */
static size_t ascii_run(const char *bytes, size_t length)
{
    size_t i = 0;

    for (; length - i >= 8; i += 8) {
        uint64_t word;

        memcpy(&word, bytes + i, 8);
        if (word & 0x8080808080808080u)
            break;
    }
    while (i < length && (unsigned char)bytes[i] < 0x80)
        i++;
    return i;
}

/* U+FFFD itself, as opposed to an invalid sequence. */
static bool is_replacement(const char *bytes, size_t length)
{
    return length >= 3 && memcmp(bytes, "\xEF\xBF\xBD", 3) == 0;
}

/* Whether the bytes are an incomplete character. */
static bool is_cut(const char *bytes, size_t length)
{
    unsigned char first = (unsigned char)bytes[0];
    size_t needed = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;

    if (first < 0xC2 || first >= 0xF5 || length >= needed)
        return false;
    for (size_t i = 1; i < length; i++)
        if (((unsigned char)bytes[i] & 0xC0) != 0x80)
            return false;
    return true;
}

enum utf8_state unicode_utf8_check(const char *bytes, size_t length, size_t *good)
{
    struct text t = {bytes, length};
    size_t i = 0;

    for (;;) {
        size_t before;

        i += ascii_run(bytes + i, length - i);
        *good = before = i;
        if (i == length)
            return UTF8_VALID;
        if (text_code_point(t, &i) == 0xFFFD && !is_replacement(bytes + before, length - before))
            return is_cut(bytes + before, length - before) ? UTF8_CUT : UTF8_BROKEN;
    }
}

static size_t from_utf8(const char *bytes, size_t length, bool last, struct buffer *out)
{
    struct text t = {bytes, length};
    size_t i = 0;

    while (i < length) {
        size_t run = ascii_run(bytes + i, length - i);

        buffer_add(out, bytes + i, run);
        i += run;
        if (i == length || (!last && is_cut(bytes + i, length - i)))
            break;
        buffer_add_utf8(out, text_code_point(t, &i));
    }
    return i;
}

static uint32_t unit_at(enum encoding encoding, const unsigned char *p)
{
    switch (encoding) {
    case ENCODING_UTF16LE:
        return (uint32_t)p[0] | (uint32_t)p[1] << 8;
    case ENCODING_UTF16BE:
        return (uint32_t)p[1] | (uint32_t)p[0] << 8;
    case ENCODING_UTF32LE:
        return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    default:
        return (uint32_t)p[3] | (uint32_t)p[2] << 8 | (uint32_t)p[1] << 16 | (uint32_t)p[0] << 24;
    }
}

/* Converts ASCII, four UTF-16 units at a time; returns the bytes consumed. */
static size_t ascii_from_utf16(const char *bytes, size_t length, bool big, struct buffer *out)
{
    static const unsigned char little_mask[8] = {0x80, 0xFF, 0x80, 0xFF, 0x80, 0xFF, 0x80, 0xFF};
    static const unsigned char big_mask[8] = {0xFF, 0x80, 0xFF, 0x80, 0xFF, 0x80, 0xFF, 0x80};
    uint64_t others; // the bits that are 0 in ASCII, in this machine's byte order
    size_t used = 0;
    char *to;

    memcpy(&others, big ? big_mask : little_mask, sizeof others);
    ARRAY_RESERVE(out->bytes, out->capacity, out->length + length / 2 + 1);
    to = out->bytes + out->length;
    for (; length - used >= 8; used += 8, to += 4) {
        const char *p = bytes + used + big;
        uint64_t word;

        memcpy(&word, bytes + used, sizeof word);
        if (word & others)
            break;
        to[0] = p[0];
        to[1] = p[2];
        to[2] = p[4];
        to[3] = p[6];
    }
    out->length = (size_t)(to - out->bytes);
    return used;
}

static size_t from_utf16(enum encoding encoding, const char *bytes, size_t length, bool last, struct buffer *out)
{
    size_t i = 0;

    for (;;) {
        uint32_t c;

        i += ascii_from_utf16(bytes + i, length - i, encoding == ENCODING_UTF16BE, out);
        if (length - i < 2)
            break;
        c = unit_at(encoding, (const unsigned char *)bytes + i);
        if (c >= 0xD800 && c < 0xDC00) {
            uint32_t low = length - i < 4 ? 0 : unit_at(encoding, (const unsigned char *)bytes + i + 2);

            if (length - i < 4 && !last)
                break;
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            } else {
                c = 0xFFFD;
            }
        } else if (c >= 0xDC00 && c < 0xE000) {
            c = 0xFFFD;
        }
        buffer_add_utf8(out, c);
        i += 2;
    }
    if (last && i < length) { // an odd byte: the file was cut within a character
        buffer_add_utf8(out, 0xFFFD);
        i = length;
    }
    return i;
}

static size_t from_utf32(enum encoding encoding, const char *bytes, size_t length, bool last, struct buffer *out)
{
    size_t i = 0;

    for (; length - i >= 4; i += 4) {
        uint32_t c = unit_at(encoding, (const unsigned char *)bytes + i);

        buffer_add_utf8(out, c > 0x10FFFF || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c);
    }
    if (last && i < length) {
        buffer_add_utf8(out, 0xFFFD);
        i = length;
    }
    return i;
}

static size_t from_windows_1252(const char *bytes, size_t length, struct buffer *out)
{
    static const uint16_t upper[32] = {
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
    };

    for (size_t i = 0; i < length;) {
        size_t run = ascii_run(bytes + i, length - i);
        unsigned char c;

        buffer_add(out, bytes + i, run);
        i += run;
        if (i == length)
            break;
        c = (unsigned char)bytes[i++];
        buffer_add_utf8(out, c < 0xA0 ? upper[c - 0x80] : c);
    }
    return length;
}

size_t unicode_to_utf8(enum encoding encoding, const char *bytes, size_t length, bool last, struct buffer *out)
{
    switch (encoding) {
    case ENCODING_UTF8:
        return from_utf8(bytes, length, last, out);
    case ENCODING_UTF16LE:
    case ENCODING_UTF16BE:
        return from_utf16(encoding, bytes, length, last, out);
    case ENCODING_UTF32LE:
    case ENCODING_UTF32BE:
        return from_utf32(encoding, bytes, length, last, out);
    case ENCODING_WINDOWS_1252:
        break;
    }
    return from_windows_1252(bytes, length, out);
}
