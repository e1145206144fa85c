#include <math.h>

#include "analysis/correlate.h"
#include "report/report_matrix.h"
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

static void columns_that_stay_for_long_are_read_whole(void **state)
{
    static double columns[TAGS + 1][MOMENTS], expected[(TAGS + 1) * (TAGS + 1)];
    struct store *store = store_of_tags();
    struct report report = {.metric = PAGED_DIFF, .moments = MOMENTS};
    struct report_matrix m = report_matrix_of(&report, store, true, (struct workers){0});

    UNUSED(state);
    for (size_t i = 0; i <= TAGS; i++) // A to G, and TOTAL behind them
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

int main(void)
{
    static const struct CMUnitTest tests[] = {cmocka_unit_test(columns_that_stay_for_long_are_read_whole)};

    return RUN(tests);
}
