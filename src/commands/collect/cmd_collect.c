#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/duration.h"
#include "base/memory.h"
#include "base/quantity.h"
#include "commands/collect/collect_selftest.h"
#include "commands/collect/collect_service.h"
#include "commands/collect/growth.h"
#include "commands/command.h"
#include "commands/progress.h"
#include "formats/csv/csv_folder.h"
#include "model/select.h"
#include "model/tag.h"
#include "os/clock.h"
#include "os/files.h"
#include "os/process.h"
#include "os/terminal.h"
#include "recorder/recorder.h"
#include "recorder/schedule.h"
#include "sources/source.h"

#define NO_COUNT (-1000000) // as no --count says it

#define AT(member) offsetof(struct collect_options, member)

static const char *const encodings[] = {"utf16", "utf8", NULL};

static const struct option options[] = {
    {"-o", "--output", OPTION_TEXT, AT(output), "OUT", NULL,
     "capture file to write (default ./HOST-DATE.pmcap),\nor with --csv a folder", false, false},
    {NULL, "--csv", OPTION_FLAG, AT(csv), NULL, NULL, "write CSV files as the original's collector, one a snapshot",
     false, false},
    {NULL, "--encoding", OPTION_CHOICE, AT(encoding), "ENCODING", encodings,
     "of CSV files: utf16 (default, as PowerShell 5.1) or\nutf8 (as PowerShell 7)", false, false},
    {NULL, "--interval", OPTION_TEXT, AT(interval), "TIME", NULL, "between snapshots: 90s, 15m, 1h (default 60s)",
     false, false},
    {NULL, "--duration", OPTION_TEXT, AT(duration), "TIME", NULL,
     "how long: 30m, 48h, 30d (default 48h), or 0 until\nstopped", false, false},
    {NULL, "--count", OPTION_COUNT, AT(count), "N", NULL, "stop after N snapshots", false, false},
    {"-tags", "--tags", OPTION_LIST, AT(tags), "TAG", NULL,
     "record only these tags; * and ? are wildcards\n(default: all)", false, false},
    {NULL, "--append", OPTION_FLAG, AT(append), NULL, NULL, "continue the file if it stands there", false, false},
    {NULL, "--keep-trying", OPTION_FLAG, AT(keep_trying), NULL, NULL,
     "go on when the disk is full or gone (always, but with\n--count)", false, false},
    {NULL, "--quiet", OPTION_FLAG, AT(quiet), NULL, NULL, "print nothing but errors", false, false},
    {NULL, "--proc", OPTION_TEXT, AT(proc), "DIR", NULL, "a copy of another machine's /proc in place of this one's",
     false, false},
    {NULL, "--replay", OPTION_TEXT, AT(replay), "CAPTURE", NULL,
     "a capture, played as if live, in place of this machine", false, false},
    {NULL, "--speed", OPTION_TEXT, AT(speed), "N", NULL,
     "of --replay: 60 plays an hour in a minute (default 1);\n0: its next snapshot at each tick", false, false},
    {NULL, "--selftest", OPTION_FLAG, AT(selftest), NULL, NULL,
     "say what this system answers, and how fast, without\ntags, and record nothing", false, false},
    {NULL, "--install-service", OPTION_FLAG, AT(install_service), NULL, NULL,
     "have Windows record with these options from now on,\nthrough restarts (default -o: below ProgramData)", false,
     false},
    {NULL, "--remove-service", OPTION_FLAG, AT(remove_service), NULL, NULL, "end that; what it recorded stays", false,
     false},
    {NULL, "--service-status", OPTION_FLAG, AT(service_status), NULL, NULL, "say whether it runs, and with what", false,
     false},
    {NULL, "--print-task", OPTION_FLAG, AT(print_task), NULL, NULL,
     "print the lines that make a scheduled task instead", false, false},
    {NULL, "--as-service", OPTION_FLAG, AT(as_service), NULL, NULL, "how Windows starts that service", false, false},
    {"-h", "--help", OPTION_HELP, 0, NULL, NULL, "show this help", false, false},
    {NULL, "--version", OPTION_VERSION, 0, NULL, NULL, "show the version", false, false},
    {0},
};

/* A collection under way. */
struct collecting {
    const struct collect_options *options;
    const struct source *source;
    void *source_state;
    struct machine machine;
    struct select select;
    char *path; // owned
    struct recorder recorder;
    struct csv_folder folder;
    struct snapshot snapshot;
    struct schedule schedule;
    int64_t end_ms; // uptime; INT64_MAX: until stopped
    int64_t last_utc_us, last_uptime_ms;
    size_t taken, written, gaps;
    bool is_failing, is_over;
    struct growth growth;
};

static bool read_times(const struct collect_options *o, int64_t *interval_ms, int64_t *duration_ms, struct error *err)
{
    char *rest;

    *interval_ms = 60 * 1000;
    *duration_ms = o->count > 0 ? 0 : INT64_C(48) * 3600 * 1000;
    if (o->interval && (!duration_parse(text_of(o->interval), interval_ms) || *interval_ms < 10))
        return error_set(err, "argument --interval: '%s' is no time of 10ms or more: write 90s, 15m or 1h",
                         o->interval);
    if (o->duration && !duration_parse(text_of(o->duration), duration_ms))
        return error_set(err, "argument --duration: '%s' is no time: write 30m, 48h or 30d", o->duration);
    if (o->count < 1 && o->count != NO_COUNT)
        return error_set(err, "argument --count: %lld is no number of snapshots: say 1 or more", o->count);
    if (o->speed && (strspn(o->speed, "0123456789.") != strlen(o->speed) || (strtod(o->speed, &rest), *rest)))
        return error_set(err, "argument --speed: '%s' is no number of 0 or more", o->speed);
    return true;
}

/* A capture of that name would be taken for what it is not. */
static bool check_output(const struct collect_options *o, struct error *err)
{
    if (o->csv || !o->output || !text_ends_with_nocase(text_of(o->output), text_of(".csv")))
        return true;
    return error_set(
        err, "argument -o/--output: '%s' would hold no CSV: name it .pmcap, or say --csv and name a folder", o->output);
}

static char *default_path(const struct collecting *c, int64_t local_us)
{
    struct buffer b = {0}, time = {0};

    calendar_add(&time, local_us, 'T');
    for (const char *p = c->machine.host; *p; p++)
        buffer_add_char(&b, *p == '/' || *p == '\\' || *p == ':' ? '_' : *p);
    buffer_printf(&b, "%s%.10s%s", c->machine.host[0] ? "-" : "", time.bytes, c->options->csv ? "" : ".pmcap");
    buffer_free(&time);
    return buffer_take(&b);
}

static bool open_output(struct collecting *c, struct error *err)
{
    struct os_moment now = os_now();
    struct warnings warnings = {0};
    bool ok;

    c->path = c->options->output ? memory_copy(c->options->output, strlen(c->options->output))
                                 : default_path(c, now.local_us);
    c->folder = (struct csv_folder){.path = c->path, .encoding = (enum csv_encoding)c->options->encoding};
    if (c->options->csv)
        return os_make_directory(c->path, err) && (os_path_kind(c->path) == OS_DIRECTORY ||
                                                   error_set(err, "%s: is no folder: name one for --csv", c->path));
    ok = recorder_open(&c->recorder, c->path, c->options->append, &c->machine, now.utc_us, &warnings, err);
    command_print_warnings(&warnings);
    warnings_free(&warnings);
    return ok;
}

static uint64_t bytes_written(const struct collecting *c)
{
    return c->options->csv ? c->folder.written : c->recorder.log.length;
}

static void note_gap(struct collecting *c, const char *why)
{
    c->gaps++;
    if (!c->options->csv)
        recorder_note_gap(&c->recorder, why);
}

/* Sleep, missed ticks and a clock that was set are said in the capture, never filled in. */
static void note_gaps(struct collecting *c, int64_t missed)
{
    if (missed > 0)
        note_gap(c, "the machine slept, or had no time");
    if (c->taken && c->last_uptime_ms >= 0 && c->snapshot.uptime_ms >= 0 && // a replay may not know it
        schedule_clock_step_ms(c->last_utc_us, c->snapshot.utc_us, c->last_uptime_ms, c->snapshot.uptime_ms))
        note_gap(c, "the clock was set");
    c->last_utc_us = c->snapshot.utc_us;
    c->last_uptime_ms = c->snapshot.uptime_ms;
}

static void say(const char *sentence)
{
    struct buffer b = {0};

    buffer_printf(&b, "%spoolmonviz: %s\n", os_stderr_width() ? "\r\033[K" : "", sentence);
    os_write_stderr(b.bytes, b.length);
    buffer_free(&b);
}

/* Once when it begins to fail, once when it goes on. False: give up. */
static bool judge(struct collecting *c, bool ok, struct error *err)
{
    if (ok && c->is_failing && !c->options->quiet)
        say("writing again");
    if (ok) {
        c->is_failing = false;
        return true;
    }
    if (c->options->count > 0 && !c->options->keep_trying)
        return false;
    if (!c->is_failing) {
        struct buffer b = {0};

        buffer_printf(&b, "%s; what is written stays, and collecting goes on as soon as it can", err->text);
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
    int64_t next_s = (schedule_due(&c->schedule) - os_now().uptime_ms + 999) / 1000;
    struct buffer b = {0};

    if (c->options->quiet || !os_stderr_width())
        return;
    buffer_printf(&b, "%zu snapshot%s, ", c->written, c->written == 1 ? "" : "s");
    quantity_add(&b, (double)bytes_written(c), (struct quantity){.is_bytes = true});
    buffer_printf(&b, ", next in %lld s", (long long)(next_s < 0 ? 0 : next_s));
    growth_add_sentence(&c->growth, &b);
    progress_show(buffer_text(&b), "  (Ctrl+C ends)");
    buffer_free(&b);
}

static bool tick(struct collecting *c, struct error *err)
{
    int64_t missed = schedule_pass(&c->schedule, os_now().uptime_ms);
    struct warnings warnings = {0};
    bool again, ok = c->source->take(c->source_state, &c->snapshot, &warnings, err);

    command_print_warnings(&warnings);
    warnings_free(&warnings);
    if (!ok && c->source->is_over) { // a replay, which has nothing now, or nothing more
        c->is_over = c->source->is_over(c->source_state);
        return true;
    }
    if (!ok) {
        if (!c->options->csv)
            recorder_note_gap(&c->recorder, "the system gave no answer");
        return judge(c, false, err);
    }
    select_rows(&c->select, &c->snapshot);
    note_gaps(c, missed);
    c->taken++;
    growth_watch(&c->growth, &c->snapshot);
    ok = c->options->csv ? csv_folder_put(&c->folder, &c->snapshot, &again, err)
                         : recorder_add(&c->recorder, &c->snapshot, err);
    c->written += ok;
    return judge(c, ok, err);
}

static bool is_done(const struct collecting *c)
{
    size_t done = c->options->keep_trying ? c->written : c->taken;

    if (c->is_over || (c->options->count > 0 && (long long)done >= c->options->count))
        return true;
    return schedule_due(&c->schedule) >= c->end_ms;
}

static bool collect(struct collecting *c, struct error *err)
{
    bool ok = true;

    while (ok && !is_done(c) && !os_wait(schedule_due(&c->schedule))) {
        ok = tick(c, err);
        if (ok)
            show_status(c);
    }
    return ok;
}

static void print_summary(const struct collecting *c, int64_t started_ms)
{
    struct buffer b = {0};

    if (c->options->quiet)
        return;
    if (os_stderr_width())
        os_write_stderr("\r\033[K", 4);
    buffer_printf(&b, "%s: %zu snapshot%s of %zu tags in ", c->path, c->written, c->written == 1 ? "" : "s",
                  c->snapshot.count);
    calendar_add_span(&b, (os_now().uptime_ms - started_ms) * 1000);
    buffer_add_string(&b, ", ");
    quantity_add(&b, (double)bytes_written(c), (struct quantity){.is_bytes = true});
    if (c->gaps)
        buffer_printf(&b, ", %zu gap%s", c->gaps, c->gaps == 1 ? "" : "s");
    buffer_add_char(&b, '\n');
    os_write_stdout(b.bytes, b.length, NULL);
    buffer_free(&b);
}

static bool run_collection(const struct collect_options *o, int64_t interval_ms, int64_t duration_ms, struct error *err)
{
    struct collecting c = {.options = o,
                           .source = o->replay ? &source_replay
                                     : o->proc ? &source_live_linux
                                               : source_live()};
    struct source_options source_options = {
        .proc = o->proc, .capture = o->replay, .speed = o->speed ? strtod(o->speed, NULL) : 1};
    int64_t started_ms = -1;
    bool ok;

    for (size_t i = 0; i < o->tags.count; i++)
        select_add(&c.select, text_of(o->tags.items[i]));
    os_lower_priority();
    os_catch_stop();
    os_survive_write_errors();
    ok = c.source->open(&source_options, &c.source_state, &c.machine, err);
    if (ok) {
        ok = open_output(&c, err);
        if (ok) {
            started_ms = os_now().uptime_ms; // reading a long file to continue it is no delay
            c.schedule = (struct schedule){.start_ms = started_ms, .interval_ms = interval_ms};
            c.end_ms = duration_ms ? started_ms + duration_ms : INT64_MAX;
            ok = collect(&c, err);
        }
        if (!o->csv && !recorder_close(&c.recorder, ok ? err : NULL))
            ok = false;
        if (started_ms >= 0)
            print_summary(&c, started_ms);
        if (ok && c.is_failing)
            ok = error_set(err, "%s: the last snapshots could not be written", c.path);
        c.source->close(c.source_state);
    }
    snapshot_free(&c.snapshot);
    growth_free(&c.growth);
    select_free(&c.select);
    csv_folder_free(&c.folder);
    free(c.path);
    return ok;
}

/* What the service is to do. */
struct serving {
    const struct collect_options *options;
    int64_t interval_ms, duration_ms;
};

/* It prints its own error: when this returns, the process may be gone. */
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
    .name = "collect", .summary = "Record this machine's kernel memory, tag by tag", .options = options, .run = run};
