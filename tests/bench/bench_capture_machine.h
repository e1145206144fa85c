/* bench_capture_machine.h - snapshots of make_capture's synthetic machine.
 *
 * A separate file, so that only it includes make_capture's internals.
 */
#ifndef BENCH_CAPTURE_MACHINE_H
#define BENCH_CAPTURE_MACHINE_H

#include "model/snapshot.h"

struct bench_machine;

/* `tags` tags, one snapshot a minute. Owned by the caller. */
struct bench_machine *bench_machine_new(size_t tags, size_t snapshots);
void bench_machine_free(struct bench_machine *machine);

/* The next snapshot; counts rows that did not change. */
size_t bench_machine_take(struct bench_machine *machine, struct snapshot *out);

#endif
