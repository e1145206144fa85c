#include "formats/records/rows_by_time.h"

#include <stdlib.h>

#include "base/memory.h"

void rows_by_time_free(struct rows_by_time *r)
{
    map_free(&r->times);
    buffer_free(&r->text);
    free(r->rows);
    *r = (struct rows_by_time){0};
}

void rows_by_time_add(struct rows_by_time *r, struct text time, struct text line, size_t number)
{
    ARRAY_RESERVE(r->rows, r->capacity, r->count + 1);
    r->rows[r->count++] = (struct timed_row){map_intern(&r->times, time), r->text.length, line.length, number};
    buffer_add_text(&r->text, line);
}

static int by_time(const void *a, const void *b)
{
    const struct timed_row *x = a, *y = b;

    return x->time != y->time ? (x->time > y->time) - (x->time < y->time) : (x->line > y->line) - (x->line < y->line);
}

void rows_by_time_sort(struct rows_by_time *r)
{
    if (r->count)
        qsort(r->rows, r->count, sizeof *r->rows, by_time);
}

struct text rows_by_time_line(const struct rows_by_time *r, size_t row)
{
    return (struct text){r->text.bytes + r->rows[row].offset, r->rows[row].length};
}
