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
    {"2020 May 30 22:00:00", 1590876000000000, NO_ZONE, false},
    {"2020-mai-30 22:00", 1590876000000000, NO_ZONE, false},
    {"at 2020/Jun/02 08:00", 1591084800000000, NO_ZONE, false},
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
    {"Samstag, 30. Mai 2020 22:00:00", 1590876000000000, NO_ZONE, false},
    {"Sa 30. Mai 22:00:00 CEST 2020", 1590876000000000, NO_ZONE, false},
    {"SAMSTAG, 30. MAI 2020 22:00", 1590876000000000, NO_ZONE, false},
    {"Montag, 2. März 2020 07:05:09", 1583132709000000, NO_ZONE, false},
    {"Mo 02 Mär 2020 07:05:09", 1583132709000000, NO_ZONE, false},
    {"2. Ma\u0308rz 2020 07:05:09", 1583132709000000, NO_ZONE, false},
    {"1. Jänner 2021 00:10", 1609459800000000, NO_ZONE, false},
    {"am 24. Dez. 2020 um 18:30:00", 1608834600000000, NO_ZONE, false},
    {"sam. 30 mai 2020 22:00:00", 1590876000000000, NO_ZONE, false},
    {"sam. 30 mai 2020 22:00:00 CEST", 1590876000000000, NO_ZONE, false},
    {"1er août 2020 à 06:07:08", 1596262028000000, NO_ZONE, false},
    {"MARDI 04 FÉVRIER 2020 06:07:08", 1580796428000000, NO_ZONE, false},
    {"mar. 4 févr. 2020 06:07:08", 1580796428000000, NO_ZONE, false},
    {"mar. 3 mars 2020 06:07", 1583215620000000, NO_ZONE, false},
    {"31 déc. 2020 23:59:59", 1609459199000000, NO_ZONE, false},
    {"lun. 6 juil. 2020 09:00", 1594026000000000, NO_ZONE, false},
    {"sábado, 30 de mayo de 2020 22:00:00", 1590876000000000, NO_ZONE, false},
    {"mié 3 jun 2020 22:00:00", 1591221600000000, NO_ZONE, false},
    {"sáb may 30 22:00:00 CEST 2020", 1590876000000000, NO_ZONE, false},
    {"15 de ENE. de 2021 01:02:03", 1610672523000000, NO_ZONE, false},
    {"martes, 8 de septiembre de 2020 10:00:00 p. m.", 1599602400000000, NO_ZONE, false},
    {"sabato 30 maggio 2020 22:00:00", 1590876000000000, NO_ZONE, false},
    {"mer 1 lug 2020, 22:00:00, CEST", 1593640800000000, NO_ZONE, false},
    {"gio 24 dic 2020 12:00", 1608811200000000, NO_ZONE, false},
    {"zaterdag 30 mei 2020 22:00:00", 1590876000000000, NO_ZONE, false},
    {"wo 4 mrt 2020 22:00:00 CET", 1583359200000000, NO_ZONE, false},
    {"di 4 aug. 2020 22:00", 1596578400000000, NO_ZONE, false},
    {"sábado, 30 de maio de 2020 22:00:00", 1590876000000000, NO_ZONE, false},
    {"terça-feira, 1 de setembro de 2020 22:00:00", 1598997600000000, NO_ZONE, false},
    {"5 de out. de 2020 22:00:00", 1601935200000000, NO_ZONE, false},
    {"seg 7 dez 2020 22:00", 1607378400000000, NO_ZONE, false},
    {"30 maj 2020 22:00:00", 1590876000000000, NO_ZONE, false},
    {"sobota, 30 maja 2020 22:00:00", 1590876000000000, NO_ZONE, false},
    {"śr., 14 paź 2020 22:00", 1602712800000000, NO_ZONE, false},
    {"ŚRODA 14 PAŹDZIERNIKA 2020 22:00", 1602712800000000, NO_ZONE, false},
    {"pt 1 sty 2021 22:00", 1609538400000000, NO_ZONE, false},
    {"sob, 30 maj 2020, 22:00:00 CEST", 1590876000000000, NO_ZONE, false},
    {"30.05.20 22:00", 1590876000000000, NO_ZONE, false},
    {"05/30/20 10:00 PM", 1590876000000000, NO_ZONE, false},
    {"20-05-30 22:00:00", 1590876000000000, NO_ZONE, true}, // 2030, if not for the future
    {"30/05/20 22:00:00", 1590876000000000, NO_ZONE, false},
    {"Sat 05/30/20 22:00:00.00", 1590876000000000, NO_ZONE, false},
    {"30-May-20 22:00:00", 1590876000000000, NO_ZONE, false},
    {"[30.05.20, 22:00:00]", 1590876000000000, NO_ZONE, false},
    {"22:00:00 30.05.20", 1590876000000000, NO_ZONE, false},
    {"30/May/2020:22:00:00", 1590876000000000, NO_ZONE, false},
    {"May 30th, 2020 22:00:00", 1590876000000000, NO_ZONE, false},
    {"05-06-2020 22:00", 1591394400000000, NO_ZONE, true},
    {"05/06/20 22:00", 1591394400000000, NO_ZONE, true},
    {"10-11-12 22:00", 1289599200000000, NO_ZONE, true},
    {"1590876000", 1590876000000000, 0, false},
    {"[1590876000]", 1590876000000000, 0, false},
    {"epoch: 1590876000", 1590876000000000, 0, false},
    {"time=1590876000.25", 1590876000250000, 0, false},
    {"1590876000123", 1590876000123000, 0, false},
    {"== @1590876000 ==", 1590876000000000, 0, false},
    {"Unix time 1590876000123 ms", 1590876000123000, 0, false},
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
    {"poolmon_30.05.2020_22-00-00.log", 1590876000000000},
    {"05-31-2020 22.00.00.txt", 1590962400000000},
    {"poolmon.2020-13-05-22-00-00.log", 1589407200000000},
    {"30May2020_2200.txt", 1590876000000000},
    {"May-30-2020 22.00.log", 1590876000000000},
    {"20200530T2200Z.log", 1590876000000000},
    {"2020-05-30T22_00_00+0200.log", 1590876000000000},
    {"pool 2020-05-30 22.00 (2).log", 1590876000000000},
    {"5-30-2020 10.00.00 PM.log", 1590876000000000},
    {"2020-05-30_10-00-00_PM.log", 1590876000000000},
    {"C:\\logs\\30.05.20 22-00.txt", 1590876000000000},
    {"30052020_2200.log", 1590876000000000},
    {"20203005-2200.log", 1590876000000000},
    {"x_2020-May-30_22h00.log", 1590876000000000},
    {"30_ao\u00fbt_2020_22h00m05s.log", 1598824805000000},
    {"mem-20200530220000123.txt", 1590876000000000},
    {"srv1_2020.5.30_22.00.log", 1590876000000000},
    {"30-Mai-2020, 22.00.txt", 1590876000000000},
    {"31. 12. 2020 23.59.59.txt", 1609459199000000},
    {"20-05-30_2200.txt", 1590876000000000},
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
                                       "(c) 1999 Somebody",
                                       " Mar  Nonp  22 2020 1 1 1",
                                       " Out  Paged 5 2020 11 1",
                                       "timed out 22 2020 times",
                                       "set 5 of 2020 blocks, 2 ago",
                                       "it may 5 or so be, 12 dom",
                                       "version 10.05.20 of 30.05.20.1 at 10.1.20.15",
                                       "1590876000 bytes",
                                       "tag 1590876000",
                                       "-1590876000",
                                       "15908760001",
                                       "9990876000",
                                       "4102444800000",
                                       "0590876000",
                                       "0005908760001",
                                       "epoch 1590876000 1590876001"};

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
    assert_true(stamp_find(text_of("perjantai 22. toukokuuta 2020 klo 10:11:12.53"), ORDER_UNKNOWN, &stamp));
    assert_true(!stamp.has_date && stamp.has_time);
    assert_int_equal(stamp.time_us, (INT64_C(10) * 3600 + 11 * 60 + 12) * 1000000 + 530000);
}

static enum stamp_order guess(const char *head)
{
    return stamp_guess_order(text_of(head), 0);
}

TEST(one_line_decides_the_order_of_day_and_month)
{
    struct stamp stamp;

    assert_int_equal(guess("03/05/2020 8:00\n NtFs / 7\n05/13/2020 8:00\n"), ORDER_MONTH_FIRST);
    assert_int_equal(guess("03/05/2020 8:00\n13/05/2020 8:00\n"), ORDER_DAY_FIRST);
    assert_int_equal(guess("03/05/2020 8:00\n04/05/2020 8:00\n"), ORDER_UNKNOWN);
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
                                       "120200522080509.txt",
                                       "10.1.20.15.log",
                                       "pool 30.05.2020 (2).log",
                                       "mayor 22-00.log",
                                       "31-04-2020_2200.log",
                                       "version 1.2.20 8.log",
                                       "case 1590876000.log"};
    const struct stamp_orders orders = {0};
    struct stamp stamp;

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (!stamp_from_name(paths[i].path, &orders, &stamp) || stamp.date_us + stamp.time_us != paths[i].shown_us) {
            print_error("%s: %lld\n", paths[i].path, (long long)(stamp.date_us + stamp.time_us));
            fail();
        }
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (stamp_from_name(none[i], &orders, &stamp)) {
            print_error("%s: taken for a time\n", none[i]);
            fail();
        }
}

/* Collects the names, and checks the time that the first one gets. */
static void check_run(const char *const *names, size_t count, int64_t latest_us, const char *expected, bool is_guess)
{
    struct stamp_orders orders = {.latest_us = latest_us};
    struct stamp stamp;
    struct buffer b = {0};

    for (size_t i = 0; i < count; i++)
        stamp_add_name(&orders, names[i]);
    orders.run = stamp_orders_proved(&orders, STAMP_YEAR_AFTER);
    assert_true(stamp_from_name(names[0], &orders, &stamp));
    calendar_add(&b, stamp.date_us + stamp.time_us, ' ');
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    assert_int_equal(stamp.is_ambiguous, is_guess);
    buffer_free(&b);
}

#define CHECK_RUN(latest_us, expected, is_guess, ...)                                                                  \
    do {                                                                                                               \
        const char *const run_names[] = {__VA_ARGS__};                                                                 \
        check_run(run_names, sizeof run_names / sizeof *run_names, latest_us, expected, is_guess);                     \
    } while (0)

TEST(a_number_above_12_in_any_name_decides_for_all)
{
    CHECK_RUN(0, "2020-06-05 22:00:00", false, "a 05-06-2020 22.00.log", "a 13-06-2020 22.00.log");
    CHECK_RUN(0, "2020-05-06 22:00:00", false, "a 05-06-2020 22.00.log", "a 05-13-2020 22.00.log");
    CHECK_RUN(0, "2020-05-12 22:00:00", false, "p.2020-12-05-22-00", "p.2020-13-05-04-00");
    CHECK_RUN(0, "2020-12-05 22:00:00", false, "p.2020-12-05-22-00", "p.2020-12-06-04-00");
    CHECK_RUN(0, "2020-06-05 22:00:00", false, "05062020_2200", "13062020_2200");
}

TEST(what_would_lie_in_the_future_is_not_meant)
{
    int64_t end_of_2026 = calendar_days((struct calendar_day){2026, 12, 31}) * DAY_US;

    CHECK_RUN(end_of_2026, "2020-05-30 22:00:00", false, "30-05-20_2200", "31-05-20_0400", "01-06-20_2200");
    CHECK_RUN(end_of_2026, "2020-05-30 22:00:00", false, "20-05-30_2200", "20-06-01_0400");
    CHECK_RUN(end_of_2026, "2021-06-05 22:00:00", false, "05-06-21 22.00", "31-05-21 22.00", "30-04-19 10.00");
    CHECK_RUN(end_of_2026, "2020-05-30 22:00:00", false, "300520-220000.log");
    CHECK_RUN(calendar_days((struct calendar_day){2026, 6, 1}) * DAY_US, "2026-02-11 22:00:00", false,
              "11-02-2026_2200");
}

TEST(an_order_that_nothing_proves_is_a_guess)
{
    CHECK_RUN(0, "2020-12-05 22:00:00", true, "05-12-2020 22.00.00");
    CHECK_RUN(0, "2020-05-12 22:00:00", true, "05-12-2020 10.00.00 PM");
    CHECK_RUN(0, "2020-12-05 22:00:00", false, "05.12.2020 22.00.00");
    CHECK_RUN(0, "2020-05-05 22:00:00", false, "05-05-2020 22.00.00");
    CHECK_RUN(0, "2020-12-05 22:00:00", true, "05-12-2020 22.00.00", "06-12-2020 04.00.00"); // 6 h, or a month
    CHECK_RUN(0, "2020-05-12 22:00:00", true, "05-12-2020 22.00.00", "06-01-2020 04.00.00"); // 20 d, or 334
}

TEST(a_name_may_tell_a_day_without_a_time)
{
    static const char *const days[] = {"p_30.05.2020.log", "2020-05-30 (2).txt", "20200530.log", "30 mai 2020.txt",
                                       "a-05-30-2020-9.log"};
    static const char *const none[] = {"p_30.05.20.log", "20200530-2200.log", "12345678.log", "10.1.20.15.log",
                                       "p.log"};
    const struct stamp_orders orders = {0};
    struct stamp stamp;

    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (!stamp_day_from_name(days[i], &orders, &stamp) || stamp.has_time ||
            stamp.date_us != INT64_C(1590796800000000))
            fail_msg("%s: not that day", days[i]);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (stamp_day_from_name(none[i], &orders, &stamp))
            fail_msg("%s: taken for a day", none[i]);
}

TEST(a_zone_in_a_name_is_kept)
{
    static const struct {
        const char *name;
        int64_t minutes;
    } names[] = {{"20200530T2200Z.log", 0},
                 {"2020-05-30T22_00_00+0200.log", 120},
                 {"20200530T220000-0730.log", -450},
                 {"20200530_220000-0100.log", NO_ZONE},
                 {"20200530-2200_UTC.log", 0},
                 {"20200530 2200+05-30.log", 330},
                 {"20200530T220000-0001.log", NO_ZONE}};
    const struct stamp_orders orders = {0};
    struct stamp stamp;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_true(stamp_from_name(names[i].name, &orders, &stamp));
        assert_int_equal(stamp.time_us, 22 * HOUR_US);
        if (stamp.has_zone != (names[i].minutes != NO_ZONE) ||
            (stamp.has_zone && stamp.offset_us != names[i].minutes * MINUTE_US))
            fail_msg("%s: zone %d by %lld", names[i].name, stamp.has_zone, (long long)stamp.offset_us);
    }
}

TEST(two_digit_years_in_a_text_are_told_by_its_other_dates)
{
    int64_t end_of_2026 = calendar_days((struct calendar_day){2026, 12, 31}) * DAY_US;

    assert_int_equal(stamp_guess_order(text_of("30-05-20 22:00\n31-05-20 04:00\n"), end_of_2026), ORDER_DAY_FIRST);
    assert_int_equal(stamp_guess_order(text_of("20-05-30 22:00\n20-06-01 04:00\n"), end_of_2026), ORDER_YEAR_FIRST);
    assert_int_equal(stamp_guess_order(text_of("05/06/20 22:00\n05/30/20 04:00\n"), end_of_2026), ORDER_MONTH_FIRST);
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
        cmocka_unit_test(a_number_above_12_in_any_name_decides_for_all),
        cmocka_unit_test(what_would_lie_in_the_future_is_not_meant),
        cmocka_unit_test(an_order_that_nothing_proves_is_a_guess),
        cmocka_unit_test(a_name_may_tell_a_day_without_a_time),
        cmocka_unit_test(a_zone_in_a_name_is_kept),
        cmocka_unit_test(two_digit_years_in_a_text_are_told_by_its_other_dates),
    };

    return RUN(tests);
}
