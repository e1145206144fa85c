#include "report/leaks_words.h"

#include <math.h>

#include "base/calendar.h"
#include "base/quantity.h"
#include "model/tag.h"

#define DAYS_SAID_MOST 3650

const char *leaks_verdict_word(enum leak_verdict verdict)
{
    static const char *const words[] = {"quiet", "SHORT", "WATCH", "PROBABLE", "LEAK"};

    return words[verdict];
}

static void add_amount(struct buffer *b, double value, enum leak_quantity quantity)
{
    if (quantity == LEAK_COUNTS && fabs(value) < 99.95 && fabs(value - rint(value)) > 0.005)
        buffer_printf(b, fabs(value) < 9.995 ? "%.2f" : "%.1f", value);
    else
        quantity_add(b, value, (struct quantity){.is_bytes = quantity == LEAK_BYTES});
}

void leaks_add_rate(struct buffer *b, const struct leak_rate *rate, enum leak_quantity quantity)
{
    if (!isfinite(rate->mean)) {
        buffer_add_char(b, '-');
        return;
    }
    add_amount(b, rate->mean, quantity);
    buffer_add_string(b, quantity == LEAK_BYTES ? " a day" : " blocks a day");
    if (!isfinite(rate->low) || !isfinite(rate->high))
        return;
    buffer_add_string(b, " (");
    add_amount(b, rate->low, quantity);
    buffer_add_string(b, " to ");
    add_amount(b, rate->high, quantity);
    buffer_add_char(b, ')');
}

static void add_growth(struct buffer *b, const struct leaks *leaks, const struct leak_finding *f)
{
    enum leak_quantity other = f->leading == LEAK_BYTES ? LEAK_COUNTS : LEAK_BYTES;

    buffer_add_string(b, "over ");
    calendar_add_span(b, (int64_t)(f->seconds * (double)SECOND_US));
    buffer_add_string(b, ", ");
    leaks_add_rate(b, &f->rate[f->leading], f->leading);
    if (leaks->known[other] && f->rate[other].mean > 0) {
        buffer_add_string(b, ", ");
        leaks_add_rate(b, &f->rate[other], other);
    }
}

static void add_restarts(struct buffer *b, const struct leak_finding *f)
{
    if (f->reboots == 0)
        return;
    if (f->reboots == 1)
        buffer_add_string(b, f->fell_back ? ", fell back at the restart" : ", fell back little at the restart");
    else if (f->fell_back == f->reboots)
        buffer_printf(b, ", fell back at each of %zu restarts", f->reboots);
    else
        buffer_printf(b, ", fell back at %zu of %zu restarts", f->fell_back, f->reboots);
}

/* What speaks most against a leak that was called one all the same. */
static void add_doubt(struct buffer *b, const struct leaks *leaks, enum leak_reason doubt, bool is_sure)
{
    static const char *const doubts[LEAK_REASONS] = {
        [LEAK_STOPPED] = "a jump, or a rise that has ended, may be part of it",
        [LEAK_SLOWING] = "but it may be slowing down, as a cache that fills does",
        [LEAK_FOLLOWS_LOAD] = "but its calls of alloc grew, too",
        [LEAK_NO_NEW_HIGH] = "but not by much more than where it had been before",
        [LEAK_TWO_JUMPS] = "but by jumps more than evenly",
        [LEAK_SURVIVES_REBOOT] = "but hardly less after the restarts",
        [LEAK_SOME_BOOTS] = "but not after every restart",
    };

    buffer_add_string(b, "; ");
    if (doubts[doubt]) {
        buffer_add_string(b, doubts[doubt]);
        return;
    }
    if (!is_sure) {
        buffer_add_string(b, "but so unevenly that it may be none");
        return;
    }
    buffer_add_string(b, "not one jump, not a curve that flattens");
    buffer_add_string(b, leaks->knows_calls ? ", not only load" : "");
}

void leaks_add_why(struct buffer *b, const struct leaks *leaks, const struct leak_finding *f)
{
    static const char *const against[LEAK_REASONS] = {
        [LEAK_STOPPED] = "it grew, but one jump, or a rise that has ended, explains it",
        [LEAK_SLOWING] = "it grows ever more slowly, as a cache that fills does",
        [LEAK_FOLLOWS_LOAD] = "it grew with its calls of alloc: more was asked of it",
        [LEAK_NO_NEW_HIGH] = "it grew, but only back to where it had been before",
        [LEAK_TWO_JUMPS] = "it grew, but two jumps or rises that have ended explain it",
        [LEAK_SURVIVES_REBOOT] = "it grew, but did not fall back at the restarts, as what leaks does",
        [LEAK_SOME_BOOTS] = "it grew after some restarts, but not in most of the time",
        [LEAK_NOISE] = "it grew, but hardly more than it wanders anyway",
        [LEAK_FALLING] = "it does not grow",
        [LEAK_CONSTANT] = "it does not change",
        [LEAK_TOO_SHORT] = "it was not seen long enough",
    };
    bool is_sure;

    if (!leak_is_flagged(f)) {
        buffer_add_string(b, against[f->reason]);
        return;
    }
    is_sure = f->rate[f->leading].low > 0;
    buffer_add_string(b, !is_sure                  ? "seems to grow "
                         : f->doubt == LEAK_STEADY ? "still growing steadily "
                                                   : "still growing ");
    add_growth(b, leaks, f);
    add_restarts(b, f);
    add_doubt(b, leaks, f->doubt, is_sure);
}

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

    add_count(b, leaks->counts[LEAK_CERTAIN], "leak", "leaks", &follows);
    add_count(b, leaks->counts[LEAK_PROBABLE], "probable leak", "probable leaks", &follows);
    if (!follows)
        buffer_add_string(b, "no leak found");
    follows = true;
    add_count(b, leaks->counts[LEAK_WATCH], "to watch", "to watch", &follows);
    add_count(b, leaks->counts[LEAK_SHORT], "seen too short", "seen too short", &follows);
    buffer_printf(b, ", of %zu tag%s", leaks->count, leaks->count == 1 ? "" : "s");
}

static void add_days(struct buffer *b, double days)
{
    if (days > DAYS_SAID_MOST)
        buffer_add_string(b, "ten years or more");
    else
        calendar_add_span(b, (int64_t)(days * (double)DAY_US));
}

static bool add_exhaustion(struct buffer *b, const struct leaks *leaks, enum leak_limit limit)
{
    const struct leak_exhaustion *e = &leaks->exhaustion[limit];

    if (!e->known || e->low > DAYS_SAID_MOST)
        return false;
    buffer_add_string(b, limit == LEAK_LIMIT_RAM ? "Available memory is " : "What may still be committed is ");
    quantity_add(b, e->remaining, (struct quantity){.is_bytes = true});
    buffer_add_string(b, ": at this rate it lasts ");
    add_days(b, e->days);
    if (isfinite(e->high)) {
        buffer_add_string(b, " (");
        add_days(b, e->low);
        buffer_add_string(b, " to ");
        add_days(b, e->high);
        buffer_add_string(b, ")");
    } else {
        buffer_add_string(b, ", and no less than ");
        add_days(b, e->low);
    }
    buffer_add_char(b, '.');
    return true;
}

static bool add_share(struct buffer *b, const struct leaks *leaks)
{
    // what a reboot took is no loss here: without these words the figure contradicts what TOTAL gained in all
    const char *where = leaks->boots > 1 ? " while the machine ran." : ".";

    if (!(leaks->found_gain > 0))
        return false;
    buffer_add_string(b, "What was found gained ");
    quantity_add(b, leaks->found_gain, (struct quantity){.is_bytes = true});
    if (leaks->total_gain > 0 && leaks->found_gain <= leaks->total_gain) {
        buffer_printf(b, ", %.0f %% of the ", 100 * leaks->found_gain / leaks->total_gain);
        quantity_add(b, leaks->total_gain, (struct quantity){.is_bytes = true});
        buffer_add_string(b, " that all tags gained");
    } else {
        buffer_add_string(b, "; all tags together ");
        buffer_add_string(b, leaks->total_gain > 0 ? "gained only " : "gave back ");
        quantity_add(b, fabs(leaks->total_gain), (struct quantity){.is_bytes = true});
    }
    buffer_add_string(b, where);
    return true;
}

const char *leaks_clock(const struct leaks *leaks)
{
    static const char *const names[] = {[LEAK_UTC] = "UTC", [LEAK_LOCAL] = "local time", [LEAK_NO_CLOCK] = ""};

    return names[leaks->clock];
}

void leaks_add_clock(struct buffer *b, const struct leaks *leaks)
{
    if (leaks->clock != LEAK_NO_CLOCK)
        buffer_printf(b, " (%s)", leaks_clock(leaks));
}

static bool add_short(struct buffer *b, const struct leaks *leaks)
{
    unsigned doubts = leaks_caveats(leaks);

    if (!(doubts & (LEAK_FEW_SNAPSHOTS | LEAK_NO_BOOT | LEAK_NO_DAY)))
        return false;
    if (doubts & LEAK_NO_BOOT)
        buffer_add_string(b, "Too little was seen to tell anything: a restart is followed by too few snapshots, or the "
                             "capture has fewer than 8.");
    else if (doubts & LEAK_FEW_SNAPSHOTS)
        buffer_printf(b, "The capture has only %zu snapshots: small leaks cannot be told.", leaks->moments);
    else
        buffer_add_string(b, "Less than 30 hours were seen: what grows by day and shrinks by night looks like a leak.");
    buffer_printf(b, " A tag that leaked fewer than %d blocks cannot be told from others yet.", LEAK_OBJECTS_WANTED);
    if (leaks->interval > 0) {
        int64_t back_us = leaks_enough_at(leaks);

        buffer_add_string(b, " Go on capturing");
        if (leaks->clock != LEAK_NO_CLOCK) {
            buffer_add_string(b, " and come back after ");
            calendar_add(b, back_us - back_us % SECOND_US, ' ');
            buffer_printf(b, " %s", leaks_clock(leaks));
        }
        buffer_add_char(b, '.');
    }
    return true;
}

static bool add_settling(struct buffer *b, const struct leaks *leaks)
{
    if (leaks->is_settling) {
        buffer_add_string(b, "So many tags grow at once that the machine may still be settling, as after a restart, or "
                             "its load grows: capture for longer.");
        return true;
    }
    if (!leaks->skipped_us)
        return false;
    buffer_add_string(b, "The machine was still settling: the first 30 minutes were left out.");
    return true;
}

static bool add_caution(struct buffer *b, const struct leaks *leaks)
{
    if (!(leaks->counts[LEAK_CERTAIN] + leaks->counts[LEAK_PROBABLE]))
        return false;
    buffer_add_string(b, "A cache that still fills at the end can look the same: a capture twice as long settles most "
                         "cases.");
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

void leaks_add_group(struct buffer *b, const struct leaks_view *view, const struct leak_group *g)
{
    for (size_t i = 0; i < g->count; i++) {
        buffer_add_string(b, i ? " : " : "");
        tag_add_shown(b, store_tag_name(view->store, view->leaks->findings[g->members[i]].tag));
    }
    buffer_add_string(b, " grow in lockstep, ");
    for (size_t i = 0; i < g->count; i++)
        buffer_printf(b, "%s%.2f", i ? " : " : "", g->ratios[i]);
}

void leaks_add_owner(struct buffer *b, const struct leaks_view *view, size_t tag)
{
    struct text driver, description;

    owner_find(&view->owners, tag, store_tag_name(view->store, tag), &driver, &description);
    tag_add_shown(b, driver);
    buffer_add_string(b, driver.length && description.length ? ": " : "");
    tag_add_shown(b, description);
}
