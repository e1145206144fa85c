/* text_format.h - a fuzz target for a text format: any bytes as a file of it.
 *
 * Checks that the result does not depend on the size of reads; that a snapshot has rows, whose counters are a subset
 * of the snapshot's; that pool counters other than bytes are not negative; and that the store gets the snapshots'
 * values.
 */
#ifndef FUZZ_TEXT_FORMAT_H
#define FUZZ_TEXT_FORMAT_H

#include <string.h>

#include "base/hash.h"
#include "check.h"
#include "formats/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Result of a run. */
struct fuzz_seen {
    uint64_t hash; // over all values
    size_t snapshots, rows, warnings;
    bool ok;
    enum encoding encoding;
};

static uint64_t fuzz_hash(uint64_t hash, const void *bytes, size_t length)
{
    return hash_of(hash, (struct text){bytes, length});
}

static bool fuzz_take(void *context, struct snapshot *s, struct error *err)
{
    struct fuzz_seen *seen = context;

    (void)err;
    CHECK(s->count > 0);
    CHECK(s->counters && !(s->lost & ~s->counters));
    seen->snapshots++;
    seen->rows += s->count;
    seen->hash = fuzz_hash(seen->hash, &s->utc_us, sizeof s->utc_us);
    seen->hash = fuzz_hash(seen->hash, &s->basis, sizeof s->basis);
    seen->hash = fuzz_hash(seen->hash, s->totals, sizeof s->totals);
    for (int i = 0; i < TOTALS; i++)
        CHECK(s->totals[i] >= TOTAL_UNKNOWN);
    for (size_t i = 0; i < s->count; i++) {
        const struct pool_row *v = &s->rows[i].values;
        struct text tag = snapshot_text_of(s, s->rows[i].tag), owner = snapshot_text_of(s, s->rows[i].driver);

        CHECK(tag.length > 0);
        CHECK(v->known && !(v->known & ~s->counters));
        for (int c = 0; c < PAGED_BYTES; c++)
            CHECK(v->value[c] >= 0);
        seen->hash = fuzz_hash(seen->hash, tag.data, tag.length);
        seen->hash = fuzz_hash(seen->hash, owner.data, owner.length);
        seen->hash = fuzz_hash(seen->hash, v->value, sizeof v->value);
    }
    return true;
}

static struct fuzz_seen fuzz_read(const struct format *format, const uint8_t *data, size_t size, size_t read_bytes,
                                  struct store *store)
{
    struct fuzz_seen seen = {.hash = HASH_START};
    struct reader reader = {.read_bytes = read_bytes};
    struct warnings warnings = {0};
    struct format_clock clock = {0};
    struct error err = {0};
    struct format_target target = {.on_snapshot = fuzz_take, .store = store, .context = &seen};
    struct format_input input = {.path = "fuzz", .reader = &reader, .clock = &clock, .warnings = &warnings};

    input.content = (struct text){(const char *)data, size};

    if (reader_open_memory(&reader, "fuzz", data, size, &err)) {
        if (store)
            store_source(store, "fuzz");
        seen.encoding = reader.encoding;
        seen.ok = format->read(&input, &target, &err);
        CHECK(seen.ok == (err.text[0] == '\0'));
        reader_close(&reader);
    }
    for (int kind = 0; kind < WARNING_KINDS; kind++)
        seen.warnings += warnings.seen[kind];
    if (store)
        store_finish(store, STORE_ALL_TIME, &warnings);
    warnings_free(&warnings);
    reader_free(&reader);
    return seen;
}

static int fuzz_format(const struct format *format, const uint8_t *data, size_t size)
{
    struct store *store = store_new();
    struct fuzz_seen whole = fuzz_read(format, data, size, 0, NULL), pieces = fuzz_read(format, data, size, 7, NULL);
    struct fuzz_seen stored = fuzz_read(format, data, size, 0, store);

    if (format->detect)
        format->detect((struct text){(const char *)data, size});
    else
        format->detect_line((struct text){(const char *)data, size});
    CHECK(whole.ok == stored.ok && whole.ok == (whole.snapshots > 0));
    if (whole.encoding == pieces.encoding) { // a short first read may suggest another encoding
        CHECK(whole.ok == pieces.ok && whole.warnings == pieces.warnings);
        CHECK(whole.snapshots == pieces.snapshots && whole.rows == pieces.rows && whole.hash == pieces.hash);
    }
    CHECK(store_moments(store) <= whole.snapshots && (store_moments(store) > 0) == (whole.snapshots > 0));
    store_free(store);
    return 0;
}

#endif
