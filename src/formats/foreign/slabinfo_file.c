/* slabinfo_file.c - copies of /proc/slabinfo in a file, one or many, whole or in parts.
 *
 *     zzz ***Sat Nov 21 23:17:00 UTC 2026                                       OSWatcher, or a loop with date
 *     slabinfo - version: 2.1
 *     # name            <active_objs> <num_objs> <objsize> ...
 *     dentry                    58900 60270 192 21 1 : tunables 0 0 0 : slabdata 2870 2870 0
 *
 *     before.txt:dentry         58900 ...                                       grep dentry *.txt
 *
 * Several caches of one snapshot may have one name: after the line of the version they are summed. Rows that grep
 * selected have no such line: there a name that occurs again is of the next snapshot. The page size of the machine is
 * unknown, and so is the total of the pages.
 */
#include <string.h>

#include "formats/foreign/snapshot_log.h"
#include "formats/slabinfo.h"

struct slabinfo_log {
    struct snapshot_log log;
    bool has_heading; // the open snapshot has the line of the version or the names of columns
};

static bool begin(struct slabinfo_log *s, bool has_heading, struct error *err)
{
    if (s->log.is_open && !s->has_heading)
        s->log.has_lost_rows = true;
    if (!snapshot_log_begin(&s->log, err))
        return false;
    s->log.snapshot.counters = SLABINFO_COUNTERS;
    s->has_heading = has_heading;
    return true;
}

static bool is_any_version(struct text line)
{
    return text_starts_with(line, "slabinfo - version:");
}

static bool is_heading(struct text line)
{
    return text_starts_with(line, "#") && text_find(line, text_of("<active_objs>")) != TEXT_NOWHERE;
}

/* Its rows cannot be parsed, and do not belong to the snapshot before. */
static bool begin_skipped(struct slabinfo_log *s, struct error *err)
{
    if (!begin(s, true, err))
        return false;
    s->log.is_skipped = true;
    warnings_add(s->log.input->warnings, WARNING_SNAPSHOT,
                 "%s:%zu: unsupported version of slabinfo, only 2.0 and 2.1 can be read: snapshot left out",
                 s->log.input->path, s->log.lines.number);
    return true;
}

/* --- rows --- */

/* Whether a line may be of a cache; cheap, as a long log of something else is searched by it. */
static bool may_be_row(struct text line)
{
    const char *colon = line.length ? memchr(line.data, ':', line.length) : NULL;

    while (colon) {
        size_t rest = (size_t)(line.data + line.length - colon);

        if (rest > 10 && memcmp(colon, ": tunables", 10) == 0)
            return true;
        colon = memchr(colon + 1, ':', rest - 1);
    }
    return false;
}

/* The name of a file and the number of a line before the row, as grep prints them: "/proc/slabinfo:12:dentry". Names of
 * caches may begin with a colon, and have none after a point or a slash. Removes it from *line; a time in it is that of
 * the row. */
static struct text parse_file_name(struct text *line)
{
    struct text name = {line->data, 0};
    size_t end = 0, digits;
    bool is_file = false;

    while (end < line->length && line->data[end] != ':' && line->data[end] != ' ' && line->data[end] != '\t') {
        is_file |= line->data[end] == '/' || line->data[end] == '.';
        end++;
    }
    if (is_file && end < line->length && line->data[end] == ':') {
        name.length = end;
        *line = text_skip(*line, end + 1);
    }
    for (digits = 0; text_is_digit_at(*line, digits);)
        digits++;
    if (digits && digits < line->length && line->data[digits] == ':')
        *line = text_skip(*line, digits + 1);
    *line = text_trim(*line);
    return name;
}

static bool parse_row(struct text line, struct text *file_name, struct slab_cache *out)
{
    line = text_trim(line);
    *file_name = parse_file_name(&line);
    return slabinfo_parse(line, 0, out);
}

static void put(struct snapshot_log *log, const struct slab_cache *cache)
{
    bool is_new;
    struct snapshot_row *row = snapshot_log_row(log, cache->name, &is_new);
    int64_t *live = &row->values.value[NONPAGED_LIVE], *bytes = &row->values.value[NONPAGED_BYTES];

    row->values.known = SLABINFO_COUNTERS;
    if (__builtin_add_overflow(*live, cache->live, live))
        *live = INT64_MAX;
    if (__builtin_add_overflow(*bytes, cache->bytes, bytes))
        *bytes = INT64_MAX;
}

static bool read_cache(struct slabinfo_log *s, const struct slab_cache *cache, struct error *err)
{
    bool is_repeat = !s->has_heading && snapshot_log_has(&s->log, cache->name);

    if (!snapshot_log_continues(&s->log, cache->name, is_repeat) && !begin(s, false, err))
        return false;
    if (!s->log.is_skipped)
        put(&s->log, cache);
    return true;
}

/* What is left of a row: the words between its numbers, or numbers alone. */
static bool resembles_row(struct text line)
{
    struct text word;
    int64_t number;
    size_t numbers = 0;

    if (may_be_row(line) || text_find(line, text_of(": slabdata")) != TEXT_NOWHERE)
        return true;
    while ((word = text_next_word(&line)).length)
        numbers += text_to_int64(word, &number);
    return numbers > 2;
}

/* --- the file --- */

static bool read_line(void *context, struct text line, struct error *err)
{
    struct slabinfo_log *s = context;
    struct snapshot_log *log = &s->log;
    struct slab_cache cache;
    struct text name;

    line = text_trim(line);
    if (line.length == 0)
        return true;
    if (slabinfo_is_version(line))
        return begin(s, true, err);
    if (is_any_version(line))
        return begin_skipped(s, err);
    if (is_heading(line)) {
        if (!log->is_open || log->snapshot.count)
            return begin(s, true, err);
        s->has_heading = true;
        return true;
    }
    if (may_be_row(line) && parse_row(line, &name, &cache)) {
        if (name.length)
            snapshot_log_find_stamp(log, name);
        return read_cache(s, &cache, err);
    }
    if (snapshot_log_find_stamp(log, line) || line.data[0] == '#' || !log->is_open || log->is_skipped)
        return true;
    if (resembles_row(line))
        snapshot_log_drop_row(log, "not a slab cache with its numbers");
    return true;
}

static bool finish(void *context, struct error *err)
{
    struct slabinfo_log *s = context;

    (void)err;
    if (s->log.is_open && !s->has_heading)
        s->log.has_lost_rows = true;
    return true;
}

static bool slabinfo_file_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {
        .read_line = read_line,
        .finish = finish,
        .is_pasted = true,
        .no_snapshot = "no slab cache found in the form of slabinfo 2.0 or 2.1, the supported versions",
    };
    struct slabinfo_log s = {0};
    bool ok;

    snapshot_log_open(&s.log, input, target);
    ok = snapshot_log_read(&s.log, &format, &s, err);
    snapshot_log_free(&s.log);
    return ok;
}

static bool is_of_slabinfo(struct text line)
{
    struct slab_cache cache;
    struct text name;

    if (may_be_row(line))
        return parse_row(line, &name, &cache) || is_heading(text_trim(line));
    line = text_trim(line);
    return line.length && line.data[0] == 's' && is_any_version(line);
}

const struct format format_slabinfo = {
    .name = "/proc/slabinfo", .detect_line = is_of_slabinfo, .read = slabinfo_file_read};
