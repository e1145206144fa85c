#include "formats/text/stamp.h"
#include "helper.h"

#define NO_ZONE INT64_MIN

/* Expected times were computed with an independent calendar. */
static const struct {
    const char *line;
    int64_t shown_us;
    int64_t offset_minutes; // NO_ZONE: no zone given
    bool is_ambiguous;
} lines[] = {
    {"2016.05.01-12:00:00 Pacific Standard Time (local time of the machine)", 1462104000000000, NO_ZONE, false},
    {"22/05/2020 22:35:55.53", 1590186955530000, NO_ZONE, false},
    {"Fri 05/22/2020  8:05:09.53", 1590134709530000, NO_ZONE, false},
    {"Thu 03/05/2020  8:05:09", 1583395509000000, NO_ZONE, false},
    {"Sun 03/05/2020  8:05:09", 1588493109000000, NO_ZONE, false},
    {"5/6/2020 8:05:09 PM", 1588795509000000, NO_ZONE, false},
    {"5/6/2020 12:05:09 AM", 1588723509000000, NO_ZONE, false},
    {"05/06/2020 12:05:09", 1591358709000000, NO_ZONE, true},
    {"05/05/2020 12:05:09", 1588680309000000, NO_ZONE, false},
    {"22.05.2020  8:05:09,53", 1590134709530000, NO_ZONE, false},
    {"22-05-2020 08:05", 1590134700000000, NO_ZONE, false},
    {"2020-05-22T08:05:09Z", 1590134709000000, 0, false},
    {"2020-05-22T08:05:09.1234567+02:00", 1590134709123456, 120, false},
    {"taken 2020/05/22 08:05:09 -0730 by hand", 1590134709000000, -450, false},
    {"Friday, May 22, 2020 8:05:09 AM", 1590134709000000, NO_ZONE, false},
    {"22 May 2020 08:05:09", 1590134709000000, NO_ZONE, false},
    {"22-May-2020 08:05:09", 1590134709000000, NO_ZONE, false},
    {"zzz ***Sat Nov 21 23:17:00 UTC 2026", 1795303020000000, 0, false},
    {"zzz ***Sat Nov  7 03:17:00 CET 2026", 1794021420000000, NO_ZONE, false},
    {"Debug session time: Fri May 22 08:05:09.123 2020 (UTC + 2:00)", 1590134709123000, 120, false},
    {"Debug session time: Fri May 22 08:05:09.123 2020 (UTC - 10:00)", 1590134709123000, -600, false},
    {"!LogType=memsnap !SystemTime=09\\03\\2002 15:39:31.0781 (GMT) !TickCount=12345678", 1031067571078100, 0, false},
    {"------SnapshotDate=[5/22/2020 8:05:09 AM +02:00]------", 1590134709000000, 120, false},
    {"Friday, May 22, 2020 8:05:09\u202FPM", 1590177909000000, NO_ZONE, false}, // .NET 8
    {"5/22/2020 8:05:09\u00A0pm", 1590177909000000, NO_ZONE, false},
    {"22/05/2020 08:05:09 p.\u00A0m.", 1590177909000000, NO_ZONE, false},
    {"05/06/2020 12:05:09 a. m.", 1591315509000000, NO_ZONE, true}, // order of day and month is ambiguous
    {"2020-05-22 \uC624\uD6C4 8:05:09", 1590177909000000, NO_ZONE, false},
    {"2020/5/22 \u4E0A\u5348 12:05:09", 1590105909000000, NO_ZONE, false},
    {"2020/05/22 \u5348\u5F8C 08:05:09", 1590177909000000, NO_ZONE, false},
    {"2020. 05. 22.  8:05:09,53", 1590134709530000, NO_ZONE, false},
    {"22. 5. 2020  8:05:09,53", 1590134709530000, NO_ZONE, false},
    {"22.5.2020  8.05.09,53", 1590134709530000, NO_ZONE, false},
    {"20200522-080509", 1590134709000000, NO_ZONE, false},
    {"== 20200522080509 ==", 1590134709000000, NO_ZONE, false},
    {"20200522T080509Z", 1590134709000000, 0, false},
    {"taken 2020-05-22_08-05-09", 1590134709000000, NO_ZONE, false},
    {"PC_200522-080509", 1590134709000000, NO_ZONE, false},
    {"22.05.2020:08:05:09", 1590134709000000, NO_ZONE, false},
    {"2020-05-22:08:05:09", 1590134709000000, NO_ZONE, false},
    {"May 22 2020:08:05:09", 1590134709000000, NO_ZONE, false},
    {"22.05.2020 8:05:09 p. M\u00FCller", 1590134709000000, NO_ZONE, false},
};

static const struct {
    const char *path;
    int64_t shown_us;
} paths[] = {
    {"poolsnap_20200522-080509.log", 1590134709000000},
    {"/x/2019-01-01_10-10/2020-05-22_08.05.txt", 1590134700000000},
    {"2021.07.13_11.04.49_1626174289.pool.csv", 1626174289000000},
    {"PC_200522-080509_poolmon.txt", 1590134709000000},
    {"log20200522080509.txt", 1590134709000000},
    {"2020-05-22T0805.txt", 1590134700000000},
};

TEST(times_are_found_in_every_form)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct stamp stamp;
        bool ok = stamp_find(text_of(lines[i].line), ORDER_UNKNOWN, &stamp) && stamp.has_date && stamp.has_time &&
                  stamp.date_us + stamp.time_us == lines[i].shown_us && stamp.is_ambiguous == lines[i].is_ambiguous &&
                  stamp.has_zone == (lines[i].offset_minutes != NO_ZONE) &&
                  (!stamp.has_zone || stamp.offset_us == lines[i].offset_minutes * 60000000);

        if (!ok) {
            print_error("%s: %lld, zone %d by %lld, doubtful %d\n", lines[i].line,
                        (long long)(stamp.date_us + stamp.time_us), stamp.has_zone, (long long)stamp.offset_us,
                        stamp.is_ambiguous);
            fail();
        }
    }
}

TEST(other_numbers_are_not_times)
{
    static const char *const none[] = {"",
                                       "0: kd> !poolused 2",
                                       "C:\\tools> poolmon.exe -n x.log",
                                       " NtFs Paged 120 20 100 4096 40",
                                       "version 10.0.19041.1",
                                       "fffff803`12345678 0000:0000 12:3 7:99 25:00",
                                       "31/02/2020 31.04.2020 00/00/2020",
                                       "20201322-080509 20200522-240509 1234567890123456",
                                       "24:00:00 7:61:12:13",
                                       "module 10.0.19041.1 8.05.09",
                                       "2020-13-01 2020-00-10",
                                       "99/99/9999",
                                       "May be so",
                                       "ntoskrnl at ffff9201101015300, checked",
                                       "order 202012151030001234567",
                                       "Commit: 201011121314K",
                                       "GUID 20101112-1314-4567-89ab",
                                       "Machine SRV20101112-1314-07",
                                       "saved to C:/logs/poolmon_20200401-120000.log",
                                       "(c) 1999 Somebody"};

    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        struct stamp stamp;

        if (stamp_find(text_of(none[i]), ORDER_UNKNOWN, &stamp)) {
            print_error("%s: taken for a time\n", none[i]);
            fail();
        }
    }
}

TEST(a_date_or_a_time_may_be_alone)
{
    struct stamp stamp;

    assert_true(stamp_find(text_of("The current date is: Fri 05/22/2020 "), ORDER_UNKNOWN, &stamp));
    assert_true(stamp.has_date && !stamp.has_time);
    assert_true(stamp_find(text_of("The current time is: 20:05:09.53"), ORDER_UNKNOWN, &stamp));
    assert_true(!stamp.has_date && stamp.has_time);
    assert_int_equal(stamp.time_us, (INT64_C(20) * 3600 + 5 * 60 + 9) * 1000000 + 530000);
}

TEST(an_incomplete_time_is_not_completed_by_other_numbers)
{
    struct stamp stamp;

    assert_true(stamp_find(text_of("08:05:09 beside 20200401-120000"), ORDER_UNKNOWN, &stamp));
    assert_true(!stamp.has_date && stamp.has_time);
    assert_true(stamp_find(text_of("file poolmon.2019-12-01-1530.exe run"), ORDER_UNKNOWN, &stamp));
    assert_false(stamp.has_time);
    assert_true(stamp_find(text_of("2020-05-22 24:00:00"), ORDER_UNKNOWN, &stamp));
    assert_true(stamp.has_date && !stamp.has_time);
    assert_true(stamp_find(text_of("Freitag, 22. Mai 2020 10:11:12.53"), ORDER_UNKNOWN, &stamp));
    assert_true(!stamp.has_date && stamp.has_time);
    assert_int_equal(stamp.time_us, (INT64_C(10) * 3600 + 11 * 60 + 12) * 1000000 + 530000);
}

TEST(one_line_decides_the_order_of_day_and_month)
{
    struct stamp stamp;

    assert_int_equal(stamp_guess_order(text_of("03/05/2020 8:00\n NtFs / 7\n05/13/2020 8:00\n")), ORDER_MONTH_FIRST);
    assert_int_equal(stamp_guess_order(text_of("03/05/2020 8:00\n13/05/2020 8:00\n")), ORDER_DAY_FIRST);
    assert_int_equal(stamp_guess_order(text_of("03/05/2020 8:00\n04/05/2020 8:00\n")), ORDER_UNKNOWN);
    assert_true(stamp_find(text_of("03/05/2020 8:00"), ORDER_MONTH_FIRST, &stamp));
    assert_false(stamp.is_ambiguous);
    assert_int_equal(stamp.date_us, INT64_C(1583366400) * 1000000);                 // 5 March
    assert_true(stamp_find(text_of("25/05/2020 8:00"), ORDER_MONTH_FIRST, &stamp)); // 25 can only be the day
    assert_int_equal(stamp.date_us, INT64_C(1590364800) * 1000000);
}

TEST(times_are_found_in_file_names)
{
    static const char *const none[] = {"poolsnap.log",
                                       "12345678901234.txt",
                                       "20201322-080509.log",
                                       "2020-05-22.log",
                                       "/2020-05-22_08-05-09/x.log",
                                       "C:\\2020-05-22_08-05-09\\x.log",
                                       "v1.2.3.4.5.6",
                                       "200522-0805.txt",
                                       "20200522-250509.log",
                                       "120200522080509.txt"};
    int64_t time_us;

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        time_us = 0;
        if (!stamp_from_name(paths[i].path, &time_us) || time_us != paths[i].shown_us) {
            print_error("%s: %lld\n", paths[i].path, (long long)time_us);
            fail();
        }
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (stamp_from_name(none[i], &time_us)) {
            print_error("%s: taken for a time\n", none[i]);
            fail();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_found_in_every_form),
        cmocka_unit_test(other_numbers_are_not_times),
        cmocka_unit_test(a_date_or_a_time_may_be_alone),
        cmocka_unit_test(an_incomplete_time_is_not_completed_by_other_numbers),
        cmocka_unit_test(one_line_decides_the_order_of_day_and_month),
        cmocka_unit_test(times_are_found_in_file_names),
    };

    return RUN(tests);
}
