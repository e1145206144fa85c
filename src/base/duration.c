#include "base/duration.h"

#include <string.h>

#define MOST_MS (INT64_C(36525) * 86400000)

static int64_t unit_ms(struct text unit)
{
    static const struct {
        const char *name;
        int64_t ms;
    } units[] = {{"ms", 1},      {"s", 1000},     {"m", 60000},     {"min", 60000},
                 {"h", 3600000}, {"d", 86400000}, {"w", 604800000}, {"", 1000}};

    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (text_equal_nocase(unit, text_of(units[i].name)))
            return units[i].ms;
    return 0;
}

/* The number of digits, or of other characters, from `start` on. */
static size_t run_length(struct text t, size_t start, bool digits)
{
    size_t i = start;

    while (i < t.length && (t.data[i] >= '0' && t.data[i] <= '9') == digits)
        i++;
    return i - start;
}

bool duration_parse(struct text t, int64_t *out_ms)
{
    int64_t total = 0;
    size_t pos = 0;

    t = text_trim(t);
    if (t.length == 0)
        return false;
    while (pos < t.length) {
        size_t digits = run_length(t, pos, true), letters = run_length(t, pos + digits, false);
        struct text unit = {t.data + pos + digits, letters};
        int64_t number, ms = unit_ms(text_trim(unit));

        if (!digits || digits > 15 || !ms || !text_to_int64((struct text){t.data + pos, digits}, &number) ||
            number > MOST_MS / ms || total > MOST_MS - number * ms)
            return false;
        total += number * ms;
        pos += digits + letters;
    }
    *out_ms = total;
    return true;
}
