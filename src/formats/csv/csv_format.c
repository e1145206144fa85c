/* csv_format.c - the collector's CSV files as an entry of the table of formats. */
#include <stdlib.h>

#include "formats/csv/csv.h"
#include "formats/csv/csv_layout.h"
#include "formats/format.h"

/* The first line that is neither blank nor #TYPE must be a heading. */
static bool csv_detect(struct text head)
{
    struct text line;
    struct csv_layout layout;

    while (text_next_line(&head, &line))
        if (text_trim(line).length && line.data[0] != '#')
            return csv_layout_guess(line.data, line.data + line.length, true, &layout);
    return false;
}

/* Times are unique within a file. */
static int by_time(const void *a, const void *b)
{
    const struct snapshot *x = a, *y = b;

    return (x->utc_us > y->utc_us) - (x->utc_us < y->utc_us);
}

static bool csv_read_format(struct format_input *input, struct format_target *target, struct error *err)
{
    struct csv_target rows = {.store = target->store};
    bool ok = csv_read(input->reader, &rows, input->warnings, err), is_accepted = true;

    if (rows.count)
        qsort(rows.snapshots, rows.count, sizeof *rows.snapshots, by_time);
    for (size_t i = 0; i < rows.count && is_accepted; i++)
        is_accepted = format_give(target, &rows.snapshots[i], err);
    csv_target_free(&rows);
    return ok && is_accepted;
}

const struct format format_csv = {.name = "pool snapshot CSV", .detect = csv_detect, .read = csv_read_format};
