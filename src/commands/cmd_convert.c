#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "commands/command.h"
#include "commands/progress.h"
#include "formats/capture.h"
#include "formats/capture_write.h"
#include "formats/csv.h"
#include "formats/csv_folder.h"
#include "formats/folder.h"
#include "os/os.h"

#define WRITE_BYTES ((size_t)1 << 20)

struct convert_options {
    const char *input, *output;
    int encoding; // enum csv_encoding
};

#define AT(member) offsetof(struct convert_options, member)

static const char *const encodings[] = {"utf16", "utf8", NULL};

static const struct option options[] = {
    {NULL, NULL, OPTION_TEXT, AT(input), "IN", NULL, "a capture (.pmcap), a CSV file, or a folder of these", true,
     false},
    {"-o", "--output", OPTION_TEXT, AT(output), "OUT", NULL,
     "a file that ends in .pmcap, or a folder for CSV files\nas the original's collector writes them", true, false},
    {NULL, "--encoding", OPTION_CHOICE, AT(encoding), "ENCODING", encodings,
     "of CSV files: utf16 (default, as PowerShell 5.1) or\nutf8 (as PowerShell 7)", false, false},
    {"-h", "--help", OPTION_HELP, 0, NULL, NULL, "show this help", false, false},
    {NULL, "--version", OPTION_VERSION, 0, NULL, NULL, "show the version", false, false},
    {0},
};

/* Where snapshots go: a capture that is being written under another name, or a folder. */
struct output {
    const struct convert_options *options;
    bool is_capture;
    char *temporary; // owned
    struct os_log log;
    struct capture_writer writer;
    struct buffer bytes; // owned; not yet written
    struct csv_folder folder;
    struct warnings *warnings;
    size_t count;
};

static bool open_folder(const char *path, struct error *err)
{
    struct file_list there = {0};
    struct error none;

    if (os_kind(path) == OS_NOTHING)
        return os_make_folder(path, err);
    if (os_kind(path) != OS_FOLDER)
        return error_set(err, "%s: is no folder: name one, or a file that ends in .pmcap", path);
    if (!folder_list(path, &there, &none))
        return true;
    file_list_free(&there);
    return error_set(err, "%s: holds snapshots already: name another folder", path);
}

static bool output_open(struct output *out, struct error *err)
{
    struct buffer name = {0};

    out->is_capture = text_ends_with(text_of(out->options->output), text_of(".pmcap"));
    out->folder =
        (struct csv_folder){.path = out->options->output, .encoding = (enum csv_encoding)out->options->encoding};
    if (!out->is_capture)
        return open_folder(out->options->output, err);
    if (!os_folder_is_there(out->options->output))
        return error_set(err, "%s: its folder is not there: make it first", out->options->output);
    if (os_kind(out->options->output) != OS_NOTHING)
        return error_set(err, "%s: stands there already: name another file", out->options->output);
    buffer_printf(&name, "%s.%ld.tmp", out->options->output, os_process());
    out->temporary = buffer_take(&name);
    os_remove(out->temporary); // of a process of the same number that was killed
    capture_add_header(&out->bytes);
    return os_log_create(&out->log, out->temporary, err);
}

static bool flush(struct output *out, struct error *err)
{
    bool ok = os_log_append(&out->log, out->temporary, out->bytes.bytes, out->bytes.length, err);

    out->bytes.length = 0;
    return ok;
}

static bool output_close(struct output *out, bool ok, struct error *err)
{
    if (out->is_capture && out->temporary && out->log.handle >= 0) {
        ok = ok && flush(out, err) && os_log_rename(&out->log, out->temporary, out->options->output, err);
        if (!ok) {
            os_log_close(&out->log);
            os_remove(out->temporary);
        }
    }
    capture_writer_free(&out->writer);
    csv_folder_free(&out->folder);
    buffer_free(&out->bytes);
    free(out->temporary);
    return ok;
}

static bool put_file(struct output *out, const struct snapshot *snapshot, struct error *err)
{
    bool again, ok = csv_folder_put(&out->folder, snapshot, &again, err);

    if (again)
        warnings_add(out->warnings, WARNING_SNAPSHOT,
                     "a snapshot is given twice, with the same time: the last one counts");
    return ok;
}

static bool put(struct output *out, const struct snapshot *snapshot, struct error *err)
{
    out->count++;
    if (!out->is_capture)
        return put_file(out, snapshot, err);
    capture_write_snapshot(&out->writer, snapshot, &out->bytes);
    return out->bytes.length < WRITE_BYTES || flush(out, err);
}

static void put_machine(struct output *out, const struct buffer *payload)
{
    struct machine machine;

    if (out->is_capture && capture_machine(payload, &machine))
        capture_write_machine(&out->writer, &machine, 0, &out->bytes);
}

static bool convert_capture(struct output *out, const char *path, struct error *err)
{
    struct capture capture = {0};
    struct snapshot snapshot = {0};
    enum capture_next next = CAPTURE_FAILED;
    bool ok = true;

    if (!capture_open(&capture, path, out->warnings, err))
        return false;
    while (ok && (next = capture_next(&capture, err)) == CAPTURE_SNAPSHOT) {
        if (capture.machine.length)
            put_machine(out, &capture.machine);
        capture.machine.length = 0;
        if (out->is_capture && capture.gap[0])
            capture_write_gap(&out->writer, capture.gap_since_us, capture.state.utc_us, capture.gap, &out->bytes);
        capture_snapshot(&capture.state, &snapshot);
        ok = put(out, &snapshot, err);
    }
    snapshot_free(&snapshot);
    capture_close(&capture);
    return ok && next == CAPTURE_END;
}

/* No two of a file have the same time. */
static int by_time(const void *a, const void *b)
{
    const struct snapshot *x = a, *y = b;

    return (x->utc_us > y->utc_us) - (x->utc_us < y->utc_us);
}

/* A file that cannot be read is a warning, as elsewhere; what was read of it is kept. */
static bool convert_csv(struct output *out, struct reader *reader, const char *path, struct error *err)
{
    struct csv_target target = {0};
    struct error why = {0};
    bool ok = true;

    if (!reader_open_file(reader, path, &why)) {
        warnings_add(out->warnings, WARNING_FILE, "%s: file left out", why.text);
        return true;
    }
    if (!csv_read(reader, &target, out->warnings, &why))
        warnings_add(out->warnings, WARNING_FILE, "%s%s", why.text, target.count ? "" : ": file left out");
    reader_close(reader);
    if (target.count)
        qsort(target.snapshots, target.count, sizeof *target.snapshots, by_time);
    for (size_t i = 0; i < target.count && ok; i++)
        ok = put(out, &target.snapshots[i], err);
    csv_target_free(&target);
    return ok;
}

static bool convert(const struct convert_options *o, struct warnings *warnings, struct error *err)
{
    struct output out = {.options = o, .warnings = warnings, .log.handle = -1};
    struct file_list files = {0};
    struct reader reader = {0};
    struct progress progress;
    bool ok = folder_list(o->input, &files, err) && output_open(&out, err);

    progress_start(&progress);
    for (size_t i = 0; i < files.count && ok; i++) {
        progress_report(&progress, i, files.count);
        ok = folder_is_capture(files.paths[i]) ? convert_capture(&out, files.paths[i], err)
                                               : convert_csv(&out, &reader, files.paths[i], err);
    }
    progress_report(&progress, files.count, files.count);
    if (ok && out.count == 0)
        ok = error_set(err, "%s: holds no snapshot that can be read", o->input);
    ok = output_close(&out, ok, err);
    reader_free(&reader);
    file_list_free(&files);
    return ok;
}

static int run(int argc, char **argv, struct error *err)
{
    struct convert_options o = {0};
    struct warnings warnings = {0};
    int status = STATUS_USAGE;

    if (!command_parse(&cmd_convert, argc, argv, &o, &status, err))
        return status;
    status = convert(&o, &warnings, err) ? STATUS_OK : STATUS_FAILED;
    command_print_warnings(&warnings);
    warnings_free(&warnings);
    return status;
}

const struct command cmd_convert = {.name = "convert",
                                    .summary = "Turn captures into CSV files of the original's, and back",
                                    .options = options,
                                    .run = run};
