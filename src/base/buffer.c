#include "base/buffer.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/require.h"

void buffer_free(struct buffer *b)
{
    free(b->bytes);
    *b = (struct buffer){0};
}

void buffer_add(struct buffer *b, const void *bytes, size_t length)
{
    if (length == 0)
        return;
    require(b->length <= b->capacity);
    ARRAY_RESERVE(b->bytes, b->capacity, b->length + length);
    memcpy(b->bytes + b->length, bytes, length);
    b->length += length;
}

void buffer_add_text(struct buffer *b, struct text t)
{
    buffer_add(b, t.data, t.length);
}

void buffer_add_string(struct buffer *b, const char *string)
{
    buffer_add(b, string, strlen(string));
}

void buffer_add_char(struct buffer *b, char c)
{
    buffer_add(b, &c, 1);
}

void buffer_add_repeated(struct buffer *b, char c, size_t times)
{
    ARRAY_RESERVE(b->bytes, b->capacity, b->length + times + 1);
    memset(b->bytes + b->length, c, times);
    b->length += times;
}

void buffer_add_utf8(struct buffer *b, uint32_t c)
{
    char out[4];
    size_t n = 0;

    if (c < 0x80) {
        out[n++] = (char)c;
    } else if (c < 0x800) {
        out[n++] = (char)(0xC0 | c >> 6);
    } else if (c < 0x10000) {
        out[n++] = (char)(0xE0 | c >> 12);
        out[n++] = (char)(0x80 | (c >> 6 & 0x3F));
    } else {
        out[n++] = (char)(0xF0 | c >> 18);
        out[n++] = (char)(0x80 | (c >> 12 & 0x3F));
        out[n++] = (char)(0x80 | (c >> 6 & 0x3F));
    }
    if (c >= 0x80)
        out[n++] = (char)(0x80 | (c & 0x3F));
    buffer_add(b, out, n);
}

void buffer_printf(struct buffer *b, const char *format, ...)
{
    va_list args, again;
    int length;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length > 0) {
        ARRAY_RESERVE(b->bytes, b->capacity, b->length + (size_t)length + 1);
        vsnprintf(b->bytes + b->length, (size_t)length + 1, format, again);
        b->length += (size_t)length;
    }
    va_end(again);
}

void buffer_add_double(struct buffer *b, double value)
{
    char text[40];

    assert(isfinite(value));
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    buffer_add_string(b, text);
}

void buffer_add_fixed12(struct buffer *b, double value)
{
    uint64_t scaled;
    uint64_t integer, part;
    char digits[13];
    size_t n = 12;

    assert(fabs(value) <= 1e6);
    scaled = (uint64_t)llround(fabs(value) * 1e12);
    integer = scaled / 1000000000000u;
    part = scaled % 1000000000000u;
    if (value < 0 && scaled)
        buffer_add_char(b, '-');
    if (integer < 10)
        buffer_add_char(b, (char)('0' + integer));
    else
        buffer_printf(b, "%llu", (unsigned long long)integer);
    if (part == 0)
        return;
    for (size_t i = 12; i > 0; i--, part /= 10)
        digits[i] = (char)('0' + part % 10);
    while (digits[n] == '0')
        n--;
    digits[0] = '.';
    buffer_add(b, digits, n + 1);
}

void buffer_add_quoted(struct buffer *b, struct text t)
{
    buffer_add_char(b, '"');
    for (size_t i = 0; i < t.length; i++) {
        buffer_add_char(b, t.data[i]);
        if (t.data[i] == '"')
            buffer_add_char(b, '"');
    }
    buffer_add_char(b, '"');
}

void buffer_add_base64(struct buffer *b, const unsigned char *bytes, size_t length)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < length; i += 3) {
        size_t remaining = length - i;
        uint32_t three = (uint32_t)bytes[i] << 16 | (uint32_t)(remaining > 1 ? bytes[i + 1] : 0) << 8 |
                         (uint32_t)(remaining > 2 ? bytes[i + 2] : 0);
        char out[4] = {letters[three >> 18], letters[three >> 12 & 63], letters[three >> 6 & 63], letters[three & 63]};

        if (remaining < 3)
            out[3] = '=';
        if (remaining < 2)
            out[2] = '=';
        buffer_add(b, out, 4);
    }
}

struct text buffer_text(const struct buffer *b)
{
    return (struct text){b->bytes, b->length};
}

char *buffer_take(struct buffer *b)
{
    char *string;

    buffer_add_char(b, '\0');
    string = b->bytes;
    *b = (struct buffer){0};
    return string;
}
