#include "formats/text/stamp.h"

#include "base/calendar.h"
#include "helper.h"

#define NO_ZONE INT64_MIN
#define NOW_US 1796083200000000 // 1 December 2026

/* Expected times were computed with an independent calendar. */
static const struct {
    const char *path;
    int64_t shown_us;
    int64_t offset_minutes; // NO_ZONE: no zone given
    bool is_ambiguous;
} paths[] = {
    {"poolsnap_20200522-080509.log", 1590134709000000, NO_ZONE, false},
    {"/x/2019-01-01_10-10/2020-05-22_08.05.txt", 1590134700000000, NO_ZONE, false},
    {"2021.07.13_11.04.49_1626174289.pool.csv", 1626174289000000, NO_ZONE, false},
    {"PC_200522-080509_poolmon.txt", 1590134709000000, NO_ZONE, false},
    {"PC_300520-080509_poolmon.txt", 1590825909000000, NO_ZONE, false},
    {"log20200522080509.txt", 1590134709000000, NO_ZONE, false},
    {"2020-05-22T0805.txt", 1590134700000000, NO_ZONE, false},
    {"C:\\logs\\2020-05-22T0805.txt", 1590134700000000, NO_ZONE, false},
    {"30.05.2020_22-00-00.log", 1590876000000000, NO_ZONE, false},
    {"5-30-2020 22.00.00.log", 1590876000000000, NO_ZONE, false},
    {"05-12-2020 22.00.00 (2).log", 1607205600000000, NO_ZONE, true},
    {"05-05-2020 22.00.00.log", 1588716000000000, NO_ZONE, false},
    {"poolmon.2020-13-05-00-30-15.log", 1589329815000000, NO_ZONE, false},
    {"poolmon.2020-12-05-00-30-15.log", 1607128215000000, NO_ZONE, false},
    {"pool_30-05-20_2200.log", 1590876000000000, NO_ZONE, false},
    {"20-05-30 22.00.log", 1590876000000000, NO_ZONE, false},
    {"30May2020_2200.log", 1590876000000000, NO_ZONE, false},
    {"May-30-2020 22.00.log", 1590876000000000, NO_ZONE, false},
    {"srv-30-Mai-20-22-00.txt", 1590876000000000, NO_ZONE, false},
    {"30. M\u00E4rz 2020 22.00 - Kopie.txt", 1585605600000000, NO_ZONE, false},
    {"30 aou\u0302t 2020 22h00m07s.log", 1598824807000000, NO_ZONE, false},
    {"poolmon_Sat 05-30-2020_22-00-00.17.txt", 1590876000170000, NO_ZONE, false},
    {"pool_05-30-2020_ 7-05-09,17.txt", 1590822309170000, NO_ZONE, false},
    {"2020-05-30T22:00:00.123456+02:00.log", 1590876000123456, 120, false},
    {"pool 5-30-20 10.00 PM.log", 1590876000000000, NO_ZONE, false},
    {"poolmon.2020053022.log", 1590876000000000, NO_ZONE, false},
    {"srv_slabinfo_20.05.30.2200.dat", 1590876000000000, NO_ZONE, false},
    {"poolmon-2020.05.30-22.00.00.txt", 1590876000000000, NO_ZONE, false},
    {"pool_Sat_30_May_2020_22-00.log", 1590876000000000, NO_ZONE, false},
    {"20200530T2200Z.log", 1590876000000000, 0, false},
    {"2020-05-30T22_00_00+0200.log", 1590876000000000, 120, false},
    {"2020-05-30T22-00-00-0330.log", 1590876000000000, -210, false},
    {"20200530_220000UTC.log", 1590876000000000, 0, false},
    {"Screenshot 2020-05-30 at 10.00.00\u202FPM.txt", 1590876000000000, NO_ZONE, false},
    {"5-30-2020 10.00 pm - Copy.log", 1590876000000000, NO_ZONE, false},
    {"05-31-2020 12.00.00 a.m. (3).log", 1590883200000000, NO_ZONE, false},
    {"pool_30052020_2200.log", 1590876000000000, NO_ZONE, false},
    {"pool_05302020_220001.log", 1590876001000000, NO_ZONE, false},
    {"20200530220000123.log", 1590876000000000, NO_ZONE, false},
    {"2020_05_30_22_00_00.log", 1590876000000000, NO_ZONE, false},
    {"poolmon 30-5-2020 7.05.log", 1590822300000000, NO_ZONE, false},
};

TEST(times_are_found_in_names_of_every_form)
{
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct stamp_orders orders = {.latest_us = NOW_US + DAY_US};
        struct stamp stamp = {0};
        bool ok;

        stamp_add_name(&orders, paths[i].path);
        ok = stamp_from_name(paths[i].path, &orders, &stamp) && stamp.date_us + stamp.time_us == paths[i].shown_us &&
             stamp.is_ambiguous == paths[i].is_ambiguous && stamp.has_zone == (paths[i].offset_minutes != NO_ZONE) &&
             (!stamp.has_zone || stamp.offset_us == paths[i].offset_minutes * 60000000);
        if (!ok) {
            print_error("%s: %lld, zone %d by %lld, guessed %d\n", paths[i].path,
                        (long long)(stamp.date_us + stamp.time_us), stamp.has_zone, (long long)stamp.offset_us,
                        stamp.is_ambiguous);
            fail();
        }
    }
}

TEST(other_names_have_no_time)
{
    static const char *const none[] = {"poolsnap.log",
                                       "12345678901234.txt",
                                       "20201322-080509.log",
                                       "2020-05-22.log",
                                       "/2020-05-22_08-05-09/x.log",
                                       "C:\\2020-05-22_08-05-09\\x.log",
                                       "v1.2.3.4.5.6",
                                       "tool-10.12.20.14.50.log",
                                       "200522-0805.txt",
                                       "20200522-250509.log",
                                       "120200522080509.txt",
                                       "30.02.2020_10-00.log",
                                       "may10_2200.log",
                                       "mar 5 2.log",
                                       "0590876000.log",
                                       "pool (10).log",
                                       "2020-05-22_8.log"};
    const struct stamp_orders orders = {.latest_us = NOW_US + DAY_US};
    struct stamp stamp;

    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (stamp_from_name(none[i], &orders, &stamp)) {
            print_error("%s: taken for a time\n", none[i]);
            fail();
        }
}

/* "NAME NAME ... > DATE DATE ...": the dates that names get together; a ? after one says that it was guessed. */
static void check_names(const char *const *given, enum stamp_order order, const char *expected)
{
    struct stamp_orders orders = {.latest_us = NOW_US + DAY_US};
    struct buffer b = {0};

    for (size_t i = 0; given[i]; i++)
        stamp_add_name(&orders, given[i]);
    orders.run = order;
    for (size_t i = 0; given[i]; i++) {
        struct stamp stamp;
        struct buffer date = {0};

        assert_true(stamp_from_name(given[i], &orders, &stamp));
        calendar_add(&date, stamp.date_us, ' ');
        buffer_printf(&b, "%s%.10s%s", i ? " " : "", date.bytes, stamp.is_ambiguous ? "?" : "");
        buffer_free(&date);
    }
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

TEST(a_number_above_12_in_one_name_decides_for_all)
{
    check_names(NAMES("05-12-2020 22.00", "05-13-2020 22.00"), ORDER_UNKNOWN, "2020-05-12 2020-05-13");
    check_names(NAMES("05-12-2020 22.00", "13-12-2020 22.00"), ORDER_UNKNOWN, "2020-12-05 2020-12-13");
    check_names(NAMES("a.2020-12-05-22-00", "a.2020-13-05-00-00"), ORDER_UNKNOWN, "2020-05-12 2020-05-13");
    check_names(NAMES("01.06.2020_0400", "31.05.2020_2200"), ORDER_UNKNOWN, "2020-06-01 2020-05-31");
    check_names(NAMES("04.05.2020_0400", "04.30.2020_2200"), ORDER_UNKNOWN, "2020-04-05 2020-04-30");
    check_names(NAMES("04_05_20_0400", "04_30_20_2200"), ORDER_UNKNOWN, "2020-04-05 2020-04-30");
}

TEST(a_date_alone_is_told_from_a_time)
{
    struct stamp_orders orders = {.latest_us = NOW_US + DAY_US};
    struct stamp stamp;

    stamp_add_name(&orders, "pool 05-13-2020.log");
    assert_true(stamp_day_from_name("pool 05-06-2020.log", &orders, &stamp));
    assert_true(stamp.has_date && !stamp.has_time && !stamp.is_ambiguous);
    assert_int_equal(stamp.date_us, 1588723200 * SECOND_US); // 6 May
    assert_true(stamp_day_from_name("20200506.log", &orders, &stamp));
    assert_true(stamp_day_from_name("6. Mai 2020.log", &orders, &stamp));
    assert_false(stamp_day_from_name("20200506-0800.log", &orders, &stamp));
    assert_false(stamp_day_from_name("05-06-20.log", &orders, &stamp));
    assert_false(stamp_day_from_name("202005061.log", &orders, &stamp));
}

TEST(texts_decide_where_names_do_not)
{
    check_names(NAMES("05-12-2020 22.00", "05-11-2020 22.00"), ORDER_MONTH_FIRST, "2020-05-12 2020-05-11");
    check_names(NAMES("05-12-2020 22.00", "05-11-2020 22.00"), ORDER_DAY_FIRST, "2020-12-05 2020-11-05");
    check_names(NAMES("05-12-2020 22.00", "05-11-2020 22.00"), ORDER_UNKNOWN, "2020-05-12? 2020-05-11?");
    check_names(NAMES("05-13-2020 22.00", "05-11-2020 22.00"), ORDER_DAY_FIRST, "2020-05-13 2020-05-11");
}

TEST(a_year_of_two_digits_is_where_the_dates_are_nearest)
{
    check_names(NAMES("20-05-12_2200", "20-05-11_2200"), ORDER_DAY_FIRST, "2020-05-12? 2020-05-11?");
    check_names(NAMES("05-12-20_2200", "06-12-20_2200"), ORDER_DAY_FIRST, "2020-12-05 2020-12-06");
    check_names(NAMES("20-05-12_2200", "20-05-31_2200"), ORDER_UNKNOWN, "2020-05-12 2020-05-31");
    check_names(NAMES("11-05-20_2200", "31-05-20_2200"), ORDER_UNKNOWN, "2020-05-11 2020-05-31");
}

TEST(names_that_contradict_each_other_are_read_alone)
{
    check_names(NAMES("13-05-2020 22.00", "05-13-2020 22.00", "04-05-2020 0800"), ORDER_UNKNOWN,
                "2020-05-13 2020-05-13 2020-05-04?");
    check_names(NAMES("2020-13-05 22.00", "2020-05-13 22.00", "2020-05-04 0800"), ORDER_UNKNOWN,
                "2020-05-13 2020-05-13 2020-05-04");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_found_in_names_of_every_form),
        cmocka_unit_test(other_names_have_no_time),
        cmocka_unit_test(a_number_above_12_in_one_name_decides_for_all),
        cmocka_unit_test(a_date_alone_is_told_from_a_time),
        cmocka_unit_test(texts_decide_where_names_do_not),
        cmocka_unit_test(a_year_of_two_digits_is_where_the_dates_are_nearest),
        cmocka_unit_test(names_that_contradict_each_other_are_read_alone),
    };

    return RUN(tests);
}
