#include "leak_helper.h"

#include "base/calendar.h"
#include "leaks/leak_course.h"

#define BINS 12
#define BIN_SECONDS 100.0

/* The course of one tag in one boot that began with 1,000 blocks; `values` are what it had more than then. */
static struct leak_course course_of(const double values[BINS])
{
    double starts[] = {1000}, copy[BINS];
    size_t first_bin[] = {0};
    struct leak_boot boot = boot_of(BINS, BIN_SECONDS);
    struct leak_bins bins = {.tags = 1, .boots = &boot, .boot_count = 1, .start_us = HOUR_US};
    struct leak_finding f = {.leading = LEAK_COUNTS};
    struct leaks leaks = {.findings = &f, .count = 1, .known[LEAK_COUNTS] = true};

    for (size_t i = 0; i < BINS; i++)
        copy[i] = values[i];
    boot.values[LEAK_COUNTS] = copy;
    boot.start_levels[LEAK_COUNTS] = starts;
    boot.first_bin = first_bin;
    leak_course_find(&bins, &leaks);
    boot_free(&boot);
    return f.course;
}

/* 30 a bin of 100 s are 25,920 a day, 10 are 8,640. */
TEST(rates_at_first_and_at_the_end)
{
    struct leak_course c = course_of((double[BINS]){0, 30, 60, 90, 110, 130, 150, 170, 180, 190, 200, 210});

    assert_close(c.early, 25920, 1e-9);
    assert_close(c.late, 8640, 1e-9);
    assert_close(c.jump, 60, 1e-9);
}

/* The line of least squares through 5, -5, 5, -5 is 3, 1, -1, -3. */
TEST(a_jump_is_no_usual_swing)
{
    struct leak_course c = course_of((double[BINS]){5, -5, 5, -5, 5, 505, 505, 495, 505, 495, 505, 495});

    assert_close(c.swing, 6, 1e-9);
    assert_close(c.jump, 510, 1e-9);
}

TEST(an_earlier_high_is_the_one_before_the_lowest_level)
{
    struct leak_course c = course_of((double[BINS]){0, 240, 100, -100, -50, 0, 50, 100, 150, 200, 200, 200});

    assert_true(c.has_high);
    assert_close(c.high, 1240, 1e-9);
    assert_int_equal(c.high_us, HOUR_US + 100 * SECOND_US);
    c = course_of((double[BINS]){0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 2000});
    assert_false(c.has_high); // 1,000 are not nearly 3,000
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_at_first_and_at_the_end),
        cmocka_unit_test(a_jump_is_no_usual_swing),
        cmocka_unit_test(an_earlier_high_is_the_one_before_the_lowest_level),
    };

    return RUN(tests);
}
