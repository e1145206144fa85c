#include "report/columns.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"

static const char *const names_of_columns[COLUMNS] = {
    "DateTime",       "DateTimeUTC",    "Tag",           "PagedAllocs",  "PagedFrees",        "PagedDiff",
    "PagedUsedBytes", "NonPagedAllocs", "NonPagedFrees", "NonPagedDiff", "NonPagedUsedBytes", "TotalUsedBytes",
    "Binary",         "Description",
};

const char *column_name(enum column column)
{
    return names_of_columns[column];
}

bool column_find(struct text name, enum column *out)
{
    for (int c = 0; c < COLUMNS; c++)
        if (text_equal_nocase(name, text_of(names_of_columns[c]))) {
            *out = (enum column)c;
            return true;
        }
    return false;
}

bool column_is_number(enum column column)
{
    return column >= COLUMN_PAGED_ALLOCS && column <= COLUMN_TOTAL_USED_BYTES;
}

/* The counters that a numeric column is computed from; 0 when not all of them are known. */
static unsigned counters_of(enum column column, unsigned known)
{
    switch (column) {
    case COLUMN_PAGED_ALLOCS:
        return known & COUNTER_BIT(PAGED_ALLOCS);
    case COLUMN_PAGED_FREES:
        return known & COUNTER_BIT(PAGED_FREES);
    case COLUMN_PAGED_DIFF:
        return metric_uses(PAGED_DIFF, known);
    case COLUMN_PAGED_USED_BYTES:
        return known & COUNTER_BIT(PAGED_BYTES);
    case COLUMN_NONPAGED_ALLOCS:
        return known & COUNTER_BIT(NONPAGED_ALLOCS);
    case COLUMN_NONPAGED_FREES:
        return known & COUNTER_BIT(NONPAGED_FREES);
    case COLUMN_NONPAGED_DIFF:
        return metric_uses(NONPAGED_DIFF, known);
    case COLUMN_NONPAGED_USED_BYTES:
        return known & COUNTER_BIT(NONPAGED_BYTES);
    case COLUMN_TOTAL_USED_BYTES:
        return metric_uses(TOTAL_USED_BYTES, known);
    default:
        return 0;
    }
}

size_t columns_known(const struct snapshot *snapshot, const struct tagnames *names, enum column out[COLUMNS])
{
    bool owners = snapshot->has_owners || (names && (names->files || names->families));
    size_t count = 0;

    for (int c = 0; c < COLUMNS; c++) {
        bool is_owner = c == COLUMN_BINARY || c == COLUMN_DESCRIPTION;

        if (is_owner ? owners : !column_is_number((enum column)c) || counters_of((enum column)c, snapshot->counters))
            out[count++] = (enum column)c;
    }
    return count;
}

static amount number_of(enum column column, unsigned uses, const int64_t *v)
{
    amount sum = 0;

    if (column == COLUMN_PAGED_DIFF && uses & COUNTER_BIT(PAGED_ALLOCS))
        return counter_live(v[PAGED_ALLOCS], v[PAGED_FREES]);
    if (column == COLUMN_NONPAGED_DIFF && uses & COUNTER_BIT(NONPAGED_ALLOCS))
        return counter_live(v[NONPAGED_ALLOCS], v[NONPAGED_FREES]);
    for (; uses; uses &= uses - 1)
        sum += v[__builtin_ctz(uses)];
    return sum;
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
    const struct snapshot_row *r = &snapshot->rows[row];
    struct text driver = {"", 0}, description = {"", 0};

    if (names && tagnames_find(names, snapshot_text_of(snapshot, r->tag), &driver, &description))
        return column == COLUMN_BINARY ? driver : description;
    if (snapshot->has_owners && (r->driver.length || r->description.length))
        return snapshot_text_of(snapshot, column == COLUMN_BINARY ? r->driver : r->description);
    if (names && names->families)
        tagnames_find(names->families, snapshot_text_of(snapshot, r->tag), &driver, &description);
    return column == COLUMN_BINARY ? driver : description;
}

struct cell column_cell(const struct snapshot *snapshot, size_t row, enum column column, const struct tagnames *names,
                        struct buffer *scratch)
{
    const struct snapshot_row *r = &snapshot->rows[row];
    unsigned uses = counters_of(column, snapshot->counters);
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
            cell.number = number_of(column, uses, r->values.value);
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

void columns_sort(const struct snapshot *snapshot, enum column by, bool descending, const struct tagnames *names,
                  size_t *out)
{
    struct sorted *rows = memory_new(snapshot->count, sizeof *rows);
    struct buffer scratch = {0};

    for (size_t i = 0; i < snapshot->count; i++)
        rows[i] = (struct sorted){i, column_cell(snapshot, i, by, names, &scratch),
                                  snapshot_text_of(snapshot, snapshot->rows[i].tag), column_is_number(by), descending};
    qsort(rows, snapshot->count, sizeof *rows, by_cell);
    for (size_t i = 0; i < snapshot->count; i++)
        out[i] = rows[i].row;
    buffer_free(&scratch);
    free(rows);
}
