#include "base/size.h"

#define MOST (INT64_C(1) << 60)

/* 0: unknown unit. */
static int64_t unit_bytes(struct text unit)
{
    static const char letters[] = "KMGT";

    if (unit.length == 0 || text_equal_nocase(unit, text_of("B")))
        return 1;
    for (int i = 0; letters[i]; i++) {
        struct text rest = {unit.data + 1, unit.length - 1};

        if ((unit.data[0] | 0x20) == (letters[i] | 0x20) &&
            (rest.length == 0 || text_equal_nocase(rest, text_of("B")) || text_equal_nocase(rest, text_of("iB"))))
            return INT64_C(1) << 10 * (i + 1);
    }
    return 0;
}

bool size_parse(struct text t, int64_t *out_bytes)
{
    int64_t number = 0, tenths = 0, parts = 1, unit;
    size_t i = 0, digits = 0;

    t = text_trim(t);
    for (; i < t.length && t.data[i] >= '0' && t.data[i] <= '9' && digits < 18; i++, digits++)
        number = number * 10 + (t.data[i] - '0');
    if (!digits)
        return false;
    if (i < t.length && t.data[i] == '.')
        for (i++; i < t.length && t.data[i] >= '0' && t.data[i] <= '9' && parts < 1000000; i++, parts *= 10)
            tenths = tenths * 10 + (t.data[i] - '0');
    unit = unit_bytes(text_trim((struct text){t.data + i, t.length - i}));
    if (!unit || number > MOST / unit)
        return false;
    *out_bytes = number * unit + (int64_t)((double)tenths / (double)parts * (double)unit);
    return true;
}
