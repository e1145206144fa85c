#include "report/columns.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "owners/owner.h"

size_t columns_known(const struct snapshot *snapshot, const struct tagnames *names, enum column out[COLUMNS])
{
    bool owners = snapshot->has_owners || (names && (names->files || names->families));
    size_t count = 0;

    for (int c = 0; c < COLUMNS; c++) {
        bool is_owner = c == COLUMN_BINARY || c == COLUMN_DESCRIPTION;

        if (is_owner ? owners : !column_is_number((enum column)c) || column_uses((enum column)c, snapshot->counters))
            out[count++] = (enum column)c;
    }
    return count;
}

/* Empty where the time is unknown. */
static struct text time_text(const struct snapshot *snapshot, int64_t time_us, struct buffer *scratch)
{
    scratch->length = 0;
    if (snapshot->basis == TIME_UNKNOWN)
        return (struct text){"", 0};
    calendar_add(scratch, time_us, 'T');
    return buffer_text(scratch);
}

static struct text owner_text(const struct snapshot *snapshot, size_t row, enum column column,
                              const struct tagnames *names)
{
    struct owner_sources sources = {.names = names};
    struct text driver, description;

    owner_of_row(&sources, snapshot, row, &driver, &description);
    return column == COLUMN_BINARY ? driver : description;
}

struct cell column_cell(const struct snapshot *snapshot, size_t row, enum column column, const struct tagnames *names,
                        struct buffer *scratch)
{
    const struct snapshot_row *r = &snapshot->rows[row];
    unsigned uses = column_uses(column, snapshot->counters);
    struct cell cell = {.is_known = true, .text = {"", 0}};

    switch (column) {
    case COLUMN_DATE_TIME:
        cell.text = time_text(
            snapshot, snapshot->local_us == LOCAL_TIME_UNKNOWN ? snapshot->utc_us : snapshot->local_us, scratch);
        break;
    case COLUMN_DATE_TIME_UTC:
        cell.text = time_text(snapshot, snapshot->utc_us, scratch);
        break;
    case COLUMN_TAG:
        cell.text = snapshot_text_of(snapshot, r->tag);
        break;
    case COLUMN_BINARY:
    case COLUMN_DESCRIPTION:
        cell.text = owner_text(snapshot, row, column, names);
        break;
    default:
        cell.is_known = uses && (r->values.known & uses) == uses;
        if (cell.is_known)
            cell.number = column_value(column, uses, r->values.value);
        break;
    }
    return cell;
}

/* A row with its sort key. */
struct sorted {
    size_t row;
    struct cell cell;
    struct text tag;
    bool is_number, descending;
};

static int by_cell(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    int order;

    if (x->cell.is_known != y->cell.is_known)
        return x->cell.is_known ? -1 : 1; // unknown values last in both directions
    order = x->is_number ? (x->cell.number > y->cell.number) - (x->cell.number < y->cell.number)
                         : text_compare(x->cell.text, y->cell.text);
    if (order)
        return x->descending ? -order : order;
    return text_compare(x->tag, y->tag);
}

/* The bytes of the pool that is known, where the sum of both is not. */
static bool known_pool_bytes(const struct snapshot *snapshot, size_t row, struct buffer *scratch, struct cell *out)
{
    *out = column_cell(snapshot, row, COLUMN_NONPAGED_USED_BYTES, NULL, scratch);
    if (!out->is_known)
        *out = column_cell(snapshot, row, COLUMN_PAGED_USED_BYTES, NULL, scratch);
    return out->is_known;
}

/* The live blocks of the pools that are known. */
static struct cell known_blocks(const struct snapshot *snapshot, size_t row, struct buffer *scratch)
{
    struct cell nonpaged = column_cell(snapshot, row, COLUMN_NONPAGED_DIFF, NULL, scratch);
    struct cell paged = column_cell(snapshot, row, COLUMN_PAGED_DIFF, NULL, scratch);

    if (!nonpaged.is_known)
        return paged;
    nonpaged.number += paged.is_known ? paged.number : 0;
    return nonpaged;
}

static bool knows_bytes(const struct snapshot *snapshot)
{
    return column_uses(COLUMN_TOTAL_USED_BYTES, snapshot->counters) ||
           column_uses(COLUMN_NONPAGED_USED_BYTES, snapshot->counters) ||
           column_uses(COLUMN_PAGED_USED_BYTES, snapshot->counters);
}

struct columns_sorted columns_sort(const struct snapshot *snapshot, enum column by, bool descending,
                                   const struct tagnames *names, size_t *out)
{
    struct sorted *rows = memory_new(snapshot->count, sizeof *rows);
    struct buffer scratch = {0};
    struct columns_sorted how = {.by_blocks = by == COLUMN_TOTAL_USED_BYTES && !knows_bytes(snapshot),
                                 .by_tag = snapshot->count > 0};

    for (size_t i = 0; i < snapshot->count; i++) {
        struct cell cell =
            how.by_blocks ? known_blocks(snapshot, i, &scratch) : column_cell(snapshot, i, by, names, &scratch);

        if (by == COLUMN_TOTAL_USED_BYTES && !cell.is_known)
            how.of_one_pool += known_pool_bytes(snapshot, i, &scratch, &cell);
        how.by_tag &= !cell.is_known;
        rows[i] = (struct sorted){i, cell, snapshot_text_of(snapshot, snapshot->rows[i].tag), column_is_number(by),
                                  descending};
    }
    qsort(rows, snapshot->count, sizeof *rows, by_cell);
    for (size_t i = 0; i < snapshot->count; i++)
        out[i] = rows[i].row;
    buffer_free(&scratch);
    free(rows);
    return how;
}
