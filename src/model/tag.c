#include "model/tag.h"

#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"

bool tag_fill(struct text word, char scratch[TAG_CAPACITY], struct text *out)
{
    size_t characters = text_characters(word);

    if (characters == 0 || characters > TAG_CHARACTERS || word.length > TAG_CAPACITY - (TAG_CHARACTERS - characters))
        return false;
    memset(scratch, ' ', TAG_CAPACITY);
    memcpy(scratch, word.data, word.length);
    *out = (struct text){scratch, word.length + TAG_CHARACTERS - characters};
    return true;
}

struct range {
    uint32_t first, last;
};

static bool in_ranges(uint32_t c, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

/* Unicode categories Cc, Cf, Zl, Zp, Zs and Co: what Python escapes. */
static bool is_unprintable(uint32_t c)
{
    static const struct range ranges[] = {
        {0x00, 0x1F},     {0x7F, 0xA0},     {0xAD, 0xAD},     {0x0600, 0x0605}, {0x061C, 0x061C},   {0x06DD, 0x06DD},
        {0x070F, 0x070F}, {0x1680, 0x1680}, {0x180E, 0x180E}, {0x2000, 0x200F}, {0x2028, 0x202F},   {0x205F, 0x206F},
        {0x3000, 0x3000}, {0xE000, 0xF8FF}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF},
    };

    return in_ranges(c, ranges, sizeof ranges / sizeof *ranges);
}

/* Characters that change the direction of text, break lines, or are invisible. */
static bool is_deceptive(uint32_t c)
{
    static const struct range ranges[] = {
        {0x80, 0x9F},     {0xAD, 0xAD},     {0x061C, 0x061C}, {0x180E, 0x180E}, {0x200B, 0x200F},
        {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF},
    };

    return in_ranges(c, ranges, sizeof ranges / sizeof *ranges);
}

void tag_add_shown(struct buffer *b, struct text tag)
{
    for (size_t i = 0; i < tag.length;) {
        uint32_t c = text_code_point(tag, &i);

        if (c < 0x20)
            c += 0x2400;
        else if (c == 0x7F)
            c = 0x2421;
        else if (is_deceptive(c))
            c = 0xFFFD;
        buffer_add_utf8(b, c);
    }
}

/* East Asian characters take two columns. Combining marks, which tags do not contain, count as one. */
static bool is_wide(uint32_t c)
{
    static const struct range ranges[] = {
        {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD},
    };

    return in_ranges(c, ranges, sizeof ranges / sizeof *ranges);
}

size_t tag_shown_width(struct text tag)
{
    size_t width = 0;

    for (size_t i = 0; i < tag.length;)
        width += is_wide(text_code_point(tag, &i)) ? 2 : 1;
    return width;
}

static bool holds(struct text tag, char c)
{
    for (size_t i = 0; i < tag.length; i++)
        if (tag.data[i] == c)
            return true;
    return false;
}

void tag_add_python(struct buffer *b, struct text tag)
{
    char quote = holds(tag, '\'') && !holds(tag, '"') ? '"' : '\'';

    buffer_add_char(b, quote);
    for (size_t i = 0; i < tag.length;) {
        uint32_t c = text_code_point(tag, &i);

        if (c == (uint32_t)quote || c == '\\')
            buffer_printf(b, "\\%c", (char)c);
        else if (c == '\n' || c == '\r' || c == '\t')
            buffer_add_string(b, c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
        else if (!is_unprintable(c))
            buffer_add_utf8(b, c);
        else
            buffer_printf(b, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
    }
    buffer_add_char(b, quote);
}

bool tag_is_near(struct text wanted, struct text tag)
{
    struct text a = text_trim(wanted), b = text_trim(tag);
    size_t different = 0;

    if (a.length == 0 || b.length == 0)
        return false;
    if (text_equal_nocase(a, b))
        return true;
    if (a.length != b.length || a.length < 3)
        return false;
    for (size_t i = 0; i < a.length; i++)
        different += a.data[i] != b.data[i];
    return different == 1;
}

void tag_add_bytes(struct buffer *b, uint32_t bytes)
{
    char four[4];

    for (int i = 0; i < 4; i++)
        four[i] = (char)(bytes >> (8 * i) & 0xFF);
    unicode_to_utf8(ENCODING_WINDOWS_1252, four, sizeof four, true, b);
}

/* The byte of a character in Windows-1252. */
static bool byte_of(uint32_t c, uint32_t *out)
{
    bool found = c < 0x80 || (c >= 0xA0 && c <= 0xFF);

    if (c >= 0x2400 && c <= 0x2421) {
        *out = c == 0x2421 ? 0x7F : c - 0x2400;
        return true;
    }
    *out = c;
    for (uint32_t byte = 0x80; !found && byte < 0xA0; byte++) {
        struct buffer b = {0};
        char one = (char)byte;
        size_t pos = 0;

        unicode_to_utf8(ENCODING_WINDOWS_1252, &one, 1, true, &b);
        found = text_code_point(buffer_text(&b), &pos) == c;
        *out = byte;
        buffer_free(&b);
    }
    return found;
}

bool tag_bytes(struct text tag, uint32_t *out)
{
    uint32_t bytes = 0x20202020, count = 0;

    for (size_t i = 0; i < tag.length; count++) {
        uint32_t byte;

        if (count == 4 || !byte_of(text_code_point(tag, &i), &byte))
            return false;
        bytes = (bytes & ~(UINT32_C(0xFF) << (8 * count))) | byte << (8 * count);
    }
    if (count == 0)
        return false;
    if (bytes >> 24 >= 0xA0)
        bytes &= 0x7FFFFFFF;
    *out = bytes;
    return true;
}
