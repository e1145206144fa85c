/* capture.h - reads our own file, .pmcap, snapshot by snapshot.
 *
 * A damaged record costs the snapshots up to the next keyframe; a record truncated at the end of the file costs
 * itself. Both are warnings that say how many snapshots are lost. Reading never changes the file.
 */
#ifndef FORMATS_CAPTURE_CAPTURE_H
#define FORMATS_CAPTURE_CAPTURE_H

#include "base/warnings.h"
#include "formats/capture/capture_code.h"
#include "formats/capture/capture_record.h"
#include "packed/bytes.h"

#define CAPTURE_ENDING ".pmcap"
#define CAPTURE_CLOCK_SET "the clock was set" // as the reason of a gap: told in another way

struct capture {
    const char *path; // borrowed
    struct bytes bytes;
    struct buffer raw;   // owned: a window of the file
    size_t pos;          // in raw: offset of the next record
    uint64_t raw_offset; // offset of raw in the file
    bool input_ended;
    struct warnings *warnings; // borrowed

    bool heads_only; // set before reading: snapshots without their rows, for their times

    struct capture_state state;
    bool is_sound;         // the next delta can be decoded
    uint64_t last_number;  // number of the last snapshot
    uint64_t torn_offset;  // offset of the record that is truncated at the end of the file; UINT64_MAX: none
    struct buffer machine; // owned: payload of the last machine record, or empty
    int64_t machine_us;    // when that was written; 0: by `convert`, at the beginning of another file
    size_t sessions; // machine records so far: a recorder writes one when it starts; also damage, as one may be lost
    size_t files;    // those of them with which another file begins
    char gap[64];    // why snapshots are missing before the last one; "" if none are
    int64_t gap_since_us;
};

/* Whether these bytes from the start of a file are a capture. */
bool capture_is(const void *bytes, size_t length);

/* False: a read error, not a capture, or one of a later version. `capture` is all zero before; close it when done. */
bool capture_open(struct capture *capture, const char *path, struct warnings *warnings, struct error *err);
bool capture_open_place(struct capture *capture, struct bytes_place place, struct warnings *warnings,
                        struct error *err);
bool capture_open_memory(struct capture *capture, const char *name, const void *bytes, size_t length,
                         struct warnings *warnings, struct error *err);
void capture_close(struct capture *capture);

enum capture_next { CAPTURE_SNAPSHOT, CAPTURE_END, CAPTURE_FAILED };

/* Decodes the next snapshot into the state. CAPTURE_FAILED: a read error, in err. */
enum capture_next capture_next(struct capture *capture, struct error *err);

#endif
