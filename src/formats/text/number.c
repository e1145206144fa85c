#include "formats/text/number.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digit_run(struct text t, size_t pos)
{
    size_t count = 0;

    while (pos + count < t.length && is_digit(t.data[pos + count]))
        count++;
    return count;
}

/* The length of a separator of groups at `pos`, which is in the text, or 0. */
static size_t separator_length(struct text t, size_t pos)
{
    static const char *const separators[] = {",", ".", "'", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x99"};
    char c = t.data[pos];

    if (c != ',' && c != '.' && c != '\'' && (unsigned char)c < 0x80) // most numbers end with a blank
        return 0;
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        size_t length = strlen(separators[i]);

        if (t.length - pos >= length && memcmp(t.data + pos, separators[i], length) == 0)
            return length;
    }
    return 0;
}

#define DIGITS_SAFE 18 // of a number without overflow

static bool add_digits(uint64_t *value, struct text t, size_t pos, size_t count)
{
    if (*value == 0 && count <= DIGITS_SAFE) {
        for (size_t i = pos; i < pos + count; i++)
            *value = *value * 10 + (unsigned)(t.data[i] - '0');
        return true;
    }
    for (size_t i = pos; i < pos + count; i++) {
        unsigned digit = (unsigned)(t.data[i] - '0');

        if (__builtin_mul_overflow(*value, 10u, value) || __builtin_add_overflow(*value, digit, value))
            return false;
    }
    return *value <= INT64_MAX;
}

/* The groups of three digits after the first digits, all with the same separator; *pos moves past them. */
static bool parse_groups(struct text t, size_t first, size_t *pos, uint64_t *value)
{
    size_t length = first > 3 || *value == 0 ? 0 : separator_length(t, *pos);
    const char *separator = t.data + *pos;

    if (length == 0)
        return true;
    while (t.length - *pos > length && memcmp(t.data + *pos, separator, length) == 0 &&
           digit_run(t, *pos + length) == 3) {
        if (!add_digits(value, t, *pos + length, 3))
            return false;
        *pos += length + 3;
    }
    return true;
}

bool number_parse(struct text *rest, struct number *out)
{
    struct text t = *rest;
    size_t pos = 0, first;
    uint64_t value = 0;
    bool is_negative;

    while (pos < t.length && (t.data[pos] == ' ' || t.data[pos] == '\t'))
        pos++;
    is_negative = pos < t.length && t.data[pos] == '-';
    pos += is_negative;
    first = digit_run(t, pos);
    if (first == 0 || !add_digits(&value, t, pos, first))
        return false;
    pos += first;
    if (pos < t.length && !parse_groups(t, first, &pos, &value))
        return false;
    out->is_fraction = pos + 1 < t.length && (t.data[pos] == '.' || t.data[pos] == ',') && is_digit(t.data[pos + 1]);
    if (out->is_fraction)
        pos += 1 + digit_run(t, pos + 1);
    out->value = is_negative ? -(int64_t)value : (int64_t)value;
    *rest = (struct text){t.data + pos, t.length - pos};
    return true;
}

bool number_parse_integer(struct text *rest, int64_t *out)
{
    struct text before = *rest;
    struct number number;

    if (!number_parse(rest, &number))
        return false;
    if (number.is_fraction) {
        *rest = before;
        return false;
    }
    *out = number.value;
    return true;
}
