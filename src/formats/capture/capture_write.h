/* capture_write.h - snapshots into the bytes of a capture file; the caller writes them to a file.
 *
 * Every 64th snapshot is a keyframe, and so is one that cannot be a delta.
 */
#ifndef FORMATS_CAPTURE_CAPTURE_WRITE_H
#define FORMATS_CAPTURE_CAPTURE_WRITE_H

#include "formats/capture/capture_code.h"
#include "formats/capture/capture_record.h"
#include "model/machine.h"

#define CAPTURE_KEYFRAME_EVERY 64

struct capture_writer {
    struct capture_state state;
    unsigned since_keyframe; // snapshots
    unsigned keyframe_every; // snapshots; 0: CAPTURE_KEYFRAME_EVERY
    bool wants_keyframe;     // the last record may not have reached the file
    struct buffer payload;   // owned; reused
};

void capture_writer_free(struct capture_writer *writer);

/* All append records to `out`. */
void capture_write_machine(struct capture_writer *writer, const struct machine *machine, int64_t utc_us,
                           struct buffer *out);
void capture_write_snapshot(struct capture_writer *writer, const struct snapshot *snapshot, struct buffer *out);

/* The same for a writer who knows the differences. */
void capture_write_changes(struct capture_writer *writer, const struct capture_changes *changes, struct buffer *out);

/* A gap: no snapshots since `since_us`, and why, in a few words. */
void capture_write_gap(struct capture_writer *writer, int64_t since_us, int64_t utc_us, const char *why,
                       struct buffer *out);

/* Parses a machine record; false: it has no known fact. */
bool capture_machine(const struct buffer *payload, struct machine *out);

#endif
