#include "recorder/recorder.h"

#include <stdio.h>
#include <string.h>

#include "formats/capture/capture.h"

#define SYNC_EVERY_MS 10000

/* The end of an existing file, after reading it to its last valid record. */
struct existing {
    struct machine machine;
    bool has_machine;
    uint64_t last_number, torn_at;
    int64_t last_utc_us;
};

static bool read_existing(const char *path, struct existing *out, struct warnings *warnings, struct error *err)
{
    struct capture capture = {0};
    enum capture_next next;

    *out = (struct existing){.last_utc_us = INT64_MIN};
    if (!capture_open(&capture, path, warnings, err))
        return false;
    while ((next = capture_next(&capture, err)) == CAPTURE_SNAPSHOT)
        out->last_utc_us = capture.state.utc_us;
    out->has_machine = capture_machine(&capture.machine, &out->machine);
    out->last_number = capture.last_number;
    out->torn_at = capture.torn_offset;
    capture_close(&capture);
    return next == CAPTURE_END;
}

static bool same_machine(const struct machine *a, const struct machine *b)
{
    if (a->identity && b->identity)
        return a->identity == b->identity;
    return strcmp(a->host, b->host) == 0;
}

/* The process that created it was stopped before the header was complete. */
static bool is_barely_begun(const struct recorder *r)
{
    struct buffer there = {0}, header = {0};
    bool is = false;

    capture_add_header(&header);
    if (r->log.length < header.length && os_read_small(r->path, header.length, &there, NULL))
        is = memcmp(there.bytes, header.bytes, there.length) == 0;
    buffer_free(&there);
    buffer_free(&header);
    return is;
}

static bool continue_file(struct recorder *r, struct warnings *warnings, struct error *err)
{
    struct existing there;

    if (!os_log_open(&r->log, r->path, err))
        return false;
    if (is_barely_begun(r))
        return os_log_truncate(&r->log, r->path, 0, err);
    if (!read_existing(r->path, &there, warnings, err))
        return false;
    if (there.has_machine && !same_machine(&there.machine, &r->machine))
        return error_set(err, "%s: a capture of another machine, %s; this one is %s: use another file", r->path,
                         there.machine.host[0] ? there.machine.host : "unknown", r->machine.host);
    if (there.torn_at < r->log.length && !os_log_truncate(&r->log, r->path, there.torn_at, err))
        return false;
    if (r->writer.state.number < there.last_number)
        r->writer.state.number = there.last_number;
    r->last_utc_us = there.last_utc_us;
    return true;
}

static bool write_out(struct recorder *r, struct error *err)
{
    bool ok = os_log_append(&r->log, r->path, r->bytes.bytes, r->bytes.length, err);

    r->bytes.length = 0;
    return ok;
}

static bool open_file(struct recorder *r, bool append, int64_t utc_us, struct warnings *warnings, struct error *err)
{
    bool is_new = !append || os_path_kind(r->path) == OS_MISSING;

    if (!(is_new ? os_log_create(&r->log, r->path, err) : continue_file(r, warnings, err)))
        return false;
    if (r->log.length == 0)
        capture_add_header(&r->bytes);
    r->writer.wants_keyframe = true;
    capture_write_machine(&r->writer, &r->machine, utc_us, &r->bytes);
    if (write_out(r, err))
        return true;
    if (is_new)
        os_remove(r->path); // nothing in it to append to
    return false;
}

bool recorder_open(struct recorder *recorder, const char *path, bool append, const struct machine *machine,
                   int64_t utc_us, struct warnings *warnings, struct error *err)
{
    *recorder = (struct recorder){.path = path, .machine = *machine, .log.handle = -1, .last_utc_us = INT64_MIN};
    if (open_file(recorder, append, utc_us, warnings, err))
        return true;
    os_log_close(&recorder->log);
    capture_writer_free(&recorder->writer);
    buffer_free(&recorder->bytes);
    return false;
}

void recorder_note_gap(struct recorder *recorder, const char *why)
{
    size_t length = strlen(recorder->gap);

    if (!strstr(recorder->gap, why))
        snprintf(recorder->gap + length, sizeof recorder->gap - length, "%s%s", length ? "; " : "", why);
}

/* When the directory was removed, the open file can still be written but has no name any more: open it again by
 * name. */
static bool open_again(struct recorder *r, int64_t utc_us, struct error *err)
{
    struct warnings ignored = {0};
    bool ok;

    os_log_close(&r->log);
    ok = open_file(r, true, utc_us, &ignored, err);
    warnings_free(&ignored);
    if (!ok)
        os_log_close(&r->log); // tried again with the next snapshot
    return ok;
}

static bool add_records(struct recorder *r, const struct snapshot *snapshot, struct error *err)
{
    if (!os_log_is_at(&r->log, r->path) && !open_again(r, snapshot->utc_us, err)) {
        r->writer.state.number++; // lost: readers see the missing number
        return false;
    }
    if (r->gap[0])
        capture_write_gap(&r->writer, r->last_utc_us == INT64_MIN ? snapshot->utc_us : r->last_utc_us, snapshot->utc_us,
                          r->gap, &r->bytes);
    capture_write_snapshot(&r->writer, snapshot, &r->bytes);
    return write_out(r, err);
}

/* A record that may not have reached the disk still counts as written: readers verify it. */
static bool sync_in_time(struct recorder *r, const struct snapshot *snapshot, struct error *err)
{
    if (snapshot->uptime_ms >= 0 && snapshot->uptime_ms - r->synced_uptime_ms < SYNC_EVERY_MS)
        return true;
    r->synced_uptime_ms = snapshot->uptime_ms;
    return os_log_sync(&r->log, r->path, err);
}

bool recorder_add(struct recorder *r, const struct snapshot *snapshot, struct error *err)
{
    bool ok = add_records(r, snapshot, err);

    r->bytes.length = 0;
    if (!ok) {
        r->missed++;
        r->writer.wants_keyframe = true; // deltas would refer to a snapshot that readers do not have
        recorder_note_gap(r, "could not be written");
        return false;
    }
    r->missed = 0;
    r->gap[0] = '\0';
    r->last_utc_us = snapshot->utc_us;
    r->count++;
    ok = sync_in_time(r, snapshot, err);
    r->writer.wants_keyframe |= !ok;
    return ok;
}

bool recorder_close(struct recorder *recorder, struct error *err)
{
    bool ok = recorder->log.handle < 0 || os_log_sync(&recorder->log, recorder->path, err);

    os_log_close(&recorder->log);
    capture_writer_free(&recorder->writer);
    buffer_free(&recorder->bytes);
    return ok;
}
