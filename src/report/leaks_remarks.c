#include "report/leaks_remarks.h"

#include <math.h>

#include "base/calendar.h"
#include "base/quantity.h"
#include "report/clock_words.h"
#include "report/leaks_reasons.h"
#include "report/leaks_times.h"
#include "report/leaks_units.h"

#define DAYS_MAX 3650 // more than this is "ten years or more"
#define BRIEF_SECONDS 60

static void add_count(struct buffer *b, size_t count, const char *one, const char *many, bool *follows)
{
    if (!count)
        return;
    buffer_printf(b, "%s%zu %s", *follows ? ", " : "", count, count == 1 ? one : many);
    *follows = true;
}

void leaks_add_summary(struct buffer *b, const struct leaks *leaks)
{
    bool follows = false;

    if (leaks->boots_used == 0) {
        buffer_printf(b, "no verdict yet, of %zu tag%s", leaks->count, leaks->count == 1 ? "" : "s");
        return;
    }
    add_count(b, leaks->counts[LEAK_CERTAIN], "leak", "leaks", &follows);
    add_count(b, leaks->counts[LEAK_PROBABLE], "probable leak", "probable leaks", &follows);
    if (!follows)
        buffer_add_string(b, "no leak found");
    follows = true;
    add_count(b, leaks->counts[LEAK_WATCH], "to watch", "to watch", &follows);
    add_count(b, leaks->counts[LEAK_SHORT], "observed too briefly", "observed too briefly", &follows);
    buffer_printf(b, ", of %zu tag%s", leaks->count, leaks->count == 1 ? "" : "s");
}

void leaks_add_extent(struct buffer *b, const struct leaks *leaks)
{
    if (!(leaks->span > 0))
        return;
    buffer_add_string(b, ", in ");
    calendar_add_span(b, (int64_t)(leaks->span * (double)SECOND_US));
    buffer_printf(b, " and %zu boot%s", leaks->boots, leaks->boots == 1 ? "" : "s");
}

static void add_days(struct buffer *b, double days)
{
    if (days > DAYS_MAX)
        buffer_add_string(b, "ten years or more");
    else
        calendar_add_span(b, (int64_t)(days * (double)DAY_US));
}

/* " (13 h to 40 h)" */
static void add_interval(struct buffer *b, const struct leak_exhaustion *e)
{
    if (isfinite(e->high)) {
        buffer_add_string(b, " (");
        add_days(b, e->low);
        buffer_add_string(b, " to ");
        add_days(b, e->high);
        buffer_add_char(b, ')');
    } else {
        buffer_add_string(b, ", at least ");
        add_days(b, e->low);
    }
}

static bool add_exhaustion(struct buffer *b, const struct leaks *leaks, enum leak_limit limit)
{
    const struct leak_exhaustion *e = &leaks->exhaustion[limit];
    double seen = leaks_seen_seconds(leaks), lasts = e->days * (double)(DAY_US / SECOND_US);
    bool is_far = !(lasts <= LEAKS_SEEN_SHARE * seen);

    if (!e->known)
        return false;
    buffer_add_string(b, limit == LEAK_LIMIT_RAM ? "Available memory is " : "Commit headroom (limit less charge) is ");
    quantity_add(b, e->remaining, (struct quantity){.is_bytes = true});
    buffer_add_string(b, is_far ? ": it lasts " : ": at this rate it lasts ");
    add_days(b, e->days);
    if (!isnan(e->low) && e->days <= DAYS_MAX)
        add_interval(b, e);
    if (is_far) {
        buffer_add_string(b, " if this continues (seen for ");
        calendar_add_span(b, (int64_t)(seen * (double)SECOND_US));
    }
    if (leaks->so_far.snapshots) {
        buffer_add_string(b, is_far ? "" : " (");
        buffer_add_string(b, is_far ? "; all tags together gained " : "all tags together gained ");
        leaks_add_pace(b, leaks, leaks->so_far.net / leaks->so_far.seconds * (double)(DAY_US / SECOND_US), LEAK_BYTES,
                       " ");
    }
    buffer_add_string(b, is_far || leaks->so_far.snapshots ? ")." : ".");
    return true;
}

/* Parts of all tags that gained: never more than all. */
static bool add_share(struct buffer *b, const struct leaks *leaks)
{
    if (!(leaks->found_gain > 0))
        return false;
    buffer_add_string(b, "Flagged tags gained ");
    quantity_add(b, leaks->found_gain, (struct quantity){.is_bytes = true});
    buffer_add_string(b, ", ");
    leaks_add_percent_of_all(b, 100 * leaks->found_gain / leaks->total_gain);
    buffer_add_string(b, " of all growth while running.");
    return true;
}

static void add_time(struct buffer *b, const struct leaks *leaks, int64_t time_us)
{
    leaks_add_minute(b, time_us + MINUTE_US - 1); // not before
    buffer_printf(b, " %s", leaks_clock(leaks));
}

/* How soon a verdict is possible, and what it will not settle. */
static void add_wait(struct buffer *b, const struct leaks *leaks)
{
    const struct leak_so_far *s = &leaks->so_far;

    if (s->missing)
        buffer_printf(b, "A verdict needs %zu more snapshot%s", s->missing, s->missing == 1 ? "" : "s");
    else
        buffer_add_string(b, "A verdict needs a boot that covers 8 % of the capture");
    if (isfinite(s->seconds_to_verdict)) {
        buffer_add_string(b, ": at this pace in ");
        calendar_add_span(b, (int64_t)(s->seconds_to_verdict * (double)SECOND_US));
        if (leaks->clock != LEAK_NO_CLOCK) {
            buffer_add_string(b, ", after ");
            add_time(b, leaks, leaks->last_us + (int64_t)(s->seconds_to_verdict * (double)SECOND_US));
        }
    } else {
        buffer_add_string(b, ". The snapshots have no times: rates need the time between them, as in --interval 30m");
    }
    buffer_add_string(b, ". Until then poolmonviz visualize draws every tag over time.");
    if (isfinite(s->seconds) && leaks_caveats(leaks) & LEAK_NO_DAY)
        buffer_add_string(b, " Before 30 hours are recorded, memory that grows by day and shrinks at night looks the "
                             "same.");
}

/* Snapshots, or a day, that are missing for more certainty. */
static void add_lack(struct buffer *b, const struct leaks *leaks, unsigned caveats)
{
    if (caveats & LEAK_NO_BOOT)
        buffer_add_string(b, leaks->moments < 2 ? "Growth needs two snapshots at least, and a verdict 8 in one boot."
                                                : "Too few snapshots for a verdict: it needs 8 in one boot, and that "
                                                  "the boot covers 8 % of the capture.");
    else if (caveats & LEAK_FEW_SNAPSHOTS)
        buffer_printf(b, "The capture has only %zu snapshots: small leaks cannot be detected.", leaks->moments);
    else if (leaks->span < BRIEF_SECONDS)
        buffer_printf(b,
                      "Only %.0f s were recorded: under a minute nothing is called more than PROBABLE, and no cache "
                      "at all.",
                      leaks->span);
    else
        buffer_add_string(
            b, "Less than 30 hours were recorded: memory that grows by day and shrinks at night looks like a leak.");
    if (!(caveats & (LEAK_NO_BOOT | LEAK_FEW_SNAPSHOTS)) && leaks->outpacing && leaks->span >= BRIEF_SECONDS)
        buffer_add_string(b, " The fastest growth is none of that: it would fill the memory within half a day.");
}

static size_t flagged(const struct leaks *leaks)
{
    return leaks->counts[LEAK_CERTAIN] + leaks->counts[LEAK_PROBABLE];
}

static bool add_short(struct buffer *b, const struct leaks *leaks)
{
    unsigned caveats = leaks_caveats(leaks);

    if (leaks->so_far.snapshots) {
        add_wait(b, leaks);
        return true;
    }
    if (!(caveats & (LEAK_FEW_SNAPSHOTS | LEAK_NO_BOOT | LEAK_NO_DAY)))
        return false;
    add_lack(b, leaks, caveats);
    if (!(caveats & LEAK_NO_BOOT))
        buffer_printf(b, " Leaks of fewer than %d blocks are not found yet.", LEAK_OBJECTS_WANTED);
    if (leaks->interval > 0 && flagged(leaks) == 0) { // else add_caution says until when
        buffer_add_string(b, " Keep capturing");
        if (leaks->clock != LEAK_NO_CLOCK) {
            buffer_add_string(b, " and check again after ");
            add_time(b, leaks, leaks_enough_at(leaks));
        }
        buffer_add_char(b, '.');
    }
    return true;
}

static bool add_settling(struct buffer *b, const struct leaks *leaks)
{
    if (leaks->is_settling) {
        buffer_add_string(
            b, "So many tags grow at once that the machine may still be settling after a reboot, or its load is "
               "rising: capture for longer.");
        return true;
    }
    if (!leaks->skipped_us)
        return false;
    buffer_add_string(b, "The machine was still settling: the first 30 minutes were ignored.");
    return true;
}

static bool add_caution(struct buffer *b, const struct leaks *leaks)
{
    if (flagged(leaks) == 0)
        return false;
    buffer_add_string(b, "A cache that is still filling can look like a leak. A reboot, or ");
    leaks_add_recording(b, leaks);
    buffer_add_string(b, ", would settle it: a leak keeps its rate, a cache reaches its level and stays there.");
    return true;
}

bool leaks_add_remark_on(struct buffer *b, const struct leaks *leaks, enum leaks_remark remark)
{
    switch (remark) {
    case REMARK_SETTLING:
        return add_settling(b, leaks);
    case REMARK_SHORT:
        return add_short(b, leaks);
    case REMARK_SHARE:
        return add_share(b, leaks);
    case REMARK_COMMIT:
        return add_exhaustion(b, leaks, LEAK_LIMIT_COMMIT);
    case REMARK_RAM:
        return add_exhaustion(b, leaks, LEAK_LIMIT_RAM);
    case REMARK_CLOCK:
        return clock_words_add(b, leaks->clock_steps, leaks->clock_set_us, leaks->clock_set_by);
    default:
        return add_caution(b, leaks);
    }
}

bool leaks_add_remark(struct buffer *b, const struct leaks *leaks, size_t wanted)
{
    size_t i = 0;

    for (int remark = 0; remark < LEAKS_REMARKS; remark++) {
        size_t before = b->length;

        if (leaks_add_remark_on(b, leaks, (enum leaks_remark)remark) && i++ == wanted)
            return true;
        b->length = before;
    }
    return false;
}
