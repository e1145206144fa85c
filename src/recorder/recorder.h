/* recorder.h - appends snapshots to a capture file; crash-safe.
 *
 * Each record is appended with one write, and truncated again if the write is incomplete. It is synced to disk at once,
 * but at most every ten seconds. When the disk is full or gone, nothing written before is lost: recording resumes as
 * soon as writing works, after a gap record that says what is missing.
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
    struct buffer bytes; // owned; records being written
    struct machine machine;
    int64_t last_utc_us;      // of the last snapshot that reached the file; INT64_MIN before the first
    int64_t synced_uptime_ms; // of the last sync
    uint64_t count;           // snapshots written since it was opened
    uint64_t missed;          // snapshots that could not be written since the last one that was
    char gap[64];             // why snapshots are missing, for the next gap record; "": none
};

/* Creates the file, or with `append` continues a capture of the same machine; an incomplete record at its end is
 * truncated, with a warning. */
bool recorder_open(struct recorder *recorder, const char *path, bool append, const struct machine *machine,
                   int64_t utc_us, struct warnings *warnings, struct error *err);

/* False: it was not written. The next call tries again and records the gap. */
bool recorder_add(struct recorder *recorder, const struct snapshot *snapshot, struct error *err);

/* Adds a reason to the gap record before the next snapshot, at most a few words. */
void recorder_note_gap(struct recorder *recorder, const char *why);

/* Syncs to disk and closes. */
bool recorder_close(struct recorder *recorder, struct error *err);

#endif
