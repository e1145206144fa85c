#include "report/report_values.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/memory.h"
#include "store/store_walk.h"

#define MEGABYTE 1048576.0
#define BATCH 16 // moments collected before they are copied to the columns

static double in_unit(const struct report *r, amount value)
{
    if (value == AMOUNT_MISSING)
        return NAN;
    return r->is_bytes ? (double)value / MEGABYTE : (double)value;
}

void report_values_of_total(const struct report *r, const struct store *store, double *out)
{
    amount *totals = memory_new(r->moments, sizeof *totals);

    assert(r->moments == store_moments(store));
    store_totals(store, r->metric, totals);
    for (size_t m = 0; m < r->moments; m++)
        out[m] = in_unit(r, totals[m]);
    free(totals);
}

void report_values_of_tag(const struct report *r, const struct store *store, size_t tag, double *out)
{
    amount *values = memory_new(r->moments, sizeof *values);

    assert(r->moments == store_moments(store) && tag < store_tags(store));
    store_series(store, tag, r->metric, values);
    for (size_t m = 0; m < r->moments; m++)
        out[m] = in_unit(r, values[m]);
    free(values);
}

/* A column with one value since some moment and none before. It is not written until the value changes, and most never
 * change: all zeros correlates just as little, and a page of zeros that is never written takes no memory. */
struct steady {
    double value;
    size_t since; // SIZE_MAX: no value yet
    bool moved;
};

/* Columns being filled. The columns lie far apart in memory, so a batch of moments is collected for each first. */
struct filling {
    const struct report *report;
    size_t *column_of;     // owned, by tag; SIZE_MAX: none
    struct steady *steady; // owned, by column
    double *now;           // owned, by column
    double *batch;         // owned: BATCH values of each column
    size_t count;
};

static void take_changes(struct filling *f, const struct walk_batch *batch)
{
    FOR_EACH_BIT(slot, batch->changed) {
        size_t column = f->column_of[batch->first_tag + slot];

        if (column != SIZE_MAX)
            f->now[column] = in_unit(f->report, batch->known >> slot & 1 ? batch->values[slot] : AMOUNT_MISSING);
    }
}

/* False: the value changed, or is unknown again. */
static bool stays(struct steady *s, const double *batch, size_t first, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (s->since == SIZE_MAX && !isnan(batch[i]))
            *s = (struct steady){.value = batch[i], .since = first + i};
        else if (s->since != SIZE_MAX && batch[i] != s->value) // NaN is never equal
            return false;
    }
    return true;
}

/* Copies the batch, `count` moments from `first` on, into the columns that change. */
static void write_batch(struct filling *f, double *columns, size_t first, size_t count)
{
    for (size_t i = 0; i < f->count; i++) {
        const double *batch = f->batch + i * BATCH;
        struct steady *s = &f->steady[i];
        double *column = columns + i * f->report->moments;

        if (!s->moved && stays(s, batch, first, count))
            continue;
        for (size_t m = 0; m < first && !s->moved; m++)
            column[m] = m < s->since ? NAN : s->value;
        s->moved = true;
        memcpy(column + first, batch, count * sizeof *column);
    }
}

/* Moment by moment, as the store keeps them: reading tag by tag would walk through the whole store for each. */
static void fill_columns(struct filling *f, const struct store *store, double *columns)
{
    size_t moments = f->report->moments;
    struct store_walk *walk = store_walk_new(store, f->report->metric);

    for (size_t i = 0; i < f->count; i++) {
        f->steady[i].since = SIZE_MAX;
        f->now[i] = NAN;
    }
    for (size_t m = 0; m < moments; m++) {
        size_t pos = m % BATCH;

        store_walk_to(walk, m);
        for (size_t i = 0; i < store_walk_batches(walk); i++) {
            struct walk_batch batch = store_walk_batch(walk, i);

            take_changes(f, &batch);
        }
        for (size_t i = 0; i < f->count; i++)
            f->batch[i * BATCH + pos] = f->now[i];
        if (pos + 1 == BATCH || m + 1 == moments)
            write_batch(f, columns, m - pos, pos + 1);
    }
    store_walk_free(walk);
}

double *report_columns(const struct report *r, const struct store *store, const size_t *tags, size_t count)
{
    double *columns = memory_new(count, r->moments * sizeof *columns);
    struct filling filling = {.report = r,
                              .column_of = memory_new(store_tags(store), sizeof(size_t)),
                              .steady = memory_new(count, sizeof(struct steady)),
                              .now = memory_new(count, sizeof(double)),
                              .batch = memory_new(count, BATCH * sizeof(double)),
                              .count = count};

    assert(r->moments == store_moments(store));
    memset(filling.column_of, 0xFF, store_tags(store) * sizeof(size_t));
    for (size_t i = 0; i < count; i++)
        if (tags[i] != SIZE_MAX) {
            assert(tags[i] < store_tags(store));
            filling.column_of[tags[i]] = i;
        }
    fill_columns(&filling, store, columns);
    for (size_t i = 0; i < count; i++)
        if (tags[i] == SIZE_MAX)
            report_values_of_total(r, store, columns + i * r->moments);
    free(filling.column_of);
    free(filling.steady);
    free(filling.now);
    free(filling.batch);
    return columns;
}
