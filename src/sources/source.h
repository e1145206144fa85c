/* source.h - a running system in, snapshots out.
 *
 *     source = source_live();
 *     source->open(&options, &state, &machine, err)
 *     source->take(state, &snapshot, &warnings, err)      once per tick; after the first, no memory is allocated
 *     source->close(state)
 *
 * To add one: a file with its `const struct source`, one line in the table of source.c.
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

/* All zero asks the running system; the rest is for tests, and for copies of another machine's files. */
struct source_options {
    const char *proc;              // a folder in place of /proc, with a file machine-id in it; borrowed
    int64_t page_size;             // bytes, when it is not this machine's
    struct os_moment (*now)(void); // in place of os_now
    const char *capture;           // for the replay: the capture to play; borrowed
    double speed;                  // for the replay: 60 plays an hour in a minute; 0: the next snapshot at each tick
};

struct source {
    const char *name; // "slabinfo"; captures keep it
    const char *summary;

    /* Says what machine it is, and that it can be asked; *state is then the caller's, for close. */
    bool (*open)(const struct source_options *options, void **state, struct machine *machine, struct error *err);

    /* What the system says now. `out` keeps its room from tick to tick; after false it holds no rows. What is wrong
     * with every snapshot is a warning once. */
    bool (*take)(void *state, struct snapshot *out, struct warnings *warnings, struct error *err);

    /* Whether there is nothing to come after a take that failed; NULL: there always is. */
    bool (*is_over)(const void *state);

    void (*close)(void *state); // NULL is fine

    /* A few lines on what the system answers, for `collect --selftest`; no tags. NULL: nothing to say. */
    void (*examine)(struct buffer *out);
};

extern const struct source source_live_windows; // only where the program is built for Windows
extern const struct source source_live_linux;
extern const struct source source_replay;

/* The source for the system this program was built for. */
const struct source *source_live(void);

/* The source of that name, or NULL. */
const struct source *source_find(const char *name);

#endif
