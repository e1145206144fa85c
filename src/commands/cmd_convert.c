#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "commands/command.h"
#include "commands/progress.h"
#include "commands/times.h"
#include "formats/capture.h"
#include "formats/capture_write.h"
#include "formats/csv_folder.h"
#include "formats/folder.h"
#include "os/os.h"

#define WRITE_BYTES ((size_t)1 << 20)

struct convert_options {
    struct option_list inputs;
    bool all_files;
    const char *interval, *start, *output;
    int encoding; // enum csv_encoding
};

#define AT(member) offsetof(struct convert_options, member)

static const char *const encodings[] = {"utf16", "utf8", NULL};

static const struct option options[] = {
    {NULL, NULL, OPTION_FILES, AT(inputs), "IN", NULL,
     "captures (.pmcap), CSV files, folders of these, and files\nof any other kind: docs/formats.md", true, false},
    {"-o", "--output", OPTION_TEXT, AT(output), "OUT", NULL,
     "a file that ends in .pmcap, or a folder for CSV files\nas the original's collector writes them", true, false},
    {NULL, "--all-files", OPTION_FLAG, AT(all_files), NULL, NULL,
     "read every file of a folder that holds snapshots,\nwhatever its name", false, false},
    {NULL, "--interval", OPTION_TEXT, AT(interval), "TIME", NULL, "snapshots that tell no time are TIME apart: 30m",
     false, false},
    {NULL, "--start", OPTION_TEXT, AT(start), "TIME", NULL, "and the first of them was taken at this UTC time", false,
     false},
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
    if (!folder_list(&path, 1, false, &there, &none))
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

static bool put(void *context, struct snapshot *snapshot, struct error *err)
{
    struct output *out = context;

    if (snapshot->basis == TIME_UNKNOWN)
        return error_set(
            err,
            "snapshot %zu tells no time, which what is written must have: say when the first one was taken and how "
            "far they are apart, with --start 2026-03-01T08:30 --interval 30m",
            out->count + 1);
    out->count++;
    if (!out->is_capture)
        return put_file(out, snapshot, err);
    capture_write_snapshot(&out->writer, snapshot, &out->bytes);
    return out->bytes.length < WRITE_BYTES || flush(out, err);
}

static void put_machine(void *context, const struct machine *machine)
{
    struct output *out = context;

    if (out->is_capture)
        capture_write_machine(&out->writer, machine, 0, &out->bytes);
}

static void put_gap(void *context, int64_t since_us, int64_t until_us, const char *why)
{
    struct output *out = context;

    if (out->is_capture)
        capture_write_gap(&out->writer, since_us, until_us, why, &out->bytes);
}

static bool convert(const struct convert_options *o, struct warnings *warnings, struct error *err)
{
    struct output out = {.options = o, .warnings = warnings, .log.handle = -1};
    struct format_target target = {.take = put, .machine = put_machine, .gap = put_gap, .context = &out};
    struct file_list files = {0};
    struct progress progress;
    struct folder_options reading = {.progress = {progress_report, &progress}};
    bool ok = command_clock(o->interval, o->start, &reading.clock, err) &&
              folder_list(o->inputs.items, o->inputs.count, o->all_files, &files, err) && output_open(&out, err);

    progress_start(&progress);
    ok = ok && folder_read(&files, &target, reading, warnings, err);
    if (ok && out.count == 0)
        ok = error_set(err, "%s: holds no snapshot that can be read", o->inputs.items[0]);
    ok = output_close(&out, ok, err);
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
    free(o.inputs.items);
    return status;
}

const struct command cmd_convert = {.name = "convert",
                                    .summary = "Turn captures into CSV files of the original's, and back",
                                    .options = options,
                                    .run = run};
