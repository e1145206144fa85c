#include "formats/capture/capture_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void capture_writer_free(struct capture_writer *writer)
{
    capture_state_free(&writer->state);
    buffer_free(&writer->payload);
    *writer = (struct capture_writer){0};
}

static void add_text(struct buffer *b, const char *text)
{
    varint_add(b, strlen(text));
    buffer_add_string(b, text);
}

static void add_fact(struct buffer *b, const char *name, const char *value)
{
    if (!*value)
        return;
    add_text(b, name);
    add_text(b, value);
}

static int64_t milliseconds(int64_t us)
{
    return us / 1000 - (us % 1000 < 0);
}

void capture_write_machine(struct capture_writer *w, const struct machine *m, int64_t utc_us, struct buffer *out)
{
    char page[24] = "", identity[24] = "";

    if (m->page_size)
        snprintf(page, sizeof page, "%lld", (long long)m->page_size);
    if (m->identity)
        snprintf(identity, sizeof identity, "%016llx", (unsigned long long)m->identity);
    w->payload.length = 0;
    add_fact(&w->payload, "host", m->host);
    add_fact(&w->payload, "os", m->os);
    add_fact(&w->payload, "source", m->source);
    add_fact(&w->payload, "page", page);
    add_fact(&w->payload, "identity", identity);
    record_add(out, RECORD_MACHINE, milliseconds(utc_us), &w->payload);
}

static bool is_keyframe_due(const struct capture_writer *w, bool can_be_delta)
{
    unsigned every = w->keyframe_every ? w->keyframe_every : CAPTURE_KEYFRAME_EVERY;

    return w->wants_keyframe || w->since_keyframe + 1 >= every || !can_be_delta;
}

static void add_record(struct capture_writer *w, bool keyframe, int64_t utc_us, struct buffer *out)
{
    record_add(out, keyframe ? RECORD_KEYFRAME : RECORD_DELTA, milliseconds(utc_us), &w->payload);
    w->since_keyframe = keyframe ? 0 : w->since_keyframe + 1;
    w->wants_keyframe = false;
}

void capture_write_snapshot(struct capture_writer *w, const struct snapshot *snapshot, struct buffer *out)
{
    bool keyframe = is_keyframe_due(w, capture_can_be_delta(&w->state, snapshot));

    w->payload.length = 0;
    capture_encode(&w->state, snapshot, keyframe, &w->payload);
    add_record(w, keyframe, snapshot->utc_us, out);
}

/* The rows were just encoded as a delta: the state has all of them, and from there they are encoded as a keyframe. */
static void encode_again(struct capture_writer *w, const struct snapshot *head)
{
    struct snapshot complete = {0};

    capture_snapshot(&w->state, &complete);
    complete.utc_us = head->utc_us;
    complete.local_us = head->local_us;
    complete.uptime_ms = head->uptime_ms;
    complete.boot = head->boot;
    complete.lost = head->lost;
    memcpy(complete.totals, head->totals, sizeof complete.totals);
    w->state.number--;
    w->payload.length = 0;
    capture_encode(&w->state, &complete, true, &w->payload);
    snapshot_free(&complete);
}

void capture_write_changes(struct capture_writer *w, const struct capture_changes *changes, struct buffer *out)
{
    bool keyframe = is_keyframe_due(w, true);

    w->payload.length = 0;
    capture_encode_changes(&w->state, changes, &w->payload);
    if (keyframe)
        encode_again(w, changes->head);
    add_record(w, keyframe, changes->head->utc_us, out);
}

void capture_write_gap(struct capture_writer *w, int64_t since_us, int64_t utc_us, const char *why, struct buffer *out)
{
    w->payload.length = 0;
    varint_add_signed(&w->payload, milliseconds(since_us));
    add_text(&w->payload, why);
    record_add(out, RECORD_GAP, milliseconds(utc_us), &w->payload);
}

bool capture_machine(const struct buffer *payload, struct machine *out)
{
    struct text all = payload->length ? buffer_text(payload) : (struct text){"", 0};
    struct varint_reader r = {(const unsigned char *)all.data, (const unsigned char *)all.data + all.length, false};
    bool any = false;

    *out = (struct machine){0};
    while (r.pos < r.end && !r.failed) {
        struct text name = varint_read_bytes(&r, varint_read(&r)), value = varint_read_bytes(&r, varint_read(&r));
        char number[24] = "";

        if (r.failed)
            break;
        any = true;
        memcpy(number, value.data, value.length < sizeof number - 1 ? value.length : sizeof number - 1);
        if (text_equal(name, text_of("host")))
            machine_set(out->host, sizeof out->host, value);
        else if (text_equal(name, text_of("os")))
            machine_set(out->os, sizeof out->os, value);
        else if (text_equal(name, text_of("source")))
            machine_set(out->source, sizeof out->source, value);
        else if (text_equal(name, text_of("page")))
            out->page_size = strtoll(number, NULL, 10);
        else if (text_equal(name, text_of("identity")))
            out->identity = strtoull(number, NULL, 16);
    }
    return any;
}
