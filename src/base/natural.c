#include "base/natural.h"

#include <string.h>

/* The run of digits at *pos without its leading zeros; *pos moves past it. */
static struct text take_number(struct text t, size_t *pos)
{
    size_t start = *pos;

    while (text_is_digit_at(t, *pos))
        (*pos)++;
    while (start + 1 < *pos && t.data[start] == '0')
        start++;
    return (struct text){t.data + start, *pos - start};
}

static int compare_numbers(struct text a, struct text b)
{
    if (a.length != b.length)
        return a.length < b.length ? -1 : 1;
    return memcmp(a.data, b.data, a.length);
}

static int folded(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

int natural_compare(struct text a, struct text b)
{
    size_t i = 0, j = 0;

    while (i < a.length && j < b.length) {
        int order;

        if (text_is_digit_at(a, i) && text_is_digit_at(b, j)) {
            struct text x = take_number(a, &i);

            order = compare_numbers(x, take_number(b, &j));
        } else {
            order = folded(a.data[i++]) - folded(b.data[j++]);
        }
        if (order)
            return order;
    }
    if (i < a.length || j < b.length)
        return i < a.length ? 1 : -1;
    return text_compare(a, b);
}
