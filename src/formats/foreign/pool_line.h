/* pool_line.h - lines that tell of one pool of a tag each, as most tools print them, put together as rows of both.
 *
 *     File Nonp   44288592  43651808  636784  254683680        ->     File   paged allocs 0, ...; nonpaged allocs 44288592, ...
 */
#ifndef FORMATS_FOREIGN_POOL_LINE_H
#define FORMATS_FOREIGN_POOL_LINE_H

#include "formats/foreign/snapshot_log.h"

struct pool_line {
    struct text tag; // borrowed
    bool is_paged;
    int64_t allocs, frees, live, bytes;
    struct text driver, meaning; // of the tag's owner; both empty: not told
};

/* Adds the line to the open snapshot, and its pool's counters to those of the snapshot; a warning says when allocs,
 * frees and live blocks contradict each other. False, with a warning: a count is below zero or too large. */
bool pool_line_put(struct snapshot_log *log, const struct pool_line *line);

/* Whether the open snapshot has that pool of the tag already. */
bool pool_line_exists(const struct snapshot_log *log, const struct pool_line *line);

/* At the end of a snapshot whose tool leaves out pools that a tag never used: their counters are 0. */
void pool_lines_fill_zeros(struct snapshot_log *log);

#endif
