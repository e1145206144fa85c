#include "report/report_matrix.h"

#include <assert.h>
#include <stdlib.h>

#include "analysis/correlate.h"
#include "base/bits.h"
#include "base/memory.h"
#include "model/tag.h"
#include "report/report_values.h"

/* A row and column of the matrix. */
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

/* The matrix of these members, r not filled in yet. */
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
    double *columns = report_columns(r, store, m.tags, count);

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
    size_t *index_of = memory_new(store_tags(store), sizeof *index_of),
           *from_index = memory_new(count, sizeof *from_index);

    assert(from->of_all && from->count);
    for (size_t i = 0; i < from->count; i++)
        if (i != from->total)
            index_of[from->tags[i]] = i;
    for (size_t i = 0; i < count; i++)
        from_index[i] = m.tags[i] == SIZE_MAX ? from->total : index_of[m.tags[i]];
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            m.r[i * count + j] = from->r[from_index[i] * from->count + from_index[j]];
    free(from_index);
    free(index_of);
    free(members);
    return m;
}
