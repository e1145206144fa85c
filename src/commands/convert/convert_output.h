/* convert_output.h - the output of `convert`: a capture, lines of JSON, or a directory of CSV files.
 *
 * A file is written under a temporary name and renamed when complete. Existing files are never replaced.
 */
#ifndef COMMANDS_CONVERT_CONVERT_OUTPUT_H
#define COMMANDS_CONVERT_CONVERT_OUTPUT_H

#include "base/warnings.h"
#include "formats/capture/capture_write.h"
#include "formats/csv/csv_directory.h"
#include "formats/shown_times.h"
#include "model/select.h"
#include "os/log.h"
#include "owners/redact.h"

enum output_kind { OUTPUT_DIRECTORY, OUTPUT_CAPTURE, OUTPUT_LINES };

struct output {
    const char *path; // borrowed; its ending selects the format
    enum csv_encoding encoding;
    const struct select *select; // tags to write
    struct redact *redact;       // NULL: no redaction
    struct warnings *warnings;
    const struct format_target *target; // that calls output_put
    bool needs_all_times;               // --start was given for snapshots without times

    enum output_kind kind;
    char *temporary; // owned
    struct os_log log;
    struct capture_writer writer;
    struct shown_times times; // for JSON lines
    struct buffer bytes;      // owned; not yet written
    struct csv_directory directory;
    size_t given, count;      // snapshots received and written
    const char *path_now;     // of the file being read
    const char *machine_path; // of the file that the last machine is of
    size_t of_path;           // snapshots received from it
    size_t untimed;           // snapshots without a time, which are not written
    const char *untimed_path;
    size_t untimed_number; // of the first one, in that file
    bool has_local;        // some times were not UTC
};

bool output_open(struct output *out, struct error *err);

/* The functions of a format_target, with the output as `context`. */
bool output_put(void *context, struct snapshot *snapshot, struct error *err);
void output_put_machine(void *context, const struct machine *machine, int64_t utc_us);
void output_put_gap(void *context, int64_t since_us, int64_t until_us, const char *why);

/* After the last snapshot: snapshots without a time are a warning where others have one; an error if all are such, or
 * needs_all_times. */
bool output_tell_untimed(const struct output *out, struct error *err);

/* Renames the file to its name, or removes it if not `ok`. Frees everything. */
bool output_close(struct output *out, bool ok, struct error *err);

#endif
