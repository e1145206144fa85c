#include "formats/records/json_object.h"

#include <string.h>

#include "base/memory.h"

size_t json_length(struct text t)
{
    size_t depth = 0;
    bool in_string = false;

    for (size_t i = 0; i < t.length; i++) {
        char c = t.data[i];

        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '['))
            depth++;
        else if (!in_string && (c == '}' || c == ']') && --depth == 0)
            return i + 1;
    }
    return 0;
}

static void skip_blanks(struct text *t)
{
    size_t pos = 0;

    while (pos < t->length &&
           (t->data[pos] == ' ' || t->data[pos] == '\t' || t->data[pos] == '\n' || t->data[pos] == '\r'))
        pos++;
    *t = text_skip(*t, pos);
}

static bool skip_char(struct text *t, char c)
{
    skip_blanks(t);
    if (t->length == 0 || t->data[0] != c)
        return false;
    *t = text_skip(*t, 1);
    return true;
}

/* --- strings --- */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

/* Four hexadecimal digits at `pos`; -1: they are not there. */
static int32_t code_unit(struct text t, size_t pos)
{
    int32_t value = 0;

    if (pos + 4 > t.length)
        return -1;
    for (size_t i = 0; i < 4; i++) {
        int digit = hex_digit(t.data[pos + i]);

        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* After "\u" at *pos, which moves to the last digit. Half a surrogate pair is U+FFFD. */
static bool add_code_point(struct text t, size_t *pos, struct buffer *out)
{
    int32_t first = code_unit(t, *pos + 1), second = -1;

    if (first < 0)
        return false;
    *pos += 4;
    if (first >= 0xD800 && first < 0xDC00 && *pos + 2 < t.length && t.data[*pos + 1] == '\\' && t.data[*pos + 2] == 'u')
        second = code_unit(t, *pos + 3);
    if (second >= 0xDC00 && second < 0xE000) {
        *pos += 6;
        buffer_add_utf8(out, 0x10000 + (((uint32_t)first - 0xD800) << 10) + ((uint32_t)second - 0xDC00));
    } else {
        buffer_add_utf8(out, first >= 0xD800 && first < 0xE000 ? 0xFFFD : (uint32_t)first);
    }
    return true;
}

static bool add_escape(struct text t, size_t *pos, struct buffer *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *found;

    if (++*pos >= t.length)
        return false;
    if (t.data[*pos] == 'u')
        return add_code_point(t, pos, out);
    found = t.data[*pos] ? strchr(from, t.data[*pos]) : NULL;
    if (!found)
        return false;
    buffer_add_char(out, to[found - from]);
    return true;
}

/* An escape is never shorter than what it stands for: the buffer does not grow. */
static bool parse_string(struct text *rest, struct buffer *strings, struct text *out)
{
    size_t start = strings->length, pos = 0;

    if (!skip_char(rest, '"'))
        return false;
    for (; pos < rest->length && rest->data[pos] != '"'; pos++) {
        if (rest->data[pos] != '\\')
            buffer_add_char(strings, rest->data[pos]);
        else if (!add_escape(*rest, &pos, strings))
            return false;
    }
    if (pos >= rest->length)
        return false;
    *out = (struct text){strings->bytes + start, strings->length - start};
    *rest = text_skip(*rest, pos + 1);
    return true;
}

/* --- members --- */

static size_t word_length(struct text t)
{
    size_t length = 0;

    while (length < t.length && !strchr(",]} \t\r\n", t.data[length]))
        length++;
    return length;
}

static bool parse_value(struct text *rest, struct buffer *strings, struct json_member *out)
{
    size_t length;

    skip_blanks(rest);
    if (rest->length == 0)
        return false;
    if (rest->data[0] == '"') {
        out->kind = JSON_STRING;
        return parse_string(rest, strings, &out->value);
    }
    if (rest->data[0] == '{' || rest->data[0] == '[') {
        out->kind = rest->data[0] == '{' ? JSON_OBJECT : JSON_ARRAY;
        length = json_length(*rest);
    } else {
        out->kind = text_is_digit_at(*rest, 0) || rest->data[0] == '-' ? JSON_NUMBER : JSON_WORD;
        length = word_length(*rest);
    }
    out->value = (struct text){rest->data, length};
    *rest = text_skip(*rest, length);
    return length > 0;
}

static bool parse_member(struct text *rest, struct buffer *strings, struct json_member *out)
{
    return parse_string(rest, strings, &out->name) && skip_char(rest, ':') && parse_value(rest, strings, out);
}

bool json_first_member(struct text *rest, struct buffer *strings, struct json_member *out)
{
    strings->length = 0;
    ARRAY_RESERVE(strings->bytes, strings->capacity, rest->length + 4);
    if (!skip_char(rest, '{'))
        return false;
    if (skip_char(rest, '}')) {
        *rest = (struct text){"", 0};
        return false;
    }
    return parse_member(rest, strings, out);
}

bool json_next_member(struct text *rest, struct buffer *strings, struct json_member *out)
{
    if (skip_char(rest, '}')) {
        *rest = (struct text){"", 0};
        return false;
    }
    return skip_char(rest, ',') && parse_member(rest, strings, out);
}
