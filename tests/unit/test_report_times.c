#include "helper.h"
#include "report/report_times.h"

#define MINUTE INT64_C(60000000)

typedef void adder(struct buffer *b, const struct report *report);

static void check_added(adder *add, const struct report *report, const char *expected)
{
    struct buffer b = {0};

    add(&b, report);
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

TEST(the_extent_is_counted_and_dated)
{
    int64_t times[] = {0, 90 * MINUTE};
    struct report r = {.moments = 2, .tags = 1, .utc = times, .shown = times};

    check_added(report_add_extent, &r, "2 snapshots of 1 tag, 1970-01-01 00:00:00 to 1970-01-01 01:30:00");
    check_added(report_add_clock, &r, "UTC (1 h 30 min)");
    r.is_local = true;
    check_added(report_add_clock, &r, "local time (1 h 30 min)");
    r.moments = 1;
    check_added(report_add_extent, &r, "1 snapshot of 1 tag, 1970-01-01 00:00:00");
    check_added(report_add_clock, &r, "local time");
}

TEST(snapshots_without_times_are_numbered)
{
    int64_t times[] = {0, 30 * MINUTE};
    struct report r = {.moments = 2, .tags = 3, .utc = times, .shown = times, .is_numbered = true};

    check_added(report_add_extent, &r, "2 snapshots of 3 tags, snapshot 1 to snapshot 2");
    check_added(report_add_clock, &r, "times not known");
    r.interval_us = 30 * MINUTE;
    check_added(report_add_clock, &r, "30 min apart");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_extent_is_counted_and_dated),
        cmocka_unit_test(snapshots_without_times_are_numbered),
    };

    return RUN(tests);
}
