#include "report/leaks_reasons.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "model/tag.h"
#include "report/leaks_times.h"
#include "report/leaks_units.h"

#define SLOWER 0.8 // late rate / early rate, where both are worth telling
#define MOST 0.5

/* Not where the numbers contradict each other, as a level that fell in between makes them. */
static bool shows_slowing(const struct leak_finding *f)
{
    double early = f->course.early, late = f->course.late, rate = f->rate[f->leading].mean;

    return early > 0 && late < SLOWER * early && !(early < rate) && !(late > rate);
}

static void add_slowing(struct buffer *b, const struct leaks *leaks, const struct leak_finding *f)
{
    const struct leak_course *c = &f->course;

    buffer_add_string(b, "slowing down");
    if (shows_slowing(f)) {
        buffer_add_string(b, ": ");
        leaks_add_pace(b, leaks, c->early, f->leading, " ");
        buffer_add_string(b, " at first, ");
        leaks_add_amount(b, fmax(0, c->late) / leaks_unit_of(leaks_seen_seconds(leaks)).per_day, f->leading, false);
        buffer_add_string(b, " at the end; typical of a cache filling up");
    } else {
        buffer_add_string(b, ", as a cache does that fills up");
    }
}

/* "(12,340 on 2026-03-01 03:10)" */
static void add_high(struct buffer *b, const struct leaks *leaks, const struct leak_finding *f)
{
    if (!f->course.has_high)
        return;
    buffer_add_string(b, " (");
    leaks_add_amount(b, rint(f->course.high), f->leading, false);
    if (leaks->clock != LEAK_NO_CLOCK) {
        buffer_add_string(b, " on ");
        leaks_add_minute(b, f->course.high_us);
    }
    buffer_add_char(b, ')');
}

static void add_noise(struct buffer *b, const struct leaks *leaks, const struct leak_finding *f)
{
    double rise = f->gain.gain[f->leading], swing = f->course.swing;

    if (leaks->boots_used == 1 && rise > 0 && rise <= 2 * swing) { // from lowest to highest it is twice the swing
        buffer_add_string(b, "a rise of ");
        leaks_add_amount(b, rise, f->leading, false);
        buffer_add_string(b, " is within its usual swing of +-");
        leaks_add_amount(b, rint(swing), f->leading, false);
    } else if (leaks->boots_used == 1 && rise > 0 && f->course.jump >= MOST * rise) {
        buffer_add_string(b, "most of it came in one jump");
    } else {
        buffer_add_string(b, "so uneven that it may be chance");
    }
}

static void add_partner(struct buffer *b, const struct leaks_view *view, const struct leak_finding *f)
{
    buffer_add_string(b, "it moves with ");
    if (f->partner == LEAK_NOBODY) {
        buffer_add_string(b, "a cache");
    } else {
        tag_add_shown(b, store_tag_name(view->store, f->partner));
        buffer_add_string(b, ", a cache");
    }
    buffer_add_string(b, " that the system takes back when memory is short");
}

static void add_objection(struct buffer *b, const struct leaks_view *view, const struct leak_finding *f,
                          enum leak_reason reason)
{
    static const char *const plain[LEAK_REASONS] = {
        [LEAK_STEADY] = "not surely more than chance",
        [LEAK_STOPPED] = "one jump, or a rise that has stopped, explains it",
        [LEAK_FOLLOWS_LOAD] = "more work explains it: it grew along with its allocations",
        [LEAK_TWO_JUMPS] = "two jumps, or rises that have stopped, explain it",
        [LEAK_SURVIVES_REBOOT] = "it did not fall back at reboots as a leak does",
        [LEAK_SOME_BOOTS] = "it grew after some reboots, but not for most of the time",
        [LEAK_CACHE] = "a cache: the system takes it back when memory is short",
        [LEAK_TOO_FEW] = "only a few blocks, and less than 1 MB: too little to tell",
        [LEAK_RATE_UNSURE] = "so uneven that the rate may be zero",
        [LEAK_UNSTEADY] = "most of the gain came in a small part of the time",
        [LEAK_PART_OF_DAY] = "it grew for less than a day of a longer record: the time of day may explain it",
        [LEAK_TOO_BRIEF] = "under a minute was recorded",
        [LEAK_FALLING] = "its trend is not upwards",
        [LEAK_CONSTANT] = "it does not change",
        [LEAK_TOO_SHORT] = "it was not observed long enough",
    };

    switch (reason) {
    case LEAK_SLOWING:
        add_slowing(b, view->leaks, f);
        break;
    case LEAK_NO_NEW_HIGH:
        buffer_add_string(b, "back to an earlier level");
        add_high(b, view->leaks, f);
        buffer_add_string(b, ", no new high");
        break;
    case LEAK_MOVES_WITH_CACHE:
        add_partner(b, view, f);
        break;
    case LEAK_CONSTANT:
        buffer_add_string(b, f->gain.gain[f->leading] > 0 ? "once there, it does not change" : plain[reason]);
        break;
    case LEAK_NOISE:
        add_noise(b, view->leaks, f);
        break;
    default:
        buffer_add_string(b, plain[reason]);
        break;
    }
}

void leaks_add_reason(struct buffer *b, const struct leaks_view *view, const struct leak_finding *f)
{
    add_objection(b, view, f, f->reason);
}

void leaks_add_doubt(struct buffer *b, const struct leaks_view *view, const struct leak_finding *f)
{
    static const char *const doubts[LEAK_REASONS] = {
        [LEAK_STOPPED] = "one jump, or a rise that has stopped, may explain part of it",
        [LEAK_FOLLOWS_LOAD] = "more work may explain part of it: its allocations became more frequent",
        [LEAK_NO_NEW_HIGH] = "not far above an earlier level",
        [LEAK_TWO_JUMPS] = "in jumps rather than steadily",
        [LEAK_SURVIVES_REBOOT] = "it hardly fell back at reboots, as a leak would",
        [LEAK_SOME_BOOTS] = "not after every reboot",
        [LEAK_CACHE] = "it is a cache, which the system takes back when memory is short",
    };
    enum leak_reason doubt = f->doubt == LEAK_STEADY ? LEAK_RATE_UNSURE : f->doubt;

    if (doubts[doubt]) {
        buffer_add_string(b, doubts[doubt]);
        if (doubt == LEAK_NO_NEW_HIGH)
            add_high(b, view->leaks, f);
        return;
    }
    buffer_add_string(b, doubt == LEAK_SLOWING ? "perhaps " : "");
    add_objection(b, view, f, doubt);
}

void leaks_add_recording(struct buffer *b, const struct leaks *leaks)
{
    if (leaks->clock == LEAK_NO_CLOCK) {
        buffer_add_string(b, "recording twice as long");
        return;
    }
    buffer_add_string(b, "recording until ");
    leaks_add_minute(b, leaks_settled_at(leaks) + MINUTE_US - 1); // not before
    buffer_printf(b, " %s", leaks_clock(leaks));
}

/* What a longer capture shows; NULL: for the other reasons it is of no use. */
static const char *longer_shows(enum leak_reason reason)
{
    switch (reason) {
    case LEAK_SLOWING:
        return "levels off";
    case LEAK_STOPPED:
    case LEAK_TWO_JUMPS:
        return "rises again";
    case LEAK_NO_NEW_HIGH:
        return "goes higher";
    case LEAK_NOISE:
    case LEAK_TOO_FEW:
    case LEAK_RATE_UNSURE:
    case LEAK_UNSTEADY:
    case LEAK_PART_OF_DAY:
    case LEAK_FALLING:
    case LEAK_CONSTANT:
    case LEAK_TOO_SHORT:
        return "goes on";
    default:
        return NULL;
    }
}

void leaks_add_settle(struct buffer *b, const struct leaks *leaks, const struct leak_finding *f)
{
    static const char *const otherwise[LEAK_REASONS] = {
        [LEAK_FOLLOWS_LOAD] = "A time with less work would settle it: a leak does not shrink then.",
        [LEAK_SURVIVES_REBOOT] = "Another reboot would settle it: a leak starts over.",
        [LEAK_SOME_BOOTS] = "Another reboot would settle it: a leak grows again.",
        [LEAK_CACHE] = "A shortage of memory would settle it: a cache shrinks then, a leak does not.",
        [LEAK_MOVES_WITH_CACHE] = "A shortage of memory would settle it: a cache shrinks then, a leak does not.",
    };
    enum leak_reason reason = leak_is_flagged(f) ? f->doubt : f->reason;
    const char *shows = longer_shows(reason);
    size_t begin = b->length;

    if (otherwise[reason]) {
        buffer_add_string(b, otherwise[reason]);
        return;
    }
    buffer_add_string(b, shows ? "" : "a reboot, or ");
    leaks_add_recording(b, leaks);
    if (shows)
        buffer_printf(b, " would show whether it %s.", shows);
    else
        buffer_add_string(b, ", would settle it.");
    b->bytes[begin] = shows ? 'R' : 'A';
}
