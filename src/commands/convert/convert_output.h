/* convert_output.h - where `convert` writes to: a capture, lines of JSON, or a folder of CSV files.
 *
 * A file is written under another name and gets its own when it is whole. Nothing that stands there is replaced.
 */
#ifndef COMMANDS_CONVERT_CONVERT_OUTPUT_H
#define COMMANDS_CONVERT_CONVERT_OUTPUT_H

#include "base/warnings.h"
#include "formats/capture/capture_write.h"
#include "formats/csv/csv_folder.h"
#include "formats/shown_times.h"
#include "model/select.h"
#include "os/log.h"
#include "owners/redact.h"

enum output_kind { OUTPUT_FOLDER, OUTPUT_CAPTURE, OUTPUT_LINES };

struct output {
    const char *path; // borrowed; its ending says what is written
    enum csv_encoding encoding;
    const struct select *select; // tags to write
    struct redact *redact;       // NULL: nothing is removed
    struct warnings *warnings;
    const struct format_target *target; // whose functions these are

    enum output_kind kind;
    char *temporary; // owned
    struct os_log log;
    struct capture_writer writer;
    struct shown_times times; // of lines
    struct buffer bytes;      // owned; not yet written
    struct csv_folder folder;
    size_t given, count;  // snapshots that came, and that were written
    const char *path_now; // of the file being read
    size_t of_path;       // snapshots that came from there
    bool has_local;       // a time was not UTC
};

bool output_open(struct output *out, struct error *err);

/* What a format_target's functions are: `context` is the output. */
bool output_put(void *context, struct snapshot *snapshot, struct error *err);
void output_put_machine(void *context, const struct machine *machine);
void output_put_gap(void *context, int64_t since_us, int64_t until_us, const char *why);

/* Gives the file its name, or, if not `ok`, removes it. Releases everything. */
bool output_close(struct output *out, bool ok, struct error *err);

#endif
