#include "input/cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/require.h"
#include "formats/capture/capture.h"
#include "os/path.h"
#include "os/user_cache.h"
#include "os/walk.h"

#define CACHE_VERSION 2 // of the entries, their order, and the CSV readers: to be increased when these change
#define HASH_DIGITS 16
#define WORTH_BYTES ((uint64_t)16 << 20) // of CSV: less is read fast enough

static void add_text(struct buffer *b, const char *text)
{
    varint_add(b, strlen(text));
    buffer_add_string(b, text);
}

/* Builds the header and the first record. False: a directory has no full path. */
static bool make_head(struct cache *c, char *const *directories, size_t count, uint64_t *hash)
{
    struct buffer payload = {0};
    bool ok = true;

    varint_add(&payload, CACHE_VERSION);
    add_text(&payload, c->place.reader);
    varint_add(&payload, count);
    *hash = HASH_START;
    for (size_t i = 0; i < count && ok; i++) {
        char *path = os_full_path(directories[i]);

        ok = path != NULL;
        if (ok) {
            *hash = hash_of(*hash, (struct text){path, strlen(path) + 1});
            add_text(&payload, path);
        }
        free(path);
    }
    capture_add_header(&c->head);
    record_add(&c->head, RECORD_CACHE, 0, &payload);
    buffer_free(&payload);
    return ok;
}

void cache_open(struct cache *c, const struct cache_place *place, char *const *directories, size_t count,
                struct store *store)
{
    struct buffer path = {0};
    uint64_t hash;

    *c = (struct cache){.place = *place, .loader.store = store};
    if (count == 0 || !make_head(c, directories, count, &hash)) {
        cache_free(c);
        return;
    }
    os_append_directory(&path, place->directory);
    buffer_printf(&path, "%016llx" CAPTURE_ENDING, (unsigned long long)hash);
    c->path = buffer_take(&path);
    if (!user_cache_directory(place->directory, false) || !user_cache_read(c->path, place->most_bytes, &c->bytes) ||
        c->bytes.length < c->head.length || memcmp(c->bytes.bytes, c->head.bytes, c->head.length) != 0)
        c->bytes.length = 0;
    else
        c->entry_end = c->kept = c->head.length;
}

void cache_free(struct cache *c)
{
    free(c->path);
    buffer_free(&c->head);
    buffer_free(&c->bytes);
    buffer_free(&c->appended);
    capture_loader_free(&c->loader);
    *c = (struct cache){0};
}

static bool next_record(struct cache *c, struct record *out)
{
    if (record_read(c->bytes.bytes + c->entry_end, c->bytes.length - c->entry_end, out) != RECORD_OK)
        return false;
    c->entry_end += RECORD_HEADER_BYTES + out->length;
    return true;
}

bool cache_next(struct cache *c, struct cache_source *source, bool *is_keyframe)
{
    struct record record;

    c->entry = c->entry_end;
    if (c->entry == c->bytes.length)
        return false;
    if (next_record(c, &record) && cache_source_read(&record, source) && next_record(c, &c->snapshot)) {
        *is_keyframe = c->snapshot.kind == RECORD_KEYFRAME;
        if (*is_keyframe || c->snapshot.kind == RECORD_DELTA)
            return true;
    }
    c->bytes.length = c->entry_end = c->entry; // ignore the rest
    return false;
}

/* Keeps the current entry in the cache. */
static void keep_entry(struct cache *c)
{
    require(c->entry <= c->entry_end && c->entry_end <= c->bytes.length);
    if (c->appended.length == 0 && c->kept == c->entry)
        c->kept = c->entry_end;
    else
        buffer_add(&c->appended, c->bytes.bytes + c->entry, c->entry_end - c->entry);
}

bool cache_use(struct cache *c, const char *path, size_t file, struct cache_log *log)
{
    struct capture_writer *w = &log->writer;
    const struct capture_state *s = &w->state;
    bool keyframe = c->snapshot.kind == RECORD_KEYFRAME;
    size_t moment;

    if (!capture_decode(&w->state, c->snapshot.payload, c->snapshot.length, keyframe, c->snapshot.time_ms)) {
        c->bytes.length = c->entry_end = c->entry;
        w->wants_keyframe = true;
        return false;
    }
    w->since_keyframe = keyframe ? 0 : w->since_keyframe + 1;
    w->wants_keyframe = false;
    store_source(c->loader.store, path);
    moment = store_moment(c->loader.store, s->utc_us, s->local_us, s->counters);
    capture_loader_put(&c->loader, s, moment);
    log->next = file + 1;
    c->used++;
    keep_entry(c);
    return true;
}

void cache_append_log(struct cache *c, struct cache_log *log)
{
    if (c->path && c->appended.length == 0) {
        struct buffer empty = c->appended;

        c->appended = log->records;
        log->records = empty;
    } else if (c->path && log->records.length) {
        buffer_add_text(&c->appended, buffer_text(&log->records));
    }
    c->fresh_files += log->file_bytes;
    log->records.length = 0;
    log->file_bytes = 0;
}

/* --- writing --- */

struct old_file {
    char *path; // owned
    struct os_file_version stamp;
};

static int by_age(const void *a, const void *b)
{
    const struct old_file *x = a, *y = b;

    return (x->stamp.time_ns > y->stamp.time_ns) - (x->stamp.time_ns < y->stamp.time_ns);
}

/* The name of a cache, 0123456789abcdef.pmcap, or of the temporary file of a writer that was killed, which adds
 * .PROCESS.tmp. Other files in the directory are never deleted. */
static bool is_cache_name(const char *name)
{
    size_t hash = strspn(name, "0123456789abcdef"), ending = strlen(CAPTURE_ENDING);
    const char *rest = name + hash;

    if (hash != HASH_DIGITS || strncmp(rest, CAPTURE_ENDING, ending) != 0)
        return false;
    rest += ending;
    return *rest == '\0' || (*rest == '.' && strcmp(rest + 1 + strspn(rest + 1, "0123456789"), ".tmp") == 0);
}

/* Deletes the oldest of the other caches until `needed` bytes are within the limit. */
static void delete_oldest(const struct cache *c, uint64_t needed)
{
    char **names;
    size_t count, others = 0;
    uint64_t total = needed;
    struct old_file *old;

    if (!os_list_directory(c->place.directory, &names, &count, NULL))
        return;
    old = memory_new(count, sizeof *old);
    for (size_t i = 0; i < count; i++) {
        struct buffer path = {0};

        os_append_directory(&path, c->place.directory);
        buffer_add_string(&path, names[i]);
        old[others].path = buffer_take(&path);
        if (is_cache_name(names[i]) && strcmp(old[others].path, c->path) != 0 &&
            os_file_version(old[others].path, &old[others].stamp))
            total += old[others++].stamp.length;
        else
            free(old[others].path);
    }
    if (others)
        qsort(old, others, sizeof *old, by_age);
    for (size_t i = 0; i < others; i++) {
        if (total > c->place.most_bytes) {
            os_remove(old[i].path);
            total -= old[i].stamp.length;
        }
        free(old[i].path);
    }
    free(old);
    os_names_free(names, count);
}

static void rewrite(struct cache *c)
{
    struct text parts[3] = {buffer_text(&c->head)};
    size_t count = 1;

    require(c->kept <= c->bytes.length);
    if (c->kept > c->head.length)
        parts[count++] = (struct text){c->bytes.bytes + c->head.length, c->kept - c->head.length};
    parts[count++] = buffer_text(&c->appended);
    user_cache_write(c->path, parts, count);
}

void cache_write(struct cache *c)
{
    uint64_t worth = c->place.worth_bytes ? c->place.worth_bytes : WORTH_BYTES;
    uint64_t length = (c->kept ? c->kept : c->head.length) + c->appended.length;

    if (c->used && c->appended.length == 0)
        user_cache_touch(c->path);
    if (c->appended.length == 0 || length > c->place.most_bytes || (c->used == 0 && c->fresh_files < worth) ||
        !user_cache_directory(c->place.directory, true))
        return;
    delete_oldest(c, length);
    if (c->kept == 0 || c->kept != c->bytes.length || !user_cache_append(c->path, c->kept, buffer_text(&c->appended)))
        rewrite(c);
}
