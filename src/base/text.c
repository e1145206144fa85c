#include "base/text.h"

#include <assert.h>
#include <string.h>

#include "base/require.h"

struct text text_of(const char *string)
{
    return (struct text){string, strlen(string)};
}

bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

bool text_ends_with(struct text t, struct text ending)
{
    return t.length >= ending.length &&
           text_equal((struct text){t.data + t.length - ending.length, ending.length}, ending);
}

bool text_starts_with(struct text t, const char *start)
{
    size_t length = strlen(start);

    return t.length >= length && memcmp(t.data, start, length) == 0;
}

struct text text_skip(struct text t, size_t bytes)
{
    require(bytes <= t.length);
    return (struct text){t.data + bytes, t.length - bytes};
}

size_t text_characters(struct text t)
{
    size_t count = 0;

    for (size_t pos = 0; pos < t.length; count++)
        text_code_point(t, &pos);
    return count;
}

bool text_is_digit_at(struct text t, size_t index)
{
    return index < t.length && t.data[index] >= '0' && t.data[index] <= '9';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool text_equal_nocase(struct text a, struct text b)
{
    if (a.length != b.length)
        return false;
    for (size_t i = 0; i < a.length; i++)
        if (lower(a.data[i]) != lower(b.data[i]))
            return false;
    return true;
}

bool text_ends_with_nocase(struct text t, struct text ending)
{
    return t.length >= ending.length && text_equal_nocase(text_skip(t, t.length - ending.length), ending);
}

int text_compare(struct text a, struct text b)
{
    size_t common = a.length < b.length ? a.length : b.length;
    int order = common ? memcmp(a.data, b.data, common) : 0;

    if (order)
        return order;
    return (a.length > b.length) - (a.length < b.length);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct text text_trim(struct text t)
{
    while (t.length && is_blank(t.data[0])) {
        t.data++;
        t.length--;
    }
    while (t.length && is_blank(t.data[t.length - 1]))
        t.length--;
    return t;
}

size_t text_find(struct text t, struct text wanted)
{
    for (size_t i = 0; i + wanted.length <= t.length; i++)
        if (wanted.length == 0 || memcmp(t.data + i, wanted.data, wanted.length) == 0)
            return i;
    return TEXT_NOWHERE;
}

static void text_drop(struct text *t, size_t bytes)
{
    t->data += bytes;
    t->length -= bytes;
}

bool text_has_pair(struct text t, char first, char second)
{
    size_t pos = 1;

    while (pos < t.length) {
        const char *found = memchr(t.data + pos, second, t.length - pos);

        if (!found)
            return false;
        if (found[-1] == first)
            return true;
        pos = (size_t)(found - t.data) + 1;
    }
    return false;
}

/* The length of the first line. In steps: a text whose lines end with CR would be searched for LF to its end. */
static size_t line_length(struct text t)
{
    enum { STEP = 512 };

    for (size_t start = 0; start < t.length; start += STEP) {
        size_t step = t.length - start < STEP ? t.length - start : STEP;
        const char *lf = memchr(t.data + start, '\n', step);
        const char *cr = memchr(t.data + start, '\r', lf ? (size_t)(lf - t.data) - start : step);

        if (lf || cr)
            return (size_t)((cr ? cr : lf) - t.data);
    }
    return t.length;
}

bool text_next_line(struct text *rest, struct text *line)
{
    size_t length;

    if (rest->length == 0)
        return false;
    length = line_length(*rest);
    *line = (struct text){rest->data, length};
    text_drop(rest, length);
    if (rest->length > 1 && rest->data[0] == '\r' && rest->data[1] == '\n')
        text_drop(rest, 2);
    else if (rest->length)
        text_drop(rest, 1);
    return true;
}

struct text text_next_word(struct text *rest)
{
    struct text word;
    size_t length = 0;

    while (rest->length && is_blank(rest->data[0]))
        text_drop(rest, 1);
    while (length < rest->length && !is_blank(rest->data[length]))
        length++;
    word = (struct text){rest->data, length};
    text_drop(rest, length);
    return word;
}

bool text_to_int64(struct text t, int64_t *out)
{
    const char *p, *end;
    bool negative = false;
    uint64_t value = 0;

    t = text_trim(t);
    p = t.data;
    end = p + t.length;
    if (p < end && (*p == '-' || *p == '+'))
        negative = *p++ == '-';
    if (p == end)
        return false;
    for (; p < end; p++) {
        unsigned digit = (unsigned char)*p - (unsigned)'0';

        // up to INT64_MAX / 10, one more digit always fits in 64 unsigned bits
        if (digit > 9 || value > 922337203685477580u)
            return false;
        value = value * 10 + digit;
    }
    if (value > (uint64_t)INT64_MAX + negative)
        return false;
    *out = (int64_t)(negative ? 0 - value : value);
    return true;
}

uint32_t text_code_point(struct text t, size_t *position)
{
    const unsigned char *p = (const unsigned char *)t.data + *position;
    size_t remaining = t.length - *position;
    uint32_t code, least;
    size_t more;

    assert(*position < t.length);
    (*position)++;
    if (p[0] < 0x80)
        return p[0];
    if (p[0] >= 0xC2 && p[0] < 0xE0)
        code = p[0] & 0x1F, more = 1, least = 0x80;
    else if (p[0] >= 0xE0 && p[0] < 0xF0)
        code = p[0] & 0x0F, more = 2, least = 0x800;
    else if (p[0] >= 0xF0 && p[0] < 0xF5)
        code = p[0] & 0x07, more = 3, least = 0x10000;
    else
        return 0xFFFD;
    if (remaining <= more)
        return 0xFFFD;
    for (size_t i = 1; i <= more; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0xFFFD;
        code = code << 6 | (p[i] & 0x3F);
    }
    if (code < least || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        return 0xFFFD;
    *position += more;
    return code;
}

bool text_matches(struct text pattern, struct text t)
{
    size_t p = 0, pos = 0, star = TEXT_NOWHERE, star_end = 0;

    while (pos < t.length) {
        size_t next = pos;

        text_code_point(t, &next);
        if (p < pattern.length && pattern.data[p] == '*') {
            star = ++p;
            star_end = pos;
        } else if (p < pattern.length && pattern.data[p] == '?') {
            p++;
            pos = next;
        } else if (p + (next - pos) <= pattern.length && memcmp(pattern.data + p, t.data + pos, next - pos) == 0) {
            p += next - pos;
            pos = next;
        } else if (star != TEXT_NOWHERE) { // backtrack: the last * matches one more character
            text_code_point(t, &star_end);
            p = star;
            pos = star_end;
        } else {
            return false;
        }
    }
    while (p < pattern.length && pattern.data[p] == '*')
        p++;
    return p == pattern.length;
}
