/* fuzz_cache.c - caching a directory of CSV files, and arbitrary cache content.
 *
 *     first byte, bit 0 clear: CSV files separated by 0x1C follow; bits 1 to 3 leave some of them to another reader, or
 *     uncached
 *     first byte, bit 0 set: entries follow, each a kind (1 keyframe, else delta), the file number it claims, the time
 *     since the previous entry in quarters of a second, the length of the payload (2 bytes, little-endian), then it;
 *     checksums, source and keyframe marker are added here
 *
 * Checks that the cache returns the same data as the files, in the same order, and that entries can be appended after
 * whatever could be read of it.
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "input/cache.h"
#include "same_store.h"

#define START_MS INT64_C(1772362800000)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct cache_source source_of(size_t file)
{
    return (struct cache_source){
        .directory = 1 + file % 2, .name = text_of("1pool.csv"), .stamp = {file, (int64_t)file}};
}

static bool read_file(struct csv_repeat *repeat, const uint8_t *data, size_t size, struct store *store)
{
    repeat->now.bytes.length = 0;
    buffer_add(&repeat->now.bytes, data, size);
    return csv_repeat_bytes(repeat, "x", store);
}

/* Reads all files into the store and the cached ones into the log. Returns the number of files read. */
static size_t read_files(const uint8_t *data, size_t size, unsigned unkept, struct store *store, struct cache_log *log)
{
    const uint8_t *end = data + size;
    struct csv_repeat repeat = {0};
    size_t count = 0;

    for (size_t file = 0; data < end; file++) {
        const uint8_t *next = memchr(data, 0x1C, (size_t)(end - data));
        struct cache_source source = source_of(file);
        bool is_mine = !(unkept & 1) || file % 3 != 1; // else left to another reader

        next = next ? next : end;
        if (unkept & 2 && file % 5 == 4) // a new run starts
            csv_repeat_free(&repeat);
        if (is_mine && read_file(&repeat, data, (size_t)(next - data), store)) {
            cache_log_add(log, file, unkept & 4 && file % 7 == 6 ? NULL : &source, &repeat, store);
            count++;
        }
        data = next + 1;
    }
    csv_repeat_free(&repeat);
    return count;
}

/* Returns the number of entries used; all entries of a valid log can be used. */
static size_t load(struct cache *cache, struct cache_log *log, bool is_sound)
{
    struct cache_source source;
    size_t before = 0, done = 0;
    bool is_whole, goes_on = false;

    while (cache_next(cache, &source, &is_whole)) {
        size_t file = (size_t)source.stamp.length;

        CHECK(!is_sound || file >= before);
        CHECK(!is_sound || is_whole || (goes_on && file == before));
        if (!is_whole && !goes_on)
            continue;
        goes_on = cache_use(cache, "x", file, log);
        CHECK(!is_sound || goes_on);
        done += goes_on;
        before = file + 1;
    }
    CHECK(cache->entry_end == cache->bytes.length);
    return done;
}

static void check_files(const uint8_t *data, size_t size, unsigned unkept)
{
    struct store *read = store_new(), *loaded = store_new();
    struct cache_log log = {0}, again = {0};
    struct cache cache = {.loader.store = loaded};
    struct warnings warnings = {0};
    size_t count;

    count = read_files(data, size, unkept, read, &log);
    buffer_add(&cache.bytes, log.records.bytes, log.records.length);
    load(&cache, &again, true);
    store_finish(loaded, STORE_ALL_TIME, &warnings);
    store_finish(read, STORE_ALL_TIME, &warnings);
    CHECK(cache.used <= count); // a time that does not fit a record is not cached
    if (cache.used == count) {
        CHECK(store_tags(read) == store_tags(loaded));
        for (size_t tag = 0; tag < store_tags(read); tag++)
            CHECK(text_equal(store_tag_name(read, tag), store_tag_name(loaded, tag)));
        check_same_values(read, loaded);
    }
    cache_free(&cache);
    cache_log_free(&log);
    cache_log_free(&again);
    warnings_free(&warnings);
    store_free(read);
    store_free(loaded);
}

static void add_entries(struct buffer *out, const uint8_t *data, size_t size)
{
    const uint8_t *end = data + size;
    struct buffer payload = {0};
    int64_t time_ms = START_MS;

    while (end - data >= 5) {
        bool keyframe = data[0] == 1;
        size_t length = (size_t)data[3] | (size_t)data[4] << 8;

        payload.length = 0;
        varint_add(&payload, 1);
        varint_add(&payload, 1);
        buffer_add_char(&payload, 'f');
        varint_add(&payload, data[1]);
        varint_add_signed(&payload, 0);
        record_add(out, RECORD_SOURCE, 0, &payload);
        time_ms += (int8_t)data[2] * 250;
        data += 5;
        length = length < (size_t)(end - data) ? length : (size_t)(end - data);
        payload.length = 0;
        buffer_add(&payload, KEYFRAME_MARK, keyframe ? KEYFRAME_MARK_BYTES : 0);
        buffer_add(&payload, data, length);
        record_add(out, keyframe ? RECORD_KEYFRAME : RECORD_DELTA, time_ms, &payload);
        data += length;
    }
    buffer_free(&payload);
}

/* Entries appended after arbitrary content can be read. */
static void check_entries(const uint8_t *data, size_t size)
{
    static const char file[] = "DateTimeUTC,Tag,PagedUsedBytes\n2026-03-01T09:00:00,NtFs,4096\n"
                               "2026-03-01T09:00:00,Thre,64\n";
    struct store *store = store_new(), *second = store_new();
    struct cache_log log = {0}, again = {0};
    struct cache cache = {.loader.store = store}, next = {.loader.store = second};
    struct csv_repeat repeat = {0};
    struct cache_source source = source_of(0);
    struct warnings warnings = {0};
    size_t used;

    add_entries(&cache.bytes, data, size);
    used = load(&cache, &log, false);
    CHECK(read_file(&repeat, (const uint8_t *)file, sizeof file - 1, store));
    CHECK(store_find_tag(store, text_of("Thre")) != SIZE_MAX);
    cache_log_add(&log, log.next, &source, &repeat, store);
    buffer_add(&next.bytes, cache.bytes.bytes, cache.kept);
    buffer_add(&next.bytes, cache.appended.bytes, cache.appended.length);
    buffer_add(&next.bytes, log.records.bytes, log.records.length);
    CHECK(load(&next, &again, false) >= 1 || used > 0);
    store_finish(store, STORE_ALL_TIME, &warnings);
    store_finish(second, STORE_ALL_TIME, &warnings);
    cache_free(&cache);
    cache_free(&next);
    cache_log_free(&log);
    cache_log_free(&again);
    csv_repeat_free(&repeat);
    warnings_free(&warnings);
    store_free(store);
    store_free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    if (data[0] & 1)
        check_entries(data + 1, size - 1);
    else
        check_files(data + 1, size - 1, data[0] >> 1);
    return 0;
}
