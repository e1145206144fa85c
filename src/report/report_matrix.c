#include "report/report_matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/correlate.h"
#include "base/bits.h"
#include "base/memory.h"
#include "model/tag.h"
#include "store/store_walk.h"

#define MEGABYTE 1048576.0
#define SOME_MOMENTS 16 // whose values are written at a time

double report_in_unit(const struct report *r, amount value)
{
    if (value == AMOUNT_MISSING)
        return NAN;
    return r->is_bytes ? (double)value / MEGABYTE : (double)value;
}

void report_total(const struct report *r, const struct store *store, double *out)
{
    amount *totals = memory_new(r->moments, sizeof *totals);

    store_totals(store, r->metric, totals);
    for (size_t m = 0; m < r->moments; m++)
        out[m] = report_in_unit(r, totals[m]);
    free(totals);
}

/* A column of the matrix to be: a tag of the store, or TOTAL. */
struct member {
    struct text name;
    size_t tag; // SIZE_MAX: TOTAL
};

static int by_name(const void *a, const void *b)
{
    const struct member *x = a, *y = b;

    return text_compare(x->name, y->name);
}

static struct member *matrix_members(const struct report *r, const struct store *store, bool all, size_t *count)
{
    size_t most = 1 + (all ? store_tags(store) : r->row_count);
    struct member *members = memory_new(most, sizeof *members);

    *count = 0;
    members[(*count)++] = (struct member){text_of(TAG_TOTAL), SIZE_MAX};
    for (size_t i = 0; i + 1 < most; i++) {
        struct text name = all ? store_tag_name(store, i) : r->rows[i].name;

        if (!text_equal(name, text_of(TAG_TOTAL)) && (!all || store_has(store, i)))
            members[(*count)++] = (struct member){name, store_find_tag(store, name)};
    }
    qsort(members, *count, sizeof *members, by_name);
    return members;
}

/* A member that was one value since some moment, and nothing before: its column is not written before it moves, and most
 * never do. What is all zeros correlates as little, and takes no memory. */
struct steady {
    double value;
    size_t since; // SIZE_MAX: not seen yet
    bool moved;
};

/* Columns being read: the values of some moments lie side by side before they go where they belong, far from each other. */
struct matrix_reading {
    const struct report *report;
    size_t *member_of;     // owned, by tag; SIZE_MAX: none
    struct steady *steady; // owned, by member
    double *now;           // owned, by member
    double *some;          // owned: SOME_MOMENTS of each member
    size_t count;
};

static void take_changes(struct matrix_reading *r, const struct walk_batch *batch)
{
    FOR_EACH_BIT(slot, batch->changed) {
        size_t member = r->member_of[batch->first_tag + slot];

        if (member != SIZE_MAX)
            r->now[member] = report_in_unit(r->report, batch->known >> slot & 1 ? batch->values[slot] : AMOUNT_MISSING);
    }
}

/* False: it moved. */
static bool stays(struct steady *s, const double *some, size_t first, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (s->since == SIZE_MAX && !isnan(some[i]))
            *s = (struct steady){.value = some[i], .since = first + i};
        else if (s->since != SIZE_MAX && some[i] != s->value) // or unknown again
            return false;
    }
    return true;
}

/* Puts moments `first` and those behind it into the columns of those that move. */
static void write_some(struct matrix_reading *r, double *columns, size_t first, size_t count)
{
    for (size_t i = 0; i < r->count; i++) {
        const double *some = r->some + i * SOME_MOMENTS;
        struct steady *s = &r->steady[i];
        double *column = columns + i * r->report->moments;

        if (!s->moved && stays(s, some, first, count))
            continue;
        for (size_t m = 0; m < first && !s->moved; m++)
            column[m] = m < s->since ? NAN : s->value;
        s->moved = true;
        memcpy(column + first, some, count * sizeof *column);
    }
}

/* Moment by moment, as the store has them: reading tag after tag would walk all of it for each. */
static void read_columns(struct matrix_reading *r, const struct store *store, double *columns)
{
    size_t moments = r->report->moments;
    struct store_walk *walk = store_walk_new(store, r->report->metric);

    for (size_t i = 0; i < r->count; i++) {
        r->steady[i].since = SIZE_MAX;
        r->now[i] = NAN;
    }
    for (size_t m = 0; m < moments; m++) {
        size_t at = m % SOME_MOMENTS;

        store_walk_to(walk, m);
        for (size_t i = 0; i < store_walk_batches(walk); i++) {
            struct walk_batch batch = store_walk_batch(walk, i);

            take_changes(r, &batch);
        }
        for (size_t i = 0; i < r->count; i++)
            r->some[i * SOME_MOMENTS + at] = r->now[i];
        if (at + 1 == SOME_MOMENTS || m + 1 == moments)
            write_some(r, columns, m - at, at + 1);
    }
    store_walk_free(walk);
}

static double *matrix_columns(const struct report *r, const struct store *store, const struct member *members,
                              size_t count)
{
    double *columns = memory_new(count, r->moments * sizeof *columns);
    struct matrix_reading reading = {.report = r,
                                     .member_of = memory_new(store_tags(store), sizeof(size_t)),
                                     .steady = memory_new(count, sizeof(struct steady)),
                                     .now = memory_new(count, sizeof(double)),
                                     .some = memory_new(count, SOME_MOMENTS * sizeof(double)),
                                     .count = count};

    memset(reading.member_of, 0xFF, store_tags(store) * sizeof(size_t));
    for (size_t i = 0; i < count; i++)
        if (members[i].tag != SIZE_MAX)
            reading.member_of[members[i].tag] = i;
    read_columns(&reading, store, columns);
    for (size_t i = 0; i < count; i++)
        if (members[i].tag == SIZE_MAX)
            report_total(r, store, columns + i * r->moments);
    free(reading.member_of);
    free(reading.steady);
    free(reading.now);
    free(reading.some);
    return columns;
}

/* Room for the r of these members, under their names. */
static struct report_matrix matrix_new(const struct member *members, size_t count, bool all)
{
    struct report_matrix m = {.count = count, .of_all = all};

    m.names = memory_new(count, sizeof *m.names);
    m.tags = memory_new(count, sizeof *m.tags);
    m.r = memory_new(count, count * sizeof *m.r);
    for (size_t i = 0; i < count; i++) {
        m.names[i] = members[i].name;
        m.tags[i] = members[i].tag;
        if (members[i].tag == SIZE_MAX)
            m.total = i;
    }
    return m;
}

struct report_matrix report_matrix_of(const struct report *r, const struct store *store, bool all,
                                      struct workers workers)
{
    size_t count;
    struct member *members = matrix_members(r, store, all, &count);
    struct report_matrix m = matrix_new(members, count, all);
    double *columns = matrix_columns(r, store, members, count);

    correlate(columns, count, r->moments, workers, m.r);
    free(columns);
    free(members);
    return m;
}

struct report_matrix report_matrix_part(const struct report *r, const struct store *store, bool all)
{
    const struct report_matrix *from = &r->everything;
    size_t count;
    struct member *members = matrix_members(r, store, all, &count);
    struct report_matrix m = matrix_new(members, count, all);
    size_t *place = memory_new(store_tags(store), sizeof *place), *at = memory_new(count, sizeof *at);

    for (size_t i = 0; i < from->count; i++)
        if (i != from->total)
            place[from->tags[i]] = i;
    for (size_t i = 0; i < count; i++)
        at[i] = m.tags[i] == SIZE_MAX ? from->total : place[m.tags[i]];
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            m.r[i * count + j] = from->r[at[i] * from->count + at[j]];
    free(at);
    free(place);
    free(members);
    return m;
}

void report_matrix_free(struct report_matrix *m)
{
    free(m->names);
    free(m->tags);
    free(m->r);
}
