#include "input/cache_log.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/require.h"

#define KEYFRAME_EVERY                                                                                                 \
    256 // a changed file costs the files up to the next keyframe; each keyframe costs as much as ten deltas

void cache_log_free(struct cache_log *log)
{
    capture_writer_free(&log->writer);
    buffer_free(&log->records);
    buffer_free(&log->payload);
    buffer_free(&log->dropped);
    snapshot_free(&log->snapshot);
    free(log->numbers);
    free(log->tags);
    free(log->changes);
    *log = (struct cache_log){0};
}

static void add_source(struct cache_log *log, const struct cache_source *source)
{
    struct buffer *b = &log->payload;

    b->length = 0;
    varint_add(b, source->directory);
    varint_add(b, source->name.length);
    buffer_add_text(b, source->name);
    varint_add(b, source->stamp.length);
    varint_add_signed(b, source->stamp.time_ns);
    record_add(&log->records, RECORD_SOURCE, 0, b);
}

bool cache_source_read(const struct record *record, struct cache_source *out)
{
    struct varint_reader r = {record->payload, record->payload + record->length, false};

    out->directory = (size_t)varint_read(&r);
    out->name = varint_read_bytes(&r, varint_read(&r));
    out->stamp.length = varint_read(&r);
    out->stamp.time_ns = varint_read_signed(&r);
    return record->kind == RECORD_SOURCE && !r.failed;
}

/* The number in the state of a tag of the store. */
static uint32_t number_of(struct cache_log *log, size_t tag, const struct store *store)
{
    if (tag >= log->number_count) {
        size_t count = store_tags(store);

        ARRAY_RESERVE(log->numbers, log->number_capacity, count);
        memset(log->numbers + log->number_count, 0, (count - log->number_count) * sizeof *log->numbers);
        log->number_count = count;
    }
    require(tag < log->number_count);
    if (!log->numbers[tag])
        log->numbers[tag] = (uint32_t)capture_tag(&log->writer.state, store_tag_name(store, tag)) + 1;
    return log->numbers[tag] - 1;
}

/* The snapshot of a file of which every row was parsed. */
static void add_complete(struct cache_log *log, const struct csv_repeat *r, const struct store *store,
                         struct buffer *out)
{
    const struct repeat_file *file = &r->before;

    snapshot_start(&log->snapshot, r->utc_us, r->local_us, file->syntax.layout.counters);
    for (size_t i = 0; i < r->change_count; i++)
        snapshot_add(&log->snapshot, store_tag_name(store, file->rows[r->changes[i].row].tag), &r->changes[i].values);
    capture_write_snapshot(&log->writer, &log->snapshot, out);
}

static void add_changes(struct cache_log *log, const struct csv_repeat *r, const struct store *store,
                        struct buffer *out)
{
    const struct repeat_file *file = &r->before;
    struct capture_changes changes = {.head = &log->snapshot,
                                      .count = file->count,
                                      .first_new = log->writer.state.tags.count,
                                      .change_count = r->change_count};

    if (log->epoch != log->writer.state.epoch) {
        log->number_count = 0;
        log->epoch = log->writer.state.epoch;
    }
    snapshot_start(&log->snapshot, r->utc_us, r->local_us, file->syntax.layout.counters);
    ARRAY_RESERVE(log->tags, log->tag_capacity, file->count);
    for (size_t i = 0; i < file->count; i++)
        log->tags[i] = number_of(log, file->rows[i].tag, store);
    ARRAY_RESERVE(log->changes, log->change_capacity, r->change_count + 1);
    for (size_t i = 0; i < r->change_count; i++)
        log->changes[i] = (struct capture_change){r->changes[i].row, &r->changes[i].values};
    changes.tags = log->tags;
    changes.changes = log->changes;
    capture_write_changes(&log->writer, &changes, out);
}

/* A record's time has 48 bits of milliseconds: up to the year 6429. */
static bool time_fits(int64_t utc_us)
{
    const int64_t max_us = (INT64_C(1) << 47) * 1000;

    return utc_us >= -max_us && utc_us < max_us;
}

void cache_log_add(struct cache_log *log, size_t file, const struct cache_source *source, const struct csv_repeat *r,
                   const struct store *store)
{
    struct buffer *out;

    source = time_fits(r->utc_us) ? source : NULL;
    out = source ? &log->records : &log->dropped;
    log->writer.keyframe_every = KEYFRAME_EVERY;
    if (file != log->next)
        log->writer.wants_keyframe = true;
    if (source)
        add_source(log, source);
    if (r->has_compared)
        add_changes(log, r, store, out);
    else
        add_complete(log, r, store, out);
    log->dropped.length = 0;
    log->file_bytes += source ? source->stamp.length : 0;
    log->next = source ? file + 1 : SIZE_MAX;
}
