#include "commands/convert/convert_output.h"

#include <stdlib.h>

#include "formats/capture/capture.h"
#include "formats/jsonl_write.h"
#include "input/read_files.h"
#include "os/path.h"
#include "os/process.h"

#define WRITE_BYTES ((size_t)1 << 20)

static enum output_kind kind_of(const char *path)
{
    if (text_ends_with(text_of(path), text_of(CAPTURE_ENDING)))
        return OUTPUT_CAPTURE;
    return text_ends_with(text_of(path), text_of(".jsonl")) ? OUTPUT_LINES : OUTPUT_DIRECTORY;
}

static bool open_directory(const char *path, struct error *err)
{
    struct file_list there = {0};

    if (os_path_kind(path) == OS_MISSING)
        return os_make_directory(path, err);
    if (os_path_kind(path) != OS_DIRECTORY)
        return error_set(err, "'%s' is not a directory: use one, or a file that ends in .pmcap or .jsonl", path);
    if (!file_list_find(&path, 1, false, &there, NULL))
        return true;
    file_list_free(&there);
    return error_set(err, "'%s' already contains snapshots: use another directory", path);
}

bool output_open(struct output *out, struct error *err)
{
    struct buffer name = {0};

    out->log.handle = -1;
    out->kind = kind_of(out->path);
    out->directory = (struct csv_directory){.path = out->path, .encoding = out->encoding};
    if (out->kind == OUTPUT_DIRECTORY)
        return open_directory(out->path, err);
    if (!os_parent_exists(out->path))
        return error_set(err, "directory of '%s' does not exist: create it first", out->path);
    if (os_path_kind(out->path) != OS_MISSING)
        return error_set(err, "'%s' already exists: use another file", out->path);
    buffer_printf(&name, "%s.%ld.tmp", out->path, os_process_id());
    out->temporary = buffer_take(&name);
    os_remove(out->temporary); // left by a killed process with the same ID
    if (out->kind == OUTPUT_CAPTURE)
        capture_add_header(&out->bytes);
    return os_log_create(&out->log, out->temporary, err);
}

static bool flush(struct output *out, struct error *err)
{
    bool ok = os_log_append(&out->log, out->temporary, out->bytes.bytes, out->bytes.length, err);

    out->bytes.length = 0;
    return ok;
}

static void warn_local(struct output *out)
{
    if (out->has_local)
        warnings_add(out->warnings, WARNING_FILE,
                     "%s: some times have no time zone and are written as if they were UTC, as they are read",
                     out->path);
}

bool output_close(struct output *out, bool ok, struct error *err)
{
    if (out->temporary && out->log.handle >= 0) {
        ok = ok && flush(out, err) && os_log_rename(&out->log, out->temporary, out->path, err);
        if (!ok) {
            os_log_close(&out->log);
            os_remove(out->temporary);
        }
    }
    if (ok && out->kind != OUTPUT_LINES)
        warn_local(out);
    capture_writer_free(&out->writer);
    csv_directory_free(&out->directory);
    shown_times_free(&out->times);
    buffer_free(&out->bytes);
    free(out->temporary);
    return ok;
}

static void warn_again(struct output *out)
{
    warnings_add(out->warnings, WARNING_SNAPSHOT, "two snapshots have the same time: the last one is kept");
}

static bool put_file(struct output *out, const struct snapshot *snapshot, struct error *err)
{
    bool again, ok = csv_directory_put(&out->directory, snapshot, &again, err);

    if (again)
        warn_again(out);
    return ok;
}

static bool put_bytes(struct output *out, const struct snapshot *snapshot, struct error *err)
{
    bool again;

    if (out->kind == OUTPUT_CAPTURE)
        capture_write_snapshot(&out->writer, snapshot, &out->bytes);
    else
        jsonl_write(&out->bytes, snapshot, shown_time(&out->times, snapshot->utc_us, &again));
    return out->bytes.length < WRITE_BYTES || flush(out, err);
}

bool output_put(void *context, struct snapshot *snapshot, struct error *err)
{
    struct output *out = context;

    out->given++;
    out->of_path = out->path_now == out->target->path ? out->of_path + 1 : 1;
    out->path_now = out->target->path;
    if (snapshot->basis == TIME_UNKNOWN) {
        if (out->untimed++ == 0) {
            out->untimed_path = out->path_now;
            out->untimed_number = out->of_path;
        }
        return true;
    }
    if (out->select->count)
        select_rows(out->select, snapshot);
    if (snapshot->count == 0)
        return true;
    out->has_local |= snapshot->basis == TIME_LOCAL && !out->redact;
    if (out->redact)
        redact_snapshot(out->redact, snapshot);
    out->count++;
    return out->kind == OUTPUT_DIRECTORY ? put_file(out, snapshot, err) : put_bytes(out, snapshot, err);
}

bool output_tell_untimed(const struct output *out, struct error *err)
{
    if (out->untimed == 0)
        return true;
    if (out->count == 0 || out->needs_all_times)
        return error_set(err,
                         "%s: snapshot %zu has no time, which the output requires: give the time of the first one and "
                         "the time between them, as in --start 2026-03-01T08:30 --interval 30m",
                         out->untimed_path, out->untimed_number);
    warnings_add(out->warnings, WARNING_SNAPSHOT,
                 "%s: %zu snapshot%s without a time, where other snapshots have one: left out (number %zu is the "
                 "first); use --start and --interval",
                 out->untimed_path, out->untimed, out->untimed == 1 ? "" : "s", out->untimed_number);
    return true;
}

#define SOME_TIME_US 1000 // any but 0

/* The time 0 tells that another file begins; a later recorder of the same file has gone on with it. */
void output_put_machine(void *context, const struct machine *machine, int64_t utc_us)
{
    struct output *out = context;
    struct machine told = *machine;

    if (out->machine_path != out->target->path)
        utc_us = 0;
    out->machine_path = out->target->path;
    if (out->redact) {
        redact_machine(out->redact, &told);
        utc_us = utc_us ? SOME_TIME_US : 0;
    }
    if (out->kind == OUTPUT_CAPTURE)
        capture_write_machine(&out->writer, &told, utc_us, &out->bytes);
}

void output_put_gap(void *context, int64_t since_us, int64_t until_us, const char *why)
{
    struct output *out = context;

    if (out->redact)
        redact_gap(out->redact, &since_us, &until_us, &why);
    if (out->kind == OUTPUT_CAPTURE)
        capture_write_gap(&out->writer, since_us, until_us, why, &out->bytes);
}
