#include "packed/zip_name.h"

#include <string.h>

#include "base/unicode.h"

#define MACOS_DIRECTORY "__MACOSX/"

// clang-format off
/* The code points of bytes 0x80 to 0xFF: unicode.org, VENDORS/MICSFT/PC/CP437.TXT. */
static const uint16_t code_page_437[128] = {
    0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7,
    0x00EA, 0x00EB, 0x00E8, 0x00EF, 0x00EE, 0x00EC, 0x00C4, 0x00C5,
    0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2, 0x00FB, 0x00F9,
    0x00FF, 0x00D6, 0x00DC, 0x00A2, 0x00A3, 0x00A5, 0x20A7, 0x0192,
    0x00E1, 0x00ED, 0x00F3, 0x00FA, 0x00F1, 0x00D1, 0x00AA, 0x00BA,
    0x00BF, 0x2310, 0x00AC, 0x00BD, 0x00BC, 0x00A1, 0x00AB, 0x00BB,
    0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562, 0x2556,
    0x2555, 0x2563, 0x2551, 0x2557, 0x255D, 0x255C, 0x255B, 0x2510,
    0x2514, 0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0x255E, 0x255F,
    0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256C, 0x2567,
    0x2568, 0x2564, 0x2565, 0x2559, 0x2558, 0x2552, 0x2553, 0x256B,
    0x256A, 0x2518, 0x250C, 0x2588, 0x2584, 0x258C, 0x2590, 0x2580,
    0x03B1, 0x00DF, 0x0393, 0x03C0, 0x03A3, 0x03C3, 0x00B5, 0x03C4,
    0x03A6, 0x0398, 0x03A9, 0x03B4, 0x221E, 0x03C6, 0x03B5, 0x2229,
    0x2261, 0x00B1, 0x2265, 0x2264, 0x2320, 0x2321, 0x00F7, 0x2248,
    0x00B0, 0x2219, 0x00B7, 0x221A, 0x207F, 0x00B2, 0x25A0, 0x00A0,
};
// clang-format on

static bool is_slash(char c)
{
    return c == '/' || c == '\\';
}

bool zip_name_is_directory(struct text name)
{
    return name.length && is_slash(name.data[name.length - 1]);
}

bool zip_name_is_hidden(struct text name)
{
    size_t base = name.length;

    while (base && !is_slash(name.data[base - 1]))
        base--;
    return (base < name.length && name.data[base] == '.') || text_starts_with(name, MACOS_DIRECTORY);
}

/* Members of the name are never opened by it; see zip_name.h. */
static bool is_dropped(struct text part)
{
    return part.length == 0 || text_equal(part, text_of(".")) || text_equal(part, text_of(".."));
}

static void add_437(struct buffer *b, struct text part)
{
    for (size_t i = 0; i < part.length; i++) {
        unsigned char byte = (unsigned char)part.data[i];

        buffer_add_utf8(b, byte < 0x80 ? byte : code_page_437[byte - 0x80]);
    }
}

/* Also the control characters of C1, which are two bytes in UTF-8. */
static void replace_controls(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool is_c1 = c == 0xC2 && i + 1 < length && (unsigned char)text[i + 1] < 0xA0;

        if (c < 0x20 || c == 0x7F)
            text[i] = '?';
        else if (is_c1)
            text[i] = text[i + 1] = '?';
    }
}

static void add_part(struct buffer *b, struct text part, bool is_utf8)
{
    size_t start = b->length;

    if (is_utf8)
        unicode_to_utf8(ENCODING_UTF8, part.data, part.length, true, b);
    else
        add_437(b, part);
    replace_controls(b->bytes + start, b->length - start);
}

void zip_name_add(struct buffer *b, struct text name, bool is_utf8)
{
    size_t good, start = 0;

    is_utf8 |= unicode_utf8_check(name.data, name.length, &good) == UTF8_VALID;
    for (size_t i = 0; i <= name.length; i++) {
        struct text part = {name.data + start, i - start};

        if (i < name.length && !is_slash(name.data[i]))
            continue;
        start = i + 1;
        if (is_dropped(part))
            continue;
        buffer_add_char(b, '/');
        add_part(b, part, is_utf8);
    }
}
