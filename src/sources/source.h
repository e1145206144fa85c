/* source.h - reads snapshots from a running system.
 *
 *     source = source_live();
 *     source->open(&options, &state, &machine, err)
 *     source->take(state, &snapshot, &warnings, err)      once per interval; only the first allocates memory
 *     source->close(state)
 *
 * To add a source: a file with its `const struct source`, and a line in the table of source.c.
 */
#ifndef SOURCES_SOURCE_H
#define SOURCES_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/warnings.h"
#include "model/machine.h"
#include "model/snapshot.h"
#include "os/clock.h"

/* All zero reads the running system; the rest is for tests and for copies of another machine's files. */
struct source_options {
    const char *proc;              // a directory to use instead of /proc, with a file machine-id and, beside it, the
                                   // directory sys for /sys; borrowed
    int64_t page_size;             // bytes; 0: this machine's
    struct os_moment (*now)(void); // NULL: os_now
    const char *capture;           // for the replay: the capture to play; borrowed
    double speed;                  // for the replay: 60 plays an hour in a minute; 0: the next snapshot at each tick
};

struct source {
    const char *name; // "slabinfo"; stored in captures
    const char *summary;

    /* Checks that the system can be read, and describes the machine. *state is owned by the caller, for close. */
    bool (*open)(const struct source_options *options, void **state, struct machine *machine, struct error *err);

    /* Reads one snapshot into `out`, whose memory is reused; after false it has no rows. A fault that every snapshot
     * has is reported once. */
    bool (*take)(void *state, struct snapshot *out, struct warnings *warnings, struct error *err);

    /* Whether a failed take is final; NULL: it never is. */
    bool (*is_over)(const void *state);

    void (*close)(void *state); // NULL is ignored

    /* Appends a few lines about the system's interfaces for `collect --selftest`, without tags. NULL: none. */
    void (*examine)(struct buffer *out);
};

extern const struct source source_live_windows; // Windows builds only
extern const struct source source_live_linux;
extern const struct source source_replay;

/* The source for the system this program was built for. */
const struct source *source_live(void);

/* The source of that name, or NULL. */
const struct source *source_find(const char *name);

#endif
