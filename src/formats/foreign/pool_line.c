#include "formats/foreign/pool_line.h"

#define MOST (INT64_MAX / 4) // sums of four do not wrap

static unsigned counters_of(bool is_paged)
{
    return is_paged ? COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(PAGED_FREES) | COUNTER_BIT(PAGED_BYTES)
                    : COUNTER_BIT(NONPAGED_ALLOCS) | COUNTER_BIT(NONPAGED_FREES) | COUNTER_BIT(NONPAGED_BYTES);
}

static bool fits(int64_t value, int64_t least)
{
    return value >= least && value <= MOST;
}

static void add(int64_t *to, int64_t value)
{
    if (__builtin_add_overflow(*to, value, to))
        *to = value < 0 ? INT64_MIN : INT64_MAX;
}

bool pool_line_put(struct snapshot_log *log, const struct pool_line *line)
{
    bool is_new;
    struct snapshot_row *row;

    if (!fits(line->allocs, 0) || !fits(line->frees, 0) || !fits(line->bytes, -MOST)) {
        snapshot_log_drop_row(log, "a count is negative or too large");
        return false;
    }
    if ((uint32_t)line->live != (uint32_t)((uint64_t)line->allocs - (uint64_t)line->frees))
        warnings_add(log->input->warnings, WARNING_ROW, "%s:%zu: Diff is not Allocs - Frees: Diff is ignored",
                     log->input->path, log->lines.number);
    row = snapshot_log_row(log, line->tag, &is_new);
    add(&row->values.value[line->is_paged ? PAGED_ALLOCS : NONPAGED_ALLOCS], line->allocs);
    add(&row->values.value[line->is_paged ? PAGED_FREES : NONPAGED_FREES], line->frees);
    add(&row->values.value[line->is_paged ? PAGED_BYTES : NONPAGED_BYTES], line->bytes);
    row->values.known |= counters_of(line->is_paged);
    log->snapshot.counters |= row->values.known;
    if (is_new && (line->driver.length || line->meaning.length)) {
        snapshot_set_driver(&log->snapshot, line->driver);
        snapshot_set_description(&log->snapshot, line->meaning);
    }
    return true;
}

bool pool_line_exists(const struct snapshot_log *log, const struct pool_line *line)
{
    size_t row = log->is_open ? map_find(&log->tags, line->tag) : MAP_NONE;

    return row != MAP_NONE && log->snapshot.rows[row].values.known & counters_of(line->is_paged);
}

void pool_lines_fill_zeros(struct snapshot_log *log)
{
    for (size_t i = 0; log->is_open && i < log->snapshot.count; i++)
        log->snapshot.rows[i].values.known = log->snapshot.counters;
}
