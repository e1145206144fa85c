#include "base/quantity.h"

#include <math.h>

static void add_grouped(struct buffer *b, double value)
{
    struct buffer digits = {0};

    buffer_printf(&digits, "%.0f", value);
    for (size_t i = 0; i < digits.length; i++) {
        if (i && (digits.length - i) % 3 == 0)
            buffer_add_char(b, ',');
        buffer_add_char(b, digits.bytes[i]);
    }
    buffer_free(&digits);
}

/* Three significant digits: 1.24, 12.4, 124. */
static void add_three_digits(struct buffer *b, double value)
{
    buffer_printf(b, "%.*f", value < 9.995 ? 2 : value < 99.95 ? 1 : 0, value);
}

void quantity_add(struct buffer *b, double value, struct quantity how)
{
    static const char *const units[] = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
    double size = fabs(value);
    int unit = 0;

    if (isnan(value)) {
        buffer_add_char(b, '-');
        return;
    }
    if (value < 0)
        buffer_add_char(b, '-');
    else if (how.is_signed && value > 0)
        buffer_add_char(b, '+');
    if (!how.is_bytes) {
        add_grouped(b, size);
        return;
    }
    for (; size >= 999.5 && unit < 6; unit++)
        size /= 1024;
    if (unit == 0)
        buffer_printf(b, "%.0f", size);
    else
        add_three_digits(b, size);
    buffer_printf(b, " %s", units[unit]);
}

void quantity_add_percent(struct buffer *b, double percent)
{
    if (isnan(percent)) {
        buffer_add_char(b, '-');
        return;
    }
    if (fabs(percent) < 0.05)
        buffer_add_string(b, "0.0 %");
    else
        buffer_printf(b, fabs(percent) < 99.95 ? "%+.1f %%" : "%+.0f %%", percent);
}
