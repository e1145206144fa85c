/* fuzz_capture.c - any bytes as a capture file.
 *
 *     first byte, bit 0 set: records without checksums follow instead of a file: kind, time since the previous record
 *     in quarters of a second (1 signed byte), length of the payload (2 bytes, little-endian), payload; checksums and
 *     keyframe markers are added here
 *
 * Checks that decoded snapshots survive encoding and decoding, and that the store is the same whether it is filled by
 * deltas or row by row; that heads alone tell the same times.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "check.h"
#include "formats/capture/capture_times.h"
#include "formats/capture/capture_load.h"
#include "formats/capture/capture_write.h"
#include "formats/shown_times.h"
#include "same_store.h"
#include "store/store_snapshot.h"

#define START_MS INT64_C(1772362800000)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct buffer framed(const uint8_t *data, size_t size)
{
    struct buffer file = {0}, payload = {0};
    const uint8_t *end = data + size;
    int64_t time_ms = START_MS;

    capture_add_header(&file);
    while (end - data >= 4) {
        enum record_kind kind = (enum record_kind)data[0];
        size_t length = (size_t)data[2] | (size_t)data[3] << 8;

        time_ms += (int8_t)data[1] * 250;
        data += 4;
        length = length < (size_t)(end - data) ? length : (size_t)(end - data);
        payload.length = 0;
        buffer_add(&payload, KEYFRAME_MARK, kind == RECORD_KEYFRAME ? KEYFRAME_MARK_BYTES : 0);
        buffer_add(&payload, data, length);
        record_add(&file, kind, time_ms, &payload);
        data += length;
    }
    buffer_free(&payload);
    return file;
}

static bool same_text(const struct snapshot *a, struct snapshot_text x, const struct snapshot *b,
                      struct snapshot_text y)
{
    return text_equal(snapshot_text_of(a, x), snapshot_text_of(b, y));
}

static void check_same(const struct snapshot *a, const struct snapshot *b)
{
    CHECK(a->utc_us == b->utc_us);
    CHECK(a->local_us == b->local_us);
    CHECK(a->uptime_ms == b->uptime_ms);
    CHECK(a->boot == b->boot);
    CHECK(memcmp(a->totals, b->totals, sizeof a->totals) == 0);
    CHECK(a->counters == b->counters);
    CHECK(a->lost == b->lost);
    CHECK(a->has_owners == b->has_owners);
    CHECK(a->has_reclaim == b->has_reclaim);
    CHECK(a->count == b->count);
    for (size_t i = 0; i < a->count; i++) {
        const struct snapshot_row *x = &a->rows[i], *y = &b->rows[i];

        CHECK(same_text(a, x->tag, b, y->tag));
        CHECK(same_text(a, x->driver, b, y->driver));
        CHECK(same_text(a, x->description, b, y->description));
        CHECK(x->reclaim == y->reclaim);
        CHECK(x->values.known == y->values.known);
        for (int c = 0; c < COUNTERS; c++)
            CHECK(!(x->values.known >> c & 1) || x->values.value[c] == y->values.value[c]);
    }
}

static void check_machine(const struct buffer *payload)
{
    struct capture_writer writer = {0};
    struct machine machine, again;
    struct buffer out = {0};
    struct record record;

    if (!capture_machine(payload, &machine))
        return;
    capture_write_machine(&writer, &machine, 0, &out);
    CHECK(record_read(out.bytes, out.length, &record) == RECORD_OK && record.kind == RECORD_MACHINE);
    capture_machine(&writer.payload, &again);
    CHECK(strcmp(machine.host, again.host) == 0);
    CHECK(strcmp(machine.os, again.os) == 0);
    CHECK(strcmp(machine.source, again.source) == 0);
    CHECK(machine.page_size == again.page_size);
    CHECK(machine.identity == again.identity);
    capture_writer_free(&writer);
    buffer_free(&out);
}

/* Encodes everything that can be read again. */
static struct buffer rewritten(const struct buffer *file)
{
    struct capture capture = {0};
    struct capture_writer writer = {0};
    struct warnings warnings = {0};
    struct snapshot snapshot = {0};
    struct error err = {0};
    struct buffer out = {0};

    capture_add_header(&out);
    if (capture_open_memory(&capture, "x", file->bytes, file->length, &warnings, &err)) {
        while (capture_next(&capture, &err) == CAPTURE_SNAPSHOT) {
            capture_snapshot(&capture.state, &snapshot);
            CHECK(capture.torn_offset == UINT64_MAX || capture.torn_offset <= file->length);
            capture_write_snapshot(&writer, &snapshot, &out);
        }
        check_machine(&capture.machine);
        capture_close(&capture);
    } else {
        CHECK(err.text[0]);
    }
    capture_writer_free(&writer);
    snapshot_free(&snapshot);
    warnings_free(&warnings);
    return out;
}

static void check_same_snapshots(const struct buffer *file, const struct buffer *again)
{
    struct capture a = {0}, b = {0};
    struct warnings warnings = {0}, none = {0};
    struct snapshot x = {0}, y = {0};
    struct error err = {0};

    if (capture_open_memory(&a, "a", file->bytes, file->length, &warnings, &err)) {
        CHECK(capture_open_memory(&b, "b", again->bytes, again->length, &none, &err));
        while (capture_next(&a, &err) == CAPTURE_SNAPSHOT) {
            CHECK(capture_next(&b, &err) == CAPTURE_SNAPSHOT);
            capture_snapshot(&a.state, &x);
            capture_snapshot(&b.state, &y);
            check_same(&x, &y);
        }
        CHECK(capture_next(&b, &err) == CAPTURE_END);
        CHECK(b.torn_offset == UINT64_MAX);
        for (int kind = 0; kind < WARNING_KINDS; kind++)
            CHECK(none.seen[kind] == 0);
        capture_close(&a);
        capture_close(&b);
    }
    snapshot_free(&x);
    snapshot_free(&y);
    warnings_free(&warnings);
    warnings_free(&none);
}

/* The times of all snapshots after the clock is settled; owned by the caller. NULL: the clock was not set. */
static int64_t *settled_times(const struct buffer *file)
{
    struct capture capture = {0};
    struct warnings warnings = {0};
    struct error err = {0};
    struct capture_tick *ticks = NULL;
    int64_t *times = NULL, by_us;
    size_t count = 0, capacity = 0, at;

    if (capture_open_memory(&capture, "x", file->bytes, file->length, &warnings, &err)) {
        while (capture_next(&capture, &err) == CAPTURE_SNAPSHOT) {
            ARRAY_RESERVE(ticks, capacity, count + 1);
            ticks[count++] = capture_tick(&capture);
        }
        capture_close(&capture);
    }
    times = memory_new(count, sizeof *times);
    if (!capture_clock_settle(ticks, count, times, &at, &by_us)) {
        free(times);
        times = NULL;
    }
    free(ticks);
    warnings_free(&warnings);
    return times;
}

/* Stores every snapshot row by row, at the times that capture_load shows. */
static struct store *stored(const struct buffer *file)
{
    struct capture capture = {0};
    struct warnings warnings = {0};
    struct snapshot snapshot = {0};
    struct store *store = store_new();
    struct error err = {0};
    struct shown_times times = {0};
    int64_t *settled = settled_times(file);

    store_source(store, "x");
    if (capture_open_memory(&capture, "x", file->bytes, file->length, &warnings, &err)) {
        for (size_t i = 0; capture_next(&capture, &err) == CAPTURE_SNAPSHOT; i++) {
            int64_t shown_us;
            bool again;

            capture_snapshot(&capture.state, &snapshot);
            shown_us = shown_time(&times, settled ? settled[i] : snapshot.utc_us, &again);
            if (again)
                store_source_again(store);
            if (snapshot.local_us != LOCAL_TIME_UNKNOWN)
                snapshot.local_us =
                    (int64_t)((uint64_t)snapshot.local_us + (uint64_t)shown_us - (uint64_t)snapshot.utc_us);
            snapshot.utc_us = shown_us;
            store_add_snapshot(store, &snapshot);
        }
        capture_close(&capture);
    }
    free(settled);
    snapshot_free(&snapshot);
    shown_times_free(&times);
    warnings_free(&warnings);
    return store;
}

static void check_store(const struct buffer *file)
{
    struct store *loaded = store_new(), *direct = stored(file);
    struct capture capture = {0};
    struct warnings warnings = {0};
    struct error err = {0};
    bool ok = false;

    store_source(loaded, "x");
    if (capture_open_memory(&capture, "x", file->bytes, file->length, &warnings, &err)) {
        ok = capture_load(&capture, loaded, &err);
        capture_close(&capture);
    }
    store_finish(loaded, STORE_ALL_TIME, &warnings);
    store_finish(direct, STORE_ALL_TIME, &warnings);
    CHECK(ok == (err.text[0] == '\0'));
    CHECK(ok == (store_moments(loaded) > 0));
    check_same_values(loaded, direct);
    store_free(loaded);
    store_free(direct);
    warnings_free(&warnings);
}

/* Where all snapshots can be decoded, their heads alone tell the same times. */
static void check_heads(const struct buffer *file)
{
    struct capture all = {0}, heads = {.heads_only = true};
    struct warnings warnings = {0}, ignored = {0};
    struct error err = {0};
    bool is_sound = true;

    if (!capture_open_memory(&all, "x", file->bytes, file->length, &warnings, &err))
        return warnings_free(&warnings);
    CHECK(capture_open_memory(&heads, "x", file->bytes, file->length, &ignored, &err));
    while (is_sound && capture_next(&all, &err) == CAPTURE_SNAPSHOT) {
        struct capture_tick a = capture_tick(&all), b;

        for (int kind = 0; kind < WARNING_KINDS; kind++)
            is_sound &= warnings.seen[kind] == 0;
        if (!is_sound)
            break;
        CHECK(capture_next(&heads, &err) == CAPTURE_SNAPSHOT);
        b = capture_tick(&heads);
        CHECK(a.utc_us == b.utc_us && a.uptime_ms == b.uptime_ms && a.boot == b.boot);
        CHECK(a.was_set == b.was_set && a.session == b.session && a.file == b.file);
    }
    capture_close(&all);
    capture_close(&heads);
    warnings_free(&warnings);
    warnings_free(&ignored);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer file = {0}, again;

    if (size == 0)
        return 0;
    if (data[0] & 1)
        file = framed(data + 1, size - 1);
    else
        buffer_add(&file, data + 1, size - 1);
    again = rewritten(&file);
    check_same_snapshots(&file, &again);
    check_store(&file);
    check_heads(&file);
    buffer_free(&file);
    buffer_free(&again);
    return 0;
}
