#include "owners/redact.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"

#define FIRST_DAY INT64_C(10957) // 2000-01-01
#define MARK '~'                 // first character of the new names; a tag that begins with it is always renamed

void redact_free(struct redact *r)
{
    map_free(&r->tags);
    map_free(&r->boots);
    map_free(&r->with_owner);
    buffer_free(&r->texts);
    free(r->renamed);
    *r = (struct redact){0};
}

static bool is_published(const struct redact *r, struct text tag)
{
    struct text driver, description;

    if (tag.length == 0 || tag.data[0] == MARK)
        return false;
    return tagnames_find(r->names, tag, &driver, &description) ||
           (r->names->families && tagnames_find(r->names->families, tag, &driver, &description));
}

/* The tag's number among the renamed; 0: it keeps its name. */
static uint32_t number_of(struct redact *r, struct text tag)
{
    size_t count = r->tags.count, index = map_intern(&r->tags, tag);

    if (index == count) {
        ARRAY_RESERVE(r->renamed, r->renamed_capacity, count + 1);
        r->renamed[index] = r->keeps_tags || is_published(r, tag) ? 0 : (uint32_t)++r->renamed_count;
    }
    return r->renamed[index];
}

/* number - 1 in base 36, at least three digits. */
static void add_name(struct buffer *b, uint32_t number)
{
    char digits[8];
    size_t count = 0;

    for (number--; number || count < 3; number /= 36)
        digits[count++] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 36];
    buffer_add_char(b, MARK);
    while (count)
        buffer_add_char(b, digits[--count]);
}

static void rename_row(struct redact *r, const struct snapshot *snapshot, struct snapshot_row *row)
{
    struct text tag = snapshot_text_of(snapshot, row->tag);
    uint32_t number = number_of(r, tag);
    size_t start = r->texts.length;

    if (row->driver.length || row->description.length)
        map_intern(&r->with_owner, tag);
    if (number)
        add_name(&r->texts, number);
    else
        buffer_add_text(&r->texts, tag);
    row->tag = (struct snapshot_text){(uint32_t)start, (uint32_t)(r->texts.length - start)};
    row->driver = row->description = (struct snapshot_text){0, 0};
}

/* In unsigned arithmetic: times of damaged files may be anything. */
static int64_t shifted(struct redact *r, int64_t time_us, int64_t first_us)
{
    if (!r->has_shift) {
        r->has_shift = true;
        r->shift_us = (int64_t)((uint64_t)(FIRST_DAY * DAY_US) - (uint64_t)first_us);
    }
    return (int64_t)((uint64_t)time_us + (uint64_t)r->shift_us);
}

#define ADJUSTMENT_US (2 * SECOND_US) // of a clock, between two snapshots

/* Where a boot has no identity, its uptime tells it, which is removed: the next number where it falls as time goes on.
 * Where it rose by another time than passed, the machine slept or was rebooted: that one snapshot has no number. */
static uint64_t boot_by_uptime(struct redact *r, const struct snapshot *s)
{
    int64_t passed_us, by_uptime_us, off_us;
    bool is_first = r->boots_by_uptime == 0, is_told = true;

    if (__builtin_sub_overflow(s->utc_us, r->uptime_at_us, &passed_us) ||
        __builtin_mul_overflow(s->uptime_ms - r->uptime_ms, 1000, &by_uptime_us) ||
        __builtin_sub_overflow(passed_us, by_uptime_us, &off_us))
        return 0;
    r->uptime_ms = s->uptime_ms;
    r->uptime_at_us = s->utc_us;
    if (is_first || (by_uptime_us < 0 && passed_us > 0))
        r->boots_by_uptime++;
    else if (off_us > ADJUSTMENT_US + passed_us / 1000 || off_us < -ADJUSTMENT_US) {
        r->boots_by_uptime++;
        is_told = false;
    }
    return is_told ? r->boots_by_uptime : 0;
}

static uint64_t boot_of(struct redact *r, const struct snapshot *s)
{
    if (s->boot)
        return map_intern(&r->boots, (struct text){(const char *)&s->boot, sizeof s->boot}) + 1;
    return s->uptime_ms < 0 || r->had_boot ? 0 : boot_by_uptime(r, s);
}

void redact_snapshot(struct redact *r, struct snapshot *s)
{
    uint64_t boot = boot_of(r, s);
    struct buffer texts;

    r->texts.length = 0;
    for (size_t i = 0; i < s->count; i++)
        rename_row(r, s, &s->rows[i]);
    texts = s->texts;
    s->texts = r->texts;
    r->texts = texts;
    s->has_owners = false;
    s->utc_us = shifted(r, s->utc_us, s->utc_us);
    r->had_local |= s->local_us != LOCAL_TIME_UNKNOWN;
    s->local_us = LOCAL_TIME_UNKNOWN;
    s->basis = TIME_UTC;
    r->had_uptime |= s->uptime_ms != TOTAL_UNKNOWN;
    s->uptime_ms = TOTAL_UNKNOWN;
    r->had_boot |= s->boot != 0;
    s->boot = boot;
}

void redact_machine(struct redact *r, struct machine *machine)
{
    struct machine bare = {.page_size = machine->page_size};

    memcpy(bare.source, machine->source, sizeof bare.source);
    r->had_machine |= machine->host[0] || machine->os[0] || machine->identity;
    *machine = bare;
}

void redact_gap(struct redact *r, int64_t *since_us, int64_t *until_us, const char **why)
{
    int64_t first_us = *until_us;

    *since_us = shifted(r, *since_us, first_us);
    *until_us = shifted(r, *until_us, first_us);
    r->had_gap |= (*why)[0] != '\0';
    *why = "redacted";
}

static void add_line(struct buffer *out, const char *what, const char *kind)
{
    buffer_printf(out, "%s: %s\n", what, kind);
}

void redact_report(const struct redact *r, struct buffer *out)
{
    size_t kept = r->tags.count - r->renamed_count;

    if (r->had_machine)
        add_line(out, "removed", "name, system and identity of the machine");
    if (r->had_local)
        add_line(out, "removed", "local times");
    if (r->had_uptime || r->had_boot)
        add_line(out, "removed", "uptimes and boot identities");
    if (r->had_gap)
        add_line(out, "removed", "reasons for missing snapshots");
    if (r->with_owner.count)
        buffer_printf(out, "removed: drivers and descriptions of %zu tag%s\n", r->with_owner.count,
                      r->with_owner.count == 1 ? "" : "s");
    if (r->renamed_count) {
        buffer_printf(out,
                      "renamed: %zu of %zu tags, which are in no given pooltag.txt and not in the built-in table: ",
                      r->renamed_count, r->tags.count);
        add_name(out, 1);
        if (r->renamed_count > 1) {
            buffer_add_string(out, " to ");
            add_name(out, (uint32_t)r->renamed_count);
        }
        buffer_add_char(out, '\n');
    }
    add_line(out, "shifted", "all times: the first snapshot is at 2000-01-01 00:00:00");
    buffer_printf(out, "kept: %zu %stag%s%s, all numbers, the totals of the machine\n", kept,
                  r->keeps_tags ? "" : "published ", kept == 1 ? "" : "s", r->keeps_tags ? ", published or not" : "");
}
