/* fuzz_stamp.c - any bytes as a line and as the name of a file with a time. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/natural.h"
#include "check.h"
#include "formats/text/stamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_stamp(const struct stamp *s)
{
    CHECK(s->date_us % DAY_US == 0);
    CHECK(s->time_us >= 0 && s->time_us < DAY_US);
    CHECK(s->has_zone || s->offset_us == 0);
    CHECK(s->offset_us >= -15 * HOUR_US && s->offset_us <= 15 * HOUR_US);
    CHECK(!s->is_ambiguous || s->has_date);
    if (s->has_date)
        CHECK(s->date_us >= calendar_days((struct calendar_day){1980, 1, 1}) * DAY_US);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text line = {(const char *)data, size};
    struct stamp_orders orders = {.latest_us = calendar_days((struct calendar_day){2026, 12, 1}) * DAY_US};
    struct stamp stamp;
    char *name = malloc(size + 1);

    CHECK(name != NULL);
    if (size)
        memcpy(name, data, size);
    name[size] = '\0';
    for (int order = ORDER_UNKNOWN; order < STAMP_ORDERS; order++)
        if (stamp_find(line, (enum stamp_order)order, &stamp))
            check_stamp(&stamp);
    orders.run = stamp_guess_order(line, orders.latest_us);
    CHECK(orders.run < STAMP_ORDERS);
    stamp_add_name(&orders, name);
    if (stamp_from_name(name, &orders, &stamp)) {
        check_stamp(&stamp);
        CHECK(stamp.has_date && stamp.has_time);
    }
    if (stamp_day_from_name(name, &orders, &stamp)) {
        check_stamp(&stamp);
        CHECK(stamp.has_date && !stamp.has_time);
    }
    CHECK(natural_compare(line, line) == 0);
    CHECK((natural_compare(line, text_of(name)) > 0) == (natural_compare(text_of(name), line) < 0));
    free(name);
    return 0;
}
