/* format.h - what a file can be: one line of the table for each kind of file, told by its content.
 *
 *     file -> format_read -> the format that knows it -> a store, or snapshots one by one
 *
 * No format believes the name of a file. docs/formats.md says what each of them knows and does not.
 */
#ifndef FORMATS_FORMAT_H
#define FORMATS_FORMAT_H

#include "base/warnings.h"
#include "formats/text/reader.h"
#include "model/machine.h"
#include "model/snapshot.h"
#include "store/store.h"

/* Times for snapshots that tell none: the user's. One for all files of a run. All zero: the user said nothing. */
struct format_clock {
    int64_t interval_us; // between two of them; 0: not said
    bool has_start;
    int64_t next_us; // where has_start: the time of the next one, UTC
};

/* Where snapshots go. */
struct format_target {
    struct store *store; // if not NULL, all of it goes here; else the functions get it
    bool (*on_snapshot)(void *context, struct snapshot *snapshot,
                        struct error *err);                           // may swap it for another; false stops
    void (*on_machine)(void *context, const struct machine *machine); // may be NULL
    void (*on_gap)(void *context, int64_t since_us, int64_t until_us, const char *why); // may be NULL
    void *context;
    const char *path; // of the file being read; borrowed
    bool shown_times; // snapshots of captures get the times that they are shown by: capture.h
    bool has_stopped; // take said so
};

/* A file being read. */
struct format_input {
    const char *path;
    struct reader *reader; // open, at its beginning, for formats of text
    struct text content;   // for formats of bytes, all of it, in place of the file; tests have no file
    struct format_clock *clock;
    struct warnings *warnings;
};

struct format {
    const char *name; // for people
    const char
        *ending;   // of bytes only: a file with this name ending is read as it, even when its start is damaged; or NULL
    bool in_text;  // stands anywhere in a text, among other things
    bool of_bytes; // detect gets bytes as they stand, and read opens the file itself
    bool (*detect)(struct text t); // from the beginning of a file: up to a megabyte of text, or FORMAT_BYTES bytes
    bool (*read)(struct format_input *input, struct format_target *target, struct error *err);
};

#define FORMAT_BYTES 64

enum format_result {
    FORMAT_READ,
    FORMAT_FAILED,  // its content is of a format, but cannot be used, or not to its end; err says why
    FORMAT_UNKNOWN, // no format knows its content; err says so
};

/* Reads one file. `input` without a reader uses `reader`, whose buffers are kept from one file to the next. Snapshots that
 * were read before a failure stay in the target. */
enum format_result format_read(struct format_input *input, struct reader *reader, struct format_target *target,
                               struct error *err);

/* Whether any format knows the file. A folder may hold very long files that are none of ours: of one with a zero byte in its
 * first megabyte, which is not UTF-16 or UTF-32, no more than that is read. Another may be read to its end, for its encoding,
 * and is looked through until a zero; what is named .csv, only at its beginning. */
bool format_knows(const char *path);

/* Gives one whole snapshot to the target. */
bool format_give(struct format_target *target, struct snapshot *snapshot, struct error *err);

extern const struct format format_capture;
extern const struct format format_csv;
extern const struct format format_poolmon;
extern const struct format format_poolused;
extern const struct format format_slabinfo;
extern const struct format format_memsnap;
extern const struct format format_pooltagviewer;
extern const struct format format_poolmonx_archive;
extern const struct format format_poolmonx_list;
extern const struct format format_poolmonx_export;

#endif
