#include "input/run_dates.h"

#include "base/map.h"
#include "formats/text/stamp.h"
#include "os/files.h"

#define HEAD_BYTES ((size_t)256 << 10) // searched for dates

/* The order of day and month that the beginning of the file proves. */
static enum stamp_order order_in(const char *path, struct reader *r, int64_t latest_us)
{
    enum stamp_order order;

    if (os_path_kind(path) != OS_FILE || !reader_open_file(r, path, NULL))
        return ORDER_UNKNOWN;
    while (!r->is_at_end && (size_t)(r->end - r->pos) < HEAD_BYTES && reader_fill(r, NULL))
        ;
    order = stamp_guess_order((struct text){r->pos, (size_t)(r->end - r->pos)}, latest_us);
    reader_close(r);
    return order;
}

/* The first order that the text of a file proves. */
static enum stamp_order order_of_texts(const struct file_list *list, int64_t latest_us)
{
    struct reader reader = {0};
    enum stamp_order order = ORDER_UNKNOWN;

    for (size_t i = 0; i < list->count && !order; i++)
        if (!file_list_is_snapshot(list->paths[i]))
            order = order_in(list->paths[i], &reader, latest_us);
    reader_free(&reader);
    return order;
}

/* Files copied or unpacked together have the time of that. */
static bool have_equal_times(const struct file_list *list)
{
    int64_t first_us = 0, time_us;
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++) {
        if (file_list_is_snapshot(list->paths[i]) || !os_file_time(list->paths[i], &time_us))
            continue;
        if (count++ == 0)
            first_us = time_us;
        else if (time_us / SECOND_US != first_us / SECOND_US)
            return false;
    }
    return count > 1;
}

/* Whether a file modified then may have been written on that day, in any time zone. */
static bool is_of_day(int64_t time_us, int64_t day_us)
{
    return time_us >= day_us - 14 * HOUR_US && time_us <= day_us + DAY_US + 14 * HOUR_US;
}

/* Whether the names without times tell days that are all different, and better than the modification times. */
static bool have_days(const struct file_list *list, const struct format_clock *clock)
{
    struct map days = {0};
    size_t count = 0;
    bool is_better = clock->has_equal_file_times, is_each_another;

    for (size_t i = 0; i < list->count; i++) {
        struct stamp stamp;
        int64_t time_us;

        if (file_list_is_snapshot(list->paths[i]) || !stamp_day_from_name(list->paths[i], &clock->orders, &stamp))
            continue;
        count++;
        map_intern(&days, (struct text){(const char *)&stamp.date_us, sizeof stamp.date_us});
        is_better |= os_file_time(list->paths[i], &time_us) && !is_of_day(time_us, stamp.date_us);
    }
    is_each_another = days.count == count;
    map_free(&days);
    return count > 1 && is_each_another && is_better;
}

void run_dates_learn(const struct file_list *list, int64_t now_us, struct format_clock *clock)
{
    clock->orders = (struct stamp_orders){.latest_us = now_us + DAY_US};
    for (size_t i = 0; i < list->count; i++)
        if (!file_list_is_snapshot(list->paths[i]))
            stamp_add_name(&clock->orders, list->paths[i]);
    clock->has_equal_file_times = have_equal_times(list);
    if (list->count > 1)
        clock->orders.run = order_of_texts(list, clock->orders.latest_us);
    if (!clock->orders.run)
        clock->orders.run = stamp_orders_proved(&clock->orders, STAMP_YEAR_AFTER);
    clock->has_days_in_names = have_days(list, clock);
}
