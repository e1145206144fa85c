/* pool_line.h - lines that describe one pool of a tag, as most tools print them, merged into rows of both pools.
 *
 *     File Nonp   44288592  43651808  636784  254683680     ->     File   paged 0, ...; nonpaged 44288592, ...
 */
#ifndef FORMATS_FOREIGN_POOL_LINE_H
#define FORMATS_FOREIGN_POOL_LINE_H

#include "formats/foreign/snapshot_log.h"

struct pool_line {
    struct text tag; // borrowed
    bool is_paged;
    int64_t allocs, frees, live, bytes;
    struct text driver, meaning; // of the tag's owner; both empty: unknown
};

/* Adds the line to the open snapshot, and the counters of its pool to those of the snapshot; warns if allocs, frees and
 * live blocks contradict each other. False, with a warning: a count is negative or too large. */
bool pool_line_put(struct snapshot_log *log, const struct pool_line *line);

/* Whether the open snapshot already has that pool of the tag. */
bool pool_line_exists(const struct snapshot_log *log, const struct pool_line *line);

/* At the end of a snapshot of a tool that omits pools a tag never used: sets their counters to 0. */
void pool_lines_fill_zeros(struct snapshot_log *log);

#endif
