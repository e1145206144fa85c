#include "formats/text/number.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits_at(struct text t, size_t at)
{
    size_t count = 0;

    while (at + count < t.length && is_digit(t.data[at + count]))
        count++;
    return count;
}

/* The bytes of what may stand between groups of digits, or 0. */
static size_t separator_at(struct text t, size_t at)
{
    static const char *const separators[] = {",", ".", "'", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x99"};

    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        size_t length = strlen(separators[i]);

        if (t.length - at >= length && memcmp(t.data + at, separators[i], length) == 0)
            return length;
    }
    return 0;
}

static bool add_digits(uint64_t *value, struct text t, size_t at, size_t count)
{
    for (size_t i = at; i < at + count; i++) {
        unsigned digit = (unsigned)(t.data[i] - '0');

        if (__builtin_mul_overflow(*value, 10u, value) || __builtin_add_overflow(*value, digit, value))
            return false;
    }
    return *value <= INT64_MAX;
}

/* Groups of three behind the first digits at *at, all behind the same separator; *at moves behind them. */
static bool take_groups(struct text t, size_t first, size_t *at, uint64_t *value)
{
    size_t length = separator_at(t, *at);
    const char *separator = t.data + *at;

    if (length == 0 || first > 3 || *value == 0)
        return true;
    while (t.length - *at > length && memcmp(t.data + *at, separator, length) == 0 && digits_at(t, *at + length) == 3) {
        if (!add_digits(value, t, *at + length, 3))
            return false;
        *at += length + 3;
    }
    return true;
}

bool number_parse(struct text *rest, struct number *out)
{
    struct text t = *rest;
    size_t at = 0, first;
    uint64_t value = 0;
    bool is_negative;

    while (at < t.length && (t.data[at] == ' ' || t.data[at] == '\t'))
        at++;
    is_negative = at < t.length && t.data[at] == '-';
    at += is_negative;
    first = digits_at(t, at);
    if (first == 0 || !add_digits(&value, t, at, first))
        return false;
    at += first;
    if (at < t.length && !take_groups(t, first, &at, &value))
        return false;
    out->is_fraction = at + 1 < t.length && (t.data[at] == '.' || t.data[at] == ',') && is_digit(t.data[at + 1]);
    if (out->is_fraction)
        at += 1 + digits_at(t, at + 1);
    out->value = is_negative ? -(int64_t)value : (int64_t)value;
    *rest = (struct text){t.data + at, t.length - at};
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
