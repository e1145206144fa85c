/* jsonl_write.h - a snapshot as lines of JSON: one for the totals of the machine, one for each tag.
 *
 *     {"DateTimeUTC":"2026-03-01T10:00:00","Machine":{"PagedPool":827392,"NonPagedPool":...}}
 *     {"DateTimeUTC":"2026-03-01T10:00:00","DateTime":"2026-03-01T11:00:00","Tag":"File","PagedAllocs":0,...}
 *
 * Names are those of the original collector's columns. Unknown values are left out. A local time without its distance
 * from UTC is DateTime alone.
 */
#ifndef FORMATS_JSONL_WRITE_H
#define FORMATS_JSONL_WRITE_H

#include "model/snapshot.h"

/* Appends the lines. `utc_us` is the time to write; local time keeps its distance from it. */
void jsonl_write(struct buffer *out, const struct snapshot *snapshot, int64_t utc_us);

#endif
