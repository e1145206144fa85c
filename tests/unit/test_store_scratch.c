/* Moments stored as deltas to others, compared with a table of all values. */
#include "store/store_walk.h"
#include "store_helper.h"

#define KNOWN (PAGED_CALLS | BYTES)

enum { MOMENTS = 90, TAGS = 200 };

struct cell {
    bool present;
    int64_t allocs, frees, paged, nonpaged;
};

static struct cell table[MOMENTS][TAGS];
static uint64_t state_of_random;

static uint64_t random_below(uint64_t limit) // xorshift
{
    state_of_random ^= state_of_random << 13;
    state_of_random ^= state_of_random >> 7;
    state_of_random ^= state_of_random << 17;
    return state_of_random % limit;
}

static struct pool_row row_of(const struct cell *c)
{
    struct pool_row row = {.known = KNOWN};

    row.value[PAGED_ALLOCS] = c->allocs;
    row.value[PAGED_FREES] = c->frees;
    row.value[PAGED_BYTES] = c->paged;
    row.value[NONPAGED_BYTES] = c->nonpaged;
    return row;
}

static void put(struct store *store, size_t moment, size_t tag)
{
    struct pool_row row = row_of(&table[moment][tag]);

    store_put(store, moment, tag, &row);
}

static struct cell random_cell(void)
{
    struct cell c = {true, (int64_t)random_below(1000), (int64_t)random_below(1000), (int64_t)random_below(1 << 20), 0};

    if (random_below(10) == 0)
        return (struct cell){.present = true};
    if (random_below(400) == 0) // larger than 32 bits
        c.allocs += INT64_C(1) << 40;
    if (random_below(4) == 0)
        c.nonpaged = (int64_t)random_below(UINT64_C(1) << 50);
    return c;
}

static void change(struct store *store, size_t moment, size_t tag)
{
    struct cell *c = &table[moment][tag];
    struct pool_row row;

    if (!c->present) {
        *c = random_cell();
        put(store, moment, tag);
    } else if (random_below(6) == 0) {
        *c = (struct cell){0};
        store_remove(store, moment, tag);
    } else {
        int64_t allocs = c->allocs;

        *c = random_cell();
        if (random_below(2))
            c->allocs = allocs;
        row = row_of(c);
        store_change(store, moment, tag, &row);
    }
}

typedef amount reading(const struct cell *c);

static amount bytes_of(const struct cell *c)
{
    return c->present ? (amount)c->paged + c->nonpaged : AMOUNT_MISSING;
}

static amount live_of(const struct cell *c)
{
    return c->present ? (amount)c->allocs - c->frees + (c->allocs < c->frees ? (amount)1 << 32 : 0) : AMOUNT_MISSING;
}

static amount calls_of(const struct cell *c)
{
    return c->present ? c->allocs : AMOUNT_MISSING;
}

static void check(const struct store *store)
{
    amount *bytes = calloc(TAGS, sizeof *bytes), *live = calloc(TAGS, sizeof *live),
           *series = calloc(MOMENTS, sizeof *series);

    for (size_t m = 0; m < MOMENTS; m++) {
        amount total = 0;

        store_values(store, m, TOTAL_USED_BYTES, bytes);
        store_values(store, m, PAGED_DIFF, live);
        for (size_t t = 0; t < TAGS; t++) {
            check_amount(bytes[t], bytes_of(&table[m][t]));
            check_amount(live[t], live_of(&table[m][t]));
            total += table[m][t].paged + table[m][t].nonpaged;
        }
        check_amount(store_total(store, m, TOTAL_USED_BYTES), total);
    }
    for (size_t t = 0; t < TAGS; t++) {
        store_series(store, t, TOTAL_USED_BYTES, series);
        for (size_t m = 0; m < MOMENTS; m++)
            check_amount(series[m], bytes_of(&table[m][t]));
    }
    free(bytes);
    free(live);
    free(series);
}

static void check_batch(const struct walk_batch *s, reading *read, const struct cell *before, const struct cell *now)
{
    for (size_t slot = 0; slot < WALK_BATCH; slot++) {
        size_t tag = s->first_tag + slot;
        amount was = tag < TAGS ? read(&before[tag]) : AMOUNT_MISSING;
        amount is = tag < TAGS ? read(&now[tag]) : AMOUNT_MISSING;

        assert_int_equal(s->known >> slot & 1, is != AMOUNT_MISSING);
        assert_int_equal(s->before >> slot & 1, was != AMOUNT_MISSING);
        assert_int_equal(s->changed >> slot & 1, was != is);
        if (is != AMOUNT_MISSING)
            check_amount(s->values[slot], is);
    }
}

/* Walks all moments in order, then random ones. */
static void check_walk(struct store_walk *walk, reading *read)
{
    static const struct cell nothing[TAGS];
    const struct cell *before = nothing;

    assert_int_equal(store_walk_batches(walk), (TAGS + WALK_BATCH - 1) / WALK_BATCH);
    for (size_t i = 0; i < 2 * MOMENTS; i++) {
        size_t moment = i < MOMENTS ? i : random_below(MOMENTS);
        amount sum = 0;

        store_walk_to(walk, moment);
        for (size_t k = 0; k < store_walk_batches(walk); k++) {
            struct walk_batch s = store_walk_batch(walk, k);

            check_batch(&s, read, before, table[moment]);
        }
        for (size_t t = 0; t < TAGS; t++)
            sum += table[moment][t].present ? read(&table[moment][t]) : 0;
        check_amount(store_walk_sum(walk), sum);
        before = table[moment];
    }
    store_walk_free(walk);
}

/* Mostly repeats the previous moment, sometimes an older one; some moments get a row after others repeat them. */
static void repeat_and_change(struct store *store, size_t moment, size_t changes)
{
    size_t from = random_below(5) ? moment - 1 : random_below(moment);

    memcpy(table[moment], table[from], sizeof table[moment]);
    store_repeat(store, moment, from);
    for (size_t i = 0; i < changes; i++)
        change(store, moment, random_below(random_below(3) ? TAGS : 10));
    if (random_below(3) == 0) {
        size_t late = random_below(moment), tag = random_below(TAGS);

        if (table[late][tag].present)
            return;
        table[late][tag] = random_cell();
        put(store, late, tag);
    }
}

static struct store *new_store(void)
{
    struct store *store = store_new();

    for (size_t t = 0; t < TAGS; t++) {
        char name[8];

        snprintf(name, sizeof name, "T%03zu", t);
        store_tag(store, text_of(name));
    }
    store_source(store, "a");
    return store;
}

TEST(deltas_read_as_written)
{
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct store *store = new_store();

        state_of_random = seed * 0x9e3779b97f4a7c15;
        memset(table, 0, sizeof table);
        for (size_t m = 0; m < MOMENTS; m++) {
            store_moment(store, (int64_t)m, LOCAL_TIME_UNKNOWN, KNOWN);
            if (m)
                repeat_and_change(store, m, random_below(seed < 4 ? 4 : 60));
            else
                for (size_t t = 0; t < TAGS - 20; t++) {
                    table[m][t] = random_cell();
                    put(store, m, t);
                }
        }
        finish(store);
        check(store);
        check_walk(store_walk_new(store, TOTAL_USED_BYTES), bytes_of);
        check_walk(store_walk_new(store, PAGED_DIFF), live_of);
        check_walk(store_walk_new_calls(store), calls_of);
        store_free(store);
    }
}

/* A cell left unknown in a moment, even in a row removed again, does not affect moments that repeat it. */
TEST(an_unknown_cell_stays_in_its_moment)
{
    struct store *store = new_store();
    struct pool_row whole = {.known = KNOWN}, bytes = {.known = BYTES, .value[PAGED_BYTES] = 7};

    for (int64_t m = 0; m < 4; m++)
        store_moment(store, m, LOCAL_TIME_UNKNOWN, KNOWN);
    store_put(store, 0, 0, &whole);
    store_repeat(store, 1, 0);
    store_put(store, 1, 1, &bytes);
    store_repeat(store, 2, 0);
    store_put(store, 2, 1, &bytes);
    store_remove(store, 2, 1);
    store_repeat(store, 3, 2);
    store_put(store, 3, 1, &whole);
    finish(store);
    check_amount(value_of(store, 1, "T001", PAGED_DIFF), AMOUNT_MISSING);
    check_amount(value_of(store, 1, "T001", TOTAL_USED_BYTES), 7);
    check_amount(value_of(store, 2, "T001", TOTAL_USED_BYTES), AMOUNT_MISSING);
    check_amount(value_of(store, 3, "T001", PAGED_DIFF), 0);
    store_free(store);
}

TEST(a_page_emptied_in_one_moment_exists_in_the_next)
{
    struct store *store = new_store();
    struct pool_row row = {.known = KNOWN, .value[PAGED_BYTES] = 5};

    for (int64_t m = 0; m < 3; m++)
        store_moment(store, m, LOCAL_TIME_UNKNOWN, KNOWN);
    store_put(store, 0, 1, &row);
    store_put(store, 0, 100, &row);
    store_repeat(store, 1, 0);
    store_remove(store, 1, 100);
    store_repeat(store, 2, 0);
    finish(store);
    check_amount(value_of(store, 1, "T100", TOTAL_USED_BYTES), AMOUNT_MISSING);
    check_amount(value_of(store, 2, "T100", TOTAL_USED_BYTES), 5);
    store_free(store);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(deltas_read_as_written),
        cmocka_unit_test(an_unknown_cell_stays_in_its_moment),
        cmocka_unit_test(a_page_emptied_in_one_moment_exists_in_the_next),
    };

    return RUN(tests);
}
