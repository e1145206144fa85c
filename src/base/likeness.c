#include "base/likeness.h"

#include <stdint.h>
#include <string.h>

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t likeness_distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b), rows[3][LIKENESS_LONGEST + 1], *before = rows[0], *last = rows[1],
           *row = rows[2];

    if (n > LIKENESS_LONGEST || m > LIKENESS_LONGEST)
        return SIZE_MAX;
    for (size_t k = 0; k <= m; k++)
        last[k] = k;
    for (size_t i = 1; i <= n; i++) {
        size_t *oldest = before;

        row[0] = i;
        for (size_t k = 1; k <= m; k++) {
            size_t replaced = last[k - 1] + (lower(a[i - 1]) != lower(b[k - 1]));

            row[k] = least(replaced, least(last[k], row[k - 1]) + 1);
            if (i > 1 && k > 1 && lower(a[i - 1]) == lower(b[k - 2]) && lower(a[i - 2]) == lower(b[k - 1]))
                row[k] = least(row[k], before[k - 2] + 1);
        }
        before = last;
        last = row;
        row = oldest;
    }
    return last[m];
}

const char *likeness_nearest(const char *word, const char *const *names)
{
    size_t length = strlen(word), most = length < 2 ? 0 : length < 4 ? 1 : length / 3;
    const char *nearest = NULL;

    for (size_t i = 0; names[i]; i++) {
        size_t distance = likeness_distance(word, names[i]);

        if (distance > most)
            continue;
        nearest = names[i];
        if (distance == 0)
            break;
        most = distance - 1;
    }
    return nearest;
}
