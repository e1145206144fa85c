#include "formats/capture/capture.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/machine.h"

#define READ_BYTES ((size_t)1 << 20)

bool capture_is(const void *bytes, size_t length)
{
    return capture_header_check(bytes, length) != CAPTURE_HEADER_NONE;
}

/* --- bytes --- */

static size_t remaining(const struct capture *c)
{
    assert(c->pos <= c->raw.length);
    return c->raw.length - c->pos;
}

/* Discards the bytes before pos and appends the next ones; sets input_ended when there are none. */
static bool fill(struct capture *c, struct error *err)
{
    size_t got = 0;

    memmove(c->raw.bytes, c->raw.bytes + c->pos, remaining(c));
    c->raw_offset += c->pos;
    c->raw.length -= c->pos;
    c->pos = 0;
    ARRAY_RESERVE(c->raw.bytes, c->raw.capacity, c->raw.length + READ_BYTES);
    if (!bytes_read(&c->bytes, c->raw.bytes + c->raw.length, READ_BYTES, &got, err))
        return false;
    c->raw.length += got;
    c->input_ended = got == 0;
    return true;
}

static bool start(struct capture *c, const char *path, struct warnings *warnings, struct error *err)
{
    enum capture_header_state header;

    c->path = path;
    c->warnings = warnings;
    c->torn_offset = UINT64_MAX;
    ARRAY_RESERVE(c->raw.bytes, c->raw.capacity, READ_BYTES);
    while (c->raw.length < CAPTURE_HEADER_BYTES && !c->input_ended)
        if (!fill(c, err))
            return false;
    header = capture_header_check(c->raw.bytes, c->raw.length);
    if (header == CAPTURE_HEADER_NEWER)
        return error_set(err, "%s: written by a newer version of poolmonviz: update poolmonviz to read it", path);
    if (header == CAPTURE_HEADER_OK) {
        c->pos = CAPTURE_HEADER_BYTES;
        return true;
    }
    if (record_find_keyframe(c->raw.bytes, c->raw.length) + RECORD_HEADER_BYTES + KEYFRAME_MARK_BYTES > c->raw.length)
        return error_set(err, "%s: not a capture of poolmonviz", path);
    return true; // the header is damaged, but a keyframe follows
}

bool capture_open_place(struct capture *capture, struct bytes_place place, struct warnings *warnings, struct error *err)
{
    if (bytes_open(&capture->bytes, place, err) && start(capture, place.path, warnings, err))
        return true;
    capture_close(capture);
    return false;
}

bool capture_open(struct capture *capture, const char *path, struct warnings *warnings, struct error *err)
{
    return capture_open_place(capture, (struct bytes_place){.path = path}, warnings, err);
}

bool capture_open_memory(struct capture *capture, const char *name, const void *bytes, size_t length,
                         struct warnings *warnings, struct error *err)
{
    bytes_open_memory(&capture->bytes, name, bytes, length);
    if (start(capture, name, warnings, err))
        return true;
    capture_close(capture);
    return false;
}

void capture_close(struct capture *capture)
{
    bytes_close(&capture->bytes);
    buffer_free(&capture->raw);
    buffer_free(&capture->machine);
    capture_state_free(&capture->state);
    *capture = (struct capture){0};
}

/* --- records --- */

static void warn_damage(struct capture *c, uint64_t offset, uint64_t bytes, bool at_end)
{
    if (at_end)
        warnings_add(c->warnings, WARNING_FILE,
                     "%s: the last %llu bytes, from offset %llu on, are an incomplete record and were left "
                     "out: writing was interrupted, or the file was truncated",
                     c->path, (unsigned long long)bytes, (unsigned long long)offset);
    else
        warnings_add(c->warnings, WARNING_FILE,
                     "%s: damaged at offset %llu: %llu bytes up to the next complete snapshot were left out", c->path,
                     (unsigned long long)offset, (unsigned long long)bytes);
}

/* Skips from an invalid record to the next keyframe, or to the end of the file. */
static bool skip_damage(struct capture *c, bool is_cut, struct error *err)
{
    uint64_t from = c->raw_offset + c->pos;
    struct record record;

    c->is_sound = false;
    c->sessions++;
    c->pos++;
    for (;;) {
        c->pos += record_find_keyframe(c->raw.bytes + c->pos, remaining(c));
        if (remaining(c) >= RECORD_HEADER_BYTES + KEYFRAME_MARK_BYTES) {
            enum record_state state = record_read(c->raw.bytes + c->pos, remaining(c), &record);

            if (state == RECORD_OK)
                break;
            if (c->input_ended) { // a truncated keyframe; another may begin inside it
                c->pos++;
                continue;
            }
        }
        if (c->input_ended) {
            c->pos = c->raw.length;
            c->torn_offset = is_cut ? from : UINT64_MAX;
            warn_damage(c, from, c->raw_offset + c->pos - from, true);
            return true;
        }
        if (!fill(c, err))
            return false;
    }
    warn_damage(c, from, c->raw_offset + c->pos - from, false);
    return true;
}

static void warn_lost(struct capture *c)
{
    uint64_t number = c->state.number;

    if (number > c->last_number + 1 && c->last_number)
        warnings_add(c->warnings, WARNING_SNAPSHOT, "%s: %llu snapshot%s before number %llu %s lost", c->path,
                     (unsigned long long)(number - c->last_number - 1), number - c->last_number == 2 ? "" : "s",
                     (unsigned long long)number, number - c->last_number == 2 ? "is" : "are");
    c->last_number = number;
}

/* Decodes a snapshot into the state. False: the record is not one, or cannot be decoded. */
static bool read_snapshot(struct capture *c, const struct record *r)
{
    bool keyframe = r->kind == RECORD_KEYFRAME;

    if (!keyframe && !c->is_sound)
        return false;
    c->is_sound =
        (c->heads_only ? capture_decode_head : capture_decode)(&c->state, r->payload, r->length, keyframe, r->time_ms);
    if (!c->is_sound) {
        warnings_add(c->warnings, WARNING_FILE, "%s: the snapshot at offset %llu cannot be decoded and was left out",
                     c->path, (unsigned long long)(c->raw_offset + c->pos));
        return false;
    }
    warn_lost(c);
    return true;
}

static void read_gap(struct capture *c, const struct record *r)
{
    struct varint_reader in = {r->payload, r->payload + r->length, false};
    int64_t since_ms = varint_read_signed(&in);
    struct text why = varint_read_bytes(&in, varint_read(&in));

    if (in.failed || since_ms < -(INT64_C(1) << 47) || since_ms >= INT64_C(1) << 47)
        return;
    c->gap_since_us = since_ms * 1000;
    machine_set(c->gap, sizeof c->gap, why);
}

static bool read_record(struct capture *c, const struct record *r)
{
    if (r->kind == RECORD_KEYFRAME || r->kind == RECORD_DELTA)
        return read_snapshot(c, r);
    if (r->kind == RECORD_MACHINE) {
        c->machine.length = 0;
        buffer_add(&c->machine, r->payload, r->length);
        c->machine_us = r->time_ms * 1000;
        c->sessions++;
        c->files += r->time_ms == 0;
    }
    if (r->kind == RECORD_GAP)
        read_gap(c, r);
    return false;
}

enum capture_next capture_next(struct capture *c, struct error *err)
{
    c->gap[0] = '\0';
    for (;;) {
        struct record record;
        enum record_state state = record_read(c->raw.bytes + c->pos, remaining(c), &record);
        bool is_snapshot;

        if (state == RECORD_CUT && !c->input_ended) {
            if (!fill(c, err))
                return CAPTURE_FAILED;
            continue;
        }
        if (state != RECORD_OK) {
            if (remaining(c) == 0)
                return CAPTURE_END;
            if (!skip_damage(c, state == RECORD_CUT, err))
                return CAPTURE_FAILED;
            continue;
        }
        is_snapshot = read_record(c, &record);
        c->pos += RECORD_HEADER_BYTES + record.length;
        if (is_snapshot)
            return CAPTURE_SNAPSHOT;
    }
}
