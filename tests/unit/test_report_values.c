#include <math.h>
#include <stdlib.h>

#include "analysis/correlate.h"
#include "report/report_matrix.h"
#include "report/report_values.h"
#include "store_helper.h"

#define MOMENTS 100
#define TAGS 7
#define GAP -1

/* What each tag holds: tags that are there from some moment on, stay for long, move, go, come back. */
static int64_t held(size_t tag, size_t moment)
{
    switch (tag) {
    case 0:
        return (int64_t)(moment * moment % 17);
    case 1:
        return 5; // never moves
    case 2:
        return moment < 37 ? GAP : 8; // comes late, never moves
    case 3:
        return moment < 21 ? GAP : moment < 70 ? 8 : 8 + (int64_t)moment; // comes late, moves much later
    case 4:
        return moment < 33 ? 4 : moment < 50 ? GAP : 4; // goes, and is the same when it comes back
    case 5:
        return moment < 33 ? 4 : moment < 50 ? GAP : 6; // another one
    default:
        return moment < 99 ? 3 : 2; // moves at the end
    }
}

static double value_at(size_t tag, size_t moment)
{
    double total = 0;

    if (tag < TAGS)
        return held(tag, moment) == GAP ? NAN : (double)held(tag, moment);
    for (size_t i = 0; i < TAGS; i++)
        total += held(i, moment) == GAP ? 0 : (double)held(i, moment);
    return total;
}

static bool moves(size_t tag)
{
    return tag != 1 && tag != 2;
}

static struct store *store_of_tags(void)
{
    struct store *store = store_new();

    store_source(store, "x");
    for (size_t m = 0; m < MOMENTS; m++) {
        size_t moment = store_moment(store, (int64_t)m * 1000000, LOCAL_TIME_UNKNOWN, PAGED_CALLS);

        for (size_t i = 0; i < TAGS; i++)
            if (held(i, m) != GAP)
                put_calls(store, moment, (char[]){'A' + (char)i, '\0'}, held(i, m), 0);
    }
    finish(store);
    return store;
}

/* The tags in reverse order, TOTAL first. */
TEST(columns_that_stay_for_long_are_read_completely)
{
    struct store *store = store_of_tags();
    struct report report = {.metric = PAGED_DIFF, .moments = MOMENTS};
    size_t tags[TAGS + 1] = {SIZE_MAX};
    double *columns;

    for (size_t i = 0; i < TAGS; i++)
        tags[i + 1] = store_find_tag(store, text_of((char[]){(char)('A' + TAGS - 1 - i), '\0'}));
    columns = report_columns(&report, store, tags, TAGS + 1);
    for (size_t i = 0; i <= TAGS; i++)
        for (size_t m = 0; m < MOMENTS; m++) {
            double value = columns[i * MOMENTS + m], expected = value_at(TAGS - i, m);

            /* A column that never changes is left at zero. */
            if (i && !moves(TAGS - i))
                assert_true(value == 0);
            else if (isnan(expected))
                assert_true(isnan(value));
            else
                assert_true(value == expected);
        }
    free(columns);
    store_free(store);
}

TEST(values_of_a_tag_and_of_total_are_in_the_unit_of_the_report)
{
    static double values[MOMENTS];
    struct store *store = store_of_tags();
    struct report report = {.metric = PAGED_DIFF, .moments = MOMENTS};

    report_values_of_tag(&report, store, store_find_tag(store, text_of("D")), values);
    for (size_t m = 0; m < MOMENTS; m++)
        assert_true(isnan(value_at(3, m)) ? isnan(values[m]) : values[m] == value_at(3, m));
    report_values_of_total(&report, store, values);
    for (size_t m = 0; m < MOMENTS; m++)
        assert_true(values[m] == value_at(TAGS, m));
    report.is_bytes = true;
    report_values_of_total(&report, store, values);
    assert_true(values[50] == value_at(TAGS, 50) / 1048576);
    store_free(store);
}

/* The matrix does not see that constant columns are left at zero. */
TEST(the_matrix_is_that_of_all_values)
{
    static double columns[TAGS + 1][MOMENTS], expected[(TAGS + 1) * (TAGS + 1)];
    struct store *store = store_of_tags();
    struct report report = {.metric = PAGED_DIFF, .moments = MOMENTS};
    struct report_matrix m = report_matrix_of(&report, store, true, (struct workers){0});

    for (size_t i = 0; i <= TAGS; i++) // A to G, then TOTAL
        for (size_t t = 0; t < MOMENTS; t++)
            columns[i][t] = value_at(i, t);
    correlate(&columns[0][0], TAGS + 1, MOMENTS, (struct workers){0}, expected);
    assert_int_equal(m.count, TAGS + 1);
    assert_int_equal(m.total, TAGS);
    for (size_t i = 0; i < m.count * m.count; i++) {
        assert_int_equal(isnan(m.r[i]), isnan(expected[i]));
        assert_true(isnan(m.r[i]) || fabs(m.r[i] - expected[i]) < 1e-12);
    }
    report_matrix_free(&m);
    store_free(store);
}

TEST(a_part_of_the_matrix_of_all_is_the_matrix_of_the_rows)
{
    struct store *store = store_of_tags();
    struct report_row rows[] = {{.name = text_of("TOTAL")}, {.name = text_of("G")}, {.name = text_of("A")}};
    struct report report = {.metric = PAGED_DIFF, .moments = MOMENTS, .rows = rows, .row_count = 3};
    struct report_matrix own = report_matrix_of(&report, store, false, (struct workers){0}), part;

    report.everything = report_matrix_of(&report, store, true, (struct workers){0});
    part = report_matrix_part(&report, store, false);
    assert_int_equal(part.count, 3); // A, G, TOTAL
    assert_int_equal(part.total, 2);
    assert_int_equal(part.of_all, false);
    for (size_t i = 0; i < 9; i++)
        assert_true(fabs(part.r[i] - own.r[i]) < 1e-12);
    report_matrix_free(&part);
    report_matrix_free(&own);
    report_matrix_free(&report.everything);
    store_free(store);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_that_stay_for_long_are_read_completely),
        cmocka_unit_test(values_of_a_tag_and_of_total_are_in_the_unit_of_the_report),
        cmocka_unit_test(the_matrix_is_that_of_all_values),
        cmocka_unit_test(a_part_of_the_matrix_of_all_is_the_matrix_of_the_rows),
    };

    return RUN(tests);
}
