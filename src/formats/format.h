/* format.h - the kinds of files that can be read: a table with one line per format, recognised by content.
 *
 *     file -> format_read -> the format that detects it -> a store, or snapshots one by one
 *
 * The name of a file decides nothing, but for .pmcap. docs/formats.md describes what each format supports.
 */
#ifndef FORMATS_FORMAT_H
#define FORMATS_FORMAT_H

#include "base/warnings.h"
#include "formats/text/reader.h"
#include "formats/text/stamp_order.h"
#include "model/machine.h"
#include "model/snapshot.h"
#include "store/store.h"

/* Times for snapshots that have none, from --start and --interval, and what is known of times in names and texts;
 * shared by all files of a run. All zero: not given. */
struct format_clock {
    int64_t interval_us; // between two snapshots; 0: not given
    bool has_start;
    int64_t next_us;            // with has_start: the time of the next one, UTC
    struct stamp_orders orders; // of the numbers in dates
    bool has_equal_file_times;  // the modification times of all files are those of a copy
    bool has_days_in_names;     // names without times have days, each another, and modification times contradict them
    bool warned_guess, warned_day; // of names: the order of their numbers, and a day without a time
};

/* The times of the snapshots that were given. */
struct format_extent {
    size_t count;                       // those with times
    int64_t first_us, last_us;          // the earliest and the latest
    const char *first_path, *last_path; // their files; borrowed
};

/* Where snapshots go: to the store, or without one to the functions. on_snapshot may swap the contents of the snapshot
 * for another's; false stops reading. on_machine gets
 * when its fact was recorded; 0: with it begins another file that `convert` joined. */
struct format_target {
    struct store *store; // borrowed, or NULL
    bool (*on_snapshot)(void *context, struct snapshot *snapshot, struct error *err);
    void (*on_machine)(void *context, const struct machine *machine, int64_t utc_us);   // may be NULL
    void (*on_gap)(void *context, int64_t since_us, int64_t until_us, const char *why); // may be NULL
    void *context;
    const char *path;            // of the file being read; borrowed
    bool right_times;            // snapshots of captures get their times by the last clock
    bool shown_times;            // the same, and those of shown_times.h
    bool has_stopped;            // on_snapshot returned false
    struct format_extent extent; // of the snapshots passed to on_snapshot
};

/* A file being read. */
struct format_input {
    const char *path;
    struct reader *reader;              // for text formats: open, at its beginning
    struct text content;                // for binary formats: all of it, instead of the file; only tests set it
    const struct packed_member *member; // the file is packed: this one; or NULL
    bool allows_large;                  // the user consents to members that unpack to any size
    struct format_clock *clock;
    struct warnings *warnings;
};

struct format {
    const char *name;   // for people
    const char *ending; // binary formats: files named so are of this format even if their start is damaged; or NULL
    bool of_bytes;      // binary: detect gets raw bytes, read opens the file itself
    bool (*detect)(struct text t); // gets the beginning of a file: up to 1 MB of text, or FORMAT_BYTES bytes; or NULL:
    bool (*detect_line)(struct text line); // it may be anywhere in a text, among other things; gets lines of pasted.h
    bool (*is_row)(struct text line);      // rows that detect_line does not look for and other formats might; or NULL
    bool of_tags; // only lines with the letters "ag", as in Tag and Paged, need to be looked at
    bool (*read)(struct format_input *input, struct format_target *target, struct error *err);
};

#define FORMAT_BYTES 64

enum format_result {
    FORMAT_READ,
    FORMAT_FAILED,  // a format detected it, but it cannot be used, or not to its end; see err
    FORMAT_UNKNOWN, // no format detected it; see err
};

/* Reads one file. An input without a reader uses `reader`, whose buffers are kept from one file to the next. Snapshots
 * read before a failure stay in the target. */
enum format_result format_read(struct format_input *input, struct reader *reader, struct format_target *target,
                               struct error *err);

/* Whether any format detects the file; also true if it is packed and cannot be unpacked, which reading it tells. A
 * directory may hold very long files of other programs: of a binary one (a zero byte in the first megabyte, and neither
 * UTF-16 nor UTF-32) no more than that megabyte is read. Another may be read to its end for its encoding, and is
 * searched up to the first zero; a .csv only in its first megabyte. */
bool format_knows(struct bytes_place place);

/* Where the file is, for reading it. */
struct bytes_place format_place(const struct format_input *input);

/* When the file was last written, in microseconds since 1970. *is_local: in local time, as zip stores it; otherwise
 * UTC. False: that is not known. */
bool format_file_time(const struct format_input *input, int64_t *out_us, bool *is_local);

/* Passes one complete snapshot to the target. False: the target stops, or err is set. */
bool format_give(struct format_target *target, struct snapshot *snapshot, struct error *err);

extern const struct format format_capture;
extern const struct format format_csv;
extern const struct format format_poolmon;
extern const struct format format_poolused;
extern const struct format format_slabinfo;
extern const struct format format_slabtop;
extern const struct format format_memsnap;
extern const struct format format_pooltagviewer;
extern const struct format format_records_csv;
extern const struct format format_records_table;
extern const struct format format_records_list;
extern const struct format format_records_json;
extern const struct format format_poolmonx_archive;
extern const struct format format_poolmonx_list;
extern const struct format format_poolmonx_export;

#endif
