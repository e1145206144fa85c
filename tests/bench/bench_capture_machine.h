/* bench_capture_machine.h - the machine of make_capture, as snapshots.
 *
 * A file of its own, so that nobody else sees the inside of make_capture.
 */
#ifndef BENCH_CAPTURE_MACHINE_H
#define BENCH_CAPTURE_MACHINE_H

#include "model/snapshot.h"

struct bench_machine;

/* `tags` tags, a snapshot a minute. Owned by the caller. */
struct bench_machine *bench_machine_new(size_t tags, size_t snapshots);
void bench_machine_free(struct bench_machine *machine);

/* The next snapshot; counts the rows that are as they were in the one before. */
size_t bench_machine_take(struct bench_machine *machine, struct snapshot *out);

#endif
