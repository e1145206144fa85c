/* cmd_collect.c - poolmonviz collect: records snapshots of this machine on a schedule. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/duration.h"
#include "base/memory.h"
#include "base/quantity.h"
#include "commands/absent_tags.h"
#include "commands/collect/collect_selftest.h"
#include "commands/collect/collect_service.h"
#include "commands/collect/growth.h"
#include "commands/command.h"
#include "commands/inputs.h"
#include "commands/progress.h"
#include "formats/csv/csv_directory.h"
#include "model/select.h"
#include "model/tag.h"
#include "os/clock.h"
#include "os/files.h"
#include "os/process.h"
#include "os/terminal.h"
#include "recorder/recorder.h"
#include "recorder/sampler.h"

#define NO_COUNT (-1000000) // --count was not given

#define AT(member) offsetof(struct collect_options, member)

static const char *const encodings[] = {"utf16", "utf8", NULL};

// clang-format off
static const struct option options[] = {
    {.short_name = "-o", .long_name = "--output", .kind = OPTION_TEXT, .offset = AT(output), .value = "OUT",
     .help = "capture file to write (default ./HOST-DATE.pmcap),\nor with --csv a directory"},
    {.long_name = "--csv", .kind = OPTION_FLAG, .offset = AT(csv),
     .help = "write CSV files in the original collector's format, one per\nsnapshot"},
    {.long_name = "--encoding", .kind = OPTION_CHOICE, .offset = AT(encoding),
     .value = "ENCODING", .choices = encodings,
     .help = "encoding of CSV files: utf16 (default, as PowerShell 5.1) or\n"
             "utf8 (as PowerShell 7)"},
    {.long_name = "--interval", .kind = OPTION_TEXT, .offset = AT(interval), .value = "TIME",
     .help = "time between snapshots: 90s, 15m, 1h (default 60s)"},
    {.long_name = "--duration", .kind = OPTION_TEXT, .offset = AT(duration), .value = "TIME",
     .help = "how long to record: 30m, 48h, 30d (default 48h), or 0 until\nstopped"},
    {.long_name = "--count", .kind = OPTION_COUNT, .offset = AT(count), .value = "N", .help = "stop after N snapshots"},
    {.short_name = "-tags", .long_name = "--tags", .kind = OPTION_LIST, .offset = AT(tags), .value = "TAG",
     .help = "record only these tags; * and ? are wildcards\n(default: all)"},
    {.long_name = "--append", .kind = OPTION_FLAG, .offset = AT(append),
     .help = "append to the file if it exists"},
    {.long_name = "--keep-trying", .kind = OPTION_FLAG, .offset = AT(keep_trying),
     .help = "keep recording when the disk is full or gone (always so\nwithout --count)"},
    {.long_name = "--quiet", .kind = OPTION_FLAG, .offset = AT(quiet), .help = "print nothing but errors"},
    {.long_name = "--proc", .kind = OPTION_TEXT, .offset = AT(proc), .value = "DIR",
     .help = "read DIR, a copy of another machine's /proc, instead of this\nmachine's"},
    {.long_name = "--replay", .kind = OPTION_TEXT, .offset = AT(replay), .value = "CAPTURE",
     .help = "record CAPTURE as if it were live, instead of this machine"},
    {.long_name = "--speed", .kind = OPTION_TEXT, .offset = AT(speed), .value = "N",
     .help = "speed of --replay: 60 plays an hour in a minute (default 1);\n0: the next snapshot at each tick"},
    {.long_name = "--selftest", .kind = OPTION_FLAG, .offset = AT(selftest),
     .help = "print what this system answers and how fast, without tag\nnames; record nothing"},
    {.long_name = "--install-service", .kind = OPTION_FLAG, .offset = AT(install_service),
     .help = "install a Windows service that records with these options\n"
             "across reboots (default -o: below ProgramData)"},
    {.long_name = "--remove-service", .kind = OPTION_FLAG, .offset = AT(remove_service),
     .help = "remove that service; what it recorded is kept"},
    {.long_name = "--service-status", .kind = OPTION_FLAG, .offset = AT(service_status),
     .help = "print whether the service runs, and its command line"},
    {.long_name = "--print-task", .kind = OPTION_FLAG, .offset = AT(print_task),
     .help = "print the commands for a scheduled task instead"},
    {.long_name = "--as-service", .kind = OPTION_FLAG, .offset = AT(as_service),
     .help = "used by Windows to start that service"},
    OPTIONS_END,
};
// clang-format on

/* A collection in progress. */
struct collecting {
    const struct collect_options *options;
    struct sampler sampler;
    struct select select;
    struct warnings warnings;
    char *path; // owned
    struct recorder recorder;
    struct csv_directory directory;
    size_t written, gaps;
    bool is_failing; // the last snapshot could not be taken or written
    struct growth growth;
};

static bool read_times(const struct collect_options *o, int64_t *interval_ms, int64_t *duration_ms, struct error *err)
{
    char *rest;

    *interval_ms = 60 * 1000;
    *duration_ms = o->count > 0 ? 0 : INT64_C(48) * 3600 * 1000;
    if (o->interval && (!duration_parse(text_of(o->interval), interval_ms) || *interval_ms < 10))
        return error_set(err, "argument --interval: invalid duration '%s': use 90s, 15m or 1h, at least 10ms",
                         o->interval);
    if (o->duration && !duration_parse(text_of(o->duration), duration_ms))
        return error_set(err, "argument --duration: invalid duration '%s': use 30m, 48h or 30d", o->duration);
    if (o->count < 1 && o->count != NO_COUNT)
        return error_set(err, "argument --count: invalid number of snapshots %lld: use 1 or more", o->count);
    if (o->speed && (strspn(o->speed, "0123456789.") != strlen(o->speed) || (strtod(o->speed, &rest), *rest)))
        return error_set(err, "argument --speed: invalid number '%s': use 0 or more", o->speed);
    return true;
}

/* A capture named .csv would be mistaken for CSV. */
static bool check_output(const struct collect_options *o, struct error *err)
{
    if (o->csv || !o->output || !text_ends_with_nocase(text_of(o->output), text_of(".csv")))
        return true;
    return error_set(
        err, "argument -o/--output: '%s' would be a capture, not CSV: name it .pmcap, or use --csv and a directory",
        o->output);
}

static char *default_path(const struct collecting *c, int64_t local_us)
{
    struct buffer b = {0}, time = {0};

    calendar_add(&time, local_us, 'T');
    for (const char *p = c->sampler.machine.host; *p; p++)
        buffer_add_char(&b, *p == '/' || *p == '\\' || *p == ':' ? '_' : *p);
    buffer_printf(&b, "%s%.10s%s", c->sampler.machine.host[0] ? "-" : "", time.bytes, c->options->csv ? "" : ".pmcap");
    buffer_free(&time);
    return buffer_take(&b);
}

static void print_warnings(struct collecting *c)
{
    command_print_warnings(&c->warnings);
    warnings_free(&c->warnings);
}

static bool open_output(struct collecting *c, struct error *err)
{
    const struct collect_options *o = c->options;
    struct os_moment now = os_now();
    bool ok;

    c->path = o->output ? memory_copy(o->output, strlen(o->output)) : default_path(c, now.local_us);
    c->directory = (struct csv_directory){.path = c->path, .encoding = (enum csv_encoding)o->encoding};
    if (o->csv)
        return os_make_directory(c->path, err) &&
               (os_path_kind(c->path) == OS_DIRECTORY ||
                error_set(err, "'%s' is not a directory: use one for --csv", c->path));
    ok = recorder_open(&c->recorder, c->path, o->append, &c->sampler.machine, now.utc_us, &c->warnings, err);
    print_warnings(c);
    return ok;
}

static uint64_t bytes_written(const struct collecting *c)
{
    return c->options->csv ? c->directory.written : c->recorder.log.length;
}

static void note_gap(struct collecting *c, const char *why)
{
    c->gaps++;
    if (!c->options->csv)
        recorder_note_gap(&c->recorder, why);
}

/* Sleep, missed ticks and clock steps are recorded in the capture, never filled in. */
static void note_gaps(struct collecting *c)
{
    if (c->sampler.missed > 0)
        note_gap(c, "the machine slept, or had no time");
    if (c->sampler.clock_was_set)
        note_gap(c, CAPTURE_CLOCK_SET);
}

static void say(const char *sentence)
{
    struct buffer b = {0};

    buffer_printf(&b, "%spoolmonviz: %s\n", os_stderr_width() ? "\r\033[K" : "", sentence);
    os_write_stderr(b.bytes, b.length);
    buffer_free(&b);
}

/* Tells the user once that writing fails and once that it works again. False: give up. */
static bool judge(struct collecting *c, bool ok, struct error *err)
{
    if (ok && c->is_failing && !c->options->quiet)
        say("recording again");
    if (ok) {
        c->is_failing = false;
        return true;
    }
    if (c->options->count > 0 && !c->options->keep_trying)
        return false;
    if (!c->is_failing) {
        struct buffer b = {0};

        buffer_printf(&b, "%s; nothing recorded so far is lost, and recording resumes as soon as possible", err->text);
        buffer_add_char(&b, '\0');
        say(b.bytes);
        buffer_free(&b);
        c->gaps++;
    }
    c->is_failing = true;
    return true;
}

static void show_status(const struct collecting *c)
{
    struct buffer b = {0};

    if (c->options->quiet || !os_stderr_width())
        return;
    buffer_printf(&b, "%zu snapshot%s, ", c->written, c->written == 1 ? "" : "s");
    quantity_add(&b, (double)bytes_written(c), (struct quantity){.is_bytes = true});
    buffer_printf(&b, ", next in %lld s", (long long)(sampler_next_in_ms(&c->sampler) + 999) / 1000);
    growth_add_sentence(&c->growth, &b);
    progress_show(buffer_text(&b), "  (Ctrl+C ends)");
    buffer_free(&b);
}

static bool record(struct collecting *c, struct error *err)
{
    bool again, ok;

    note_gaps(c);
    growth_watch(&c->growth, &c->sampler.snapshot);
    ok = c->options->csv ? csv_directory_put(&c->directory, &c->sampler.snapshot, &again, err)
                         : recorder_add(&c->recorder, &c->sampler.snapshot, err);
    c->written += ok;
    return judge(c, ok, err);
}

/* Records the snapshot, or the failure to take it. False: give up. */
static bool handle(struct collecting *c, enum sampler_event event, struct error *err)
{
    print_warnings(c);
    if (event == SAMPLER_SNAPSHOT)
        return record(c, err);
    if (event != SAMPLER_FAILED)
        return true;
    if (!c->options->csv)
        recorder_note_gap(&c->recorder, "the system gave no answer");
    return judge(c, false, err);
}

static bool has_enough(const struct collecting *c)
{
    size_t done = c->options->keep_trying ? c->written : c->sampler.taken;

    return c->options->count > 0 && (long long)done >= c->options->count;
}

static bool collect(struct collecting *c, struct error *err)
{
    enum sampler_event event = SAMPLER_NOTHING;
    bool ok = true;

    while (ok && !has_enough(c) && event != SAMPLER_ENDED) {
        event = sampler_next(&c->sampler, &c->warnings, err);
        ok = handle(c, event, err);
        if (ok && event != SAMPLER_ENDED)
            show_status(c);
    }
    return ok;
}

static void print_summary(const struct collecting *c)
{
    struct buffer b = {0};

    if (c->options->quiet)
        return;
    if (os_stderr_width())
        os_write_stderr("\r\033[K", 4);
    buffer_printf(&b, "%s: %zu snapshot%s of %zu tags in ", c->path, c->written, c->written == 1 ? "" : "s",
                  c->sampler.snapshot.count);
    calendar_add_span(&b, (os_now().uptime_ms - c->sampler.started_ms) * 1000);
    buffer_add_string(&b, ", ");
    quantity_add(&b, (double)bytes_written(c), (struct quantity){.is_bytes = true});
    if (c->gaps)
        buffer_printf(&b, ", %zu gap%s", c->gaps, c->gaps == 1 ? "" : "s");
    buffer_add_char(&b, '\n');
    os_write_stdout(b.bytes, b.length, NULL);
    buffer_free(&b);
}

static bool record_into_output(struct collecting *c, int64_t interval_ms, int64_t duration_ms, struct error *err)
{
    bool opened = open_output(c, err), ok = opened;

    if (opened) { // after open_output, which may read a long file to append to it
        sampler_start(&c->sampler, interval_ms, duration_ms);
        ok = collect(c, err);
    }
    if (!c->options->csv && !recorder_close(&c->recorder, ok ? err : NULL))
        ok = false;
    if (opened)
        print_summary(c);
    return ok && c->is_failing ? error_set(err, "%s: the last snapshots could not be written", c->path) : ok;
}

static const struct source *source_of(const struct collect_options *o)
{
    return o->replay ? &source_replay : o->proc ? &source_live_linux : source_live();
}

static bool run_collection(const struct collect_options *o, int64_t interval_ms, int64_t duration_ms, struct error *err)
{
    struct collecting c = {.options = o};
    struct sampler_options sampling = {
        .source = {.proc = o->proc, .capture = o->replay, .speed = o->speed ? strtod(o->speed, NULL) : 1},
        .select = &c.select};
    bool ok;

    for (size_t i = 0; i < o->tags.count; i++)
        select_add(&c.select, text_of(o->tags.items[i]));
    os_lower_priority();
    os_catch_stop();
    os_survive_write_errors();
    ok =
        sampler_open(&c.sampler, source_of(o), &sampling, err) && record_into_output(&c, interval_ms, duration_ms, err);
    if (c.sampler.taken) {
        struct warnings absent = {0};

        absent_tags_warn_never("-tags", &c.select, &absent);
        command_print_warnings(&absent);
        warnings_free(&absent);
    }
    sampler_close(&c.sampler);
    growth_free(&c.growth);
    select_free(&c.select);
    csv_directory_free(&c.directory);
    warnings_free(&c.warnings);
    free(c.path);
    return ok;
}

/* What the service runs. */
struct serving {
    const struct collect_options *options;
    int64_t interval_ms, duration_ms;
};

/* Prints its own error, because the process may end as soon as this returns. */
static int serve(void *context)
{
    const struct serving *s = context;
    struct error err;

    if (run_collection(s->options, s->interval_ms, s->duration_ms, &err))
        return STATUS_OK;
    say(err.text);
    return STATUS_FAILED;
}

static bool collect_as_asked(const struct collect_options *o, int64_t interval_ms, int64_t duration_ms,
                             struct error *err)
{
    struct serving serving = {o, interval_ms, duration_ms};

    if (o->selftest)
        return collect_selftest(o, err);
    if (o->as_service)
        return collect_service_run(o, serve, &serving, err);
    if (o->install_service || o->remove_service || o->service_status || o->print_task)
        return collect_service(o, err);
    return run_collection(o, interval_ms, duration_ms, err);
}

static int run(int argc, char **argv, struct error *err)
{
    struct collect_options o = {.count = NO_COUNT};
    int64_t interval_ms, duration_ms;
    int status = STATUS_USAGE;

    if (command_parse(&cmd_collect, argc, argv, &o, &status, err) && read_times(&o, &interval_ms, &duration_ms, err) &&
        check_output(&o, err) && collect_service_check(&o, err))
        status = collect_as_asked(&o, interval_ms, duration_ms, err) ? STATUS_OK : STATUS_FAILED;
    free(o.tags.items);
    return status;
}

const struct command cmd_collect = {
    .name = "collect", .summary = "Record this machine's kernel memory by tag", .options = options, .run = run};
