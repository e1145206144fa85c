/* recorder.h - appends snapshots to a capture file that no crash can spoil.
 *
 * Every record goes to the file with one write and is whole or cut off again; it is forced to the disk at once, or, of
 * snapshots that come faster than every ten seconds, every ten seconds. When the disk is full or gone nothing that was
 * written is lost: later snapshots go on, as soon as they can, behind a record that says what is missing.
 */
#ifndef RECORDER_RECORDER_H
#define RECORDER_RECORDER_H

#include "base/warnings.h"
#include "formats/capture/capture_write.h"
#include "os/log.h"

struct recorder {
    const char *path; // borrowed
    struct os_log log;
    struct capture_writer writer;
    struct buffer bytes; // owned; of the records being written
    struct machine machine;
    int64_t last_utc_us;      // of the last snapshot that reached the file; INT64_MIN before the first
    int64_t synced_uptime_ms; // when the disk was last waited for
    uint64_t count;           // snapshots written since it was opened
    uint64_t missed;          // snapshots that could not be written since the last that was
    char gap[64];             // why snapshots are missing, for the next record; "" when none are
};

/* Makes the file, or, to `append`, continues one of the same machine: what is torn at its end is cut off, which is a
 * warning. */
bool recorder_open(struct recorder *recorder, const char *path, bool append, const struct machine *machine,
                   int64_t utc_us, struct warnings *warnings, struct error *err);

/* False when it did not reach the file; the next one will say so in the capture, and try again. */
bool recorder_add(struct recorder *recorder, const struct snapshot *snapshot, struct error *err);

/* Snapshots are missing before the next one, for this reason, in a few words. */
void recorder_note_gap(struct recorder *recorder, const char *why);

/* Forces what is written to the disk. */
bool recorder_close(struct recorder *recorder, struct error *err);

#endif
