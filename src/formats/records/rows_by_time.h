/* rows_by_time.h - lines of a table that was sorted by something else than time, brought together by their times.
 *
 *     15:00 Abcd 120        15:00 Abcd 120
 *     15:30 Abcd 170   ->   15:00 EtwB   7
 *     15:00 EtwB   7        15:30 Abcd 170
 *     15:30 EtwB   7        15:30 EtwB   7
 *
 * Times are compared as they are written and keep the order in which they come first. All zero is empty.
 */
#ifndef FORMATS_RECORDS_ROWS_BY_TIME_H
#define FORMATS_RECORDS_ROWS_BY_TIME_H

#include "base/buffer.h"
#include "base/map.h"

struct timed_row {
    size_t time;           // its index in `times`
    size_t offset, length; // of the line in `text`
    size_t line;           // its number in the file
};

struct rows_by_time {
    struct map times;
    struct buffer text;     // owned
    struct timed_row *rows; // owned
    size_t count, capacity;
};

void rows_by_time_free(struct rows_by_time *rows);

/* Adds a line of that time. Copies both. */
void rows_by_time_add(struct rows_by_time *rows, struct text time, struct text line, size_t number);

/* Sorts the rows, those of one time in the order of their lines. */
void rows_by_time_sort(struct rows_by_time *rows);

/* Borrowed, until the next row is added. */
struct text rows_by_time_line(const struct rows_by_time *rows, size_t row);

#endif
