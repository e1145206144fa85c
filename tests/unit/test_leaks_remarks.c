#include <math.h>

#include "helper.h"
#include "report/leaks_remarks.h"

static void check_remark(const struct leaks *leaks, enum leaks_remark remark, const char *expected)
{
    struct buffer b = {0};

    assert_true(leaks_add_remark_on(&b, leaks, remark) == (*expected != '\0'));
    check_text(buffer_text(&b), text_of(expected), __FILE__, __LINE__);
    buffer_free(&b);
}

static void check_share(size_t boots, const char *expected)
{
    struct leaks leaks = {.found_gain = 524288, .total_gain = 1048576, .boots = boots};

    check_remark(&leaks, REMARK_SHARE, expected);
}

TEST(a_remark_excludes_memory_released_by_reboots)
{
    check_share(1, "Leaks and probable leaks gained 512 KB, 50 % of the 1.00 MB that all tags gained.");
    check_share(2, "Leaks and probable leaks gained 512 KB, 50 % of the 1.00 MB that all tags gained "
                   "(not counting what reboots released).");
    check_share(3, "Leaks and probable leaks gained 512 KB, 50 % of the 1.00 MB that all tags gained "
                   "(not counting what reboots released).");
}

TEST(the_remaining_time_has_bounds)
{
    struct leaks leaks = {
        .exhaustion[LEAK_LIMIT_RAM] = {.known = true, .remaining = 1073741824, .days = 20, .low = 15, .high = 30}};

    check_remark(&leaks, REMARK_RAM, "Available memory is 1.00 GB: at this rate it lasts 20 d (15 d to 30 d).");
    check_remark(&leaks, REMARK_COMMIT, "");
    leaks.exhaustion[LEAK_LIMIT_RAM].high = INFINITY;
    check_remark(&leaks, REMARK_RAM, "Available memory is 1.00 GB: at this rate it lasts 20 d, at least 15 d.");
    leaks.exhaustion[LEAK_LIMIT_RAM].low = 4000;
    check_remark(&leaks, REMARK_RAM, "");
}

TEST(the_summary_counts_verdicts)
{
    struct leaks leaks = {.count = 9, .counts[LEAK_CERTAIN] = 1, .counts[LEAK_WATCH] = 3};
    struct buffer b = {0};

    leaks_add_summary(&b, &leaks);
    check_text(buffer_text(&b), text_of("1 leak, 3 to watch, of 9 tags"), __FILE__, __LINE__);
    buffer_free(&b);
    leaks.counts[LEAK_CERTAIN] = 0;
    leaks_add_summary(&b, &leaks);
    check_text(buffer_text(&b), text_of("no leak found, 3 to watch, of 9 tags"), __FILE__, __LINE__);
    buffer_free(&b);
}

TEST(remarks_are_numbered_without_gaps)
{
    struct leaks leaks = {.counts[LEAK_CERTAIN] = 1, .is_settling = true, .moments = 100, .boots_used = 1, .span = 1e6};
    struct buffer b = {0};

    assert_true(leaks_add_remark(&b, &leaks, 0));
    assert_true(leaks_add_remark(&b, &leaks, 1));
    assert_false(leaks_add_remark(&b, &leaks, 2));
    buffer_free(&b);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_remark_excludes_memory_released_by_reboots),
        cmocka_unit_test(the_remaining_time_has_bounds),
        cmocka_unit_test(the_summary_counts_verdicts),
        cmocka_unit_test(remarks_are_numbered_without_gaps),
    };

    return RUN(tests);
}
