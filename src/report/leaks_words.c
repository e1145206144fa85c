#include "report/leaks_words.h"

#include <math.h>

#include "base/calendar.h"
#include "base/quantity.h"
#include "model/tag.h"

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

void leaks_add_freed(struct buffer *b, const struct leak_gain *gain)
{
    double percent = leak_freed_percent(gain);

    if (isnan(percent))
        buffer_add_char(b, '-');
    else if (percent == 0 || percent >= 100)
        buffer_printf(b, "%.0f %%", percent);
    else
        buffer_printf(b, "%.1f %%", fmin(percent, 99.9)); // 100 % only where all was freed
}

void leaks_add_per_block(struct buffer *b, const struct leak_gain *gain)
{
    quantity_add(b, leak_bytes_per_block(gain), (struct quantity){0});
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

static void add_reboots(struct buffer *b, const struct leak_finding *f)
{
    if (f->reboots == 0)
        return;
    if (f->reboots == 1)
        buffer_add_string(b, f->fell_back ? ", fell back at the reboot" : ", hardly fell back at the reboot");
    else if (f->fell_back == f->reboots)
        buffer_printf(b, ", fell back at each of %zu reboots", f->reboots);
    else
        buffer_printf(b, ", fell back at %zu of %zu reboots", f->fell_back, f->reboots);
}

/* The strongest evidence against a leak, for a tag that is flagged as one. */
static void add_doubt(struct buffer *b, const struct leaks *leaks, enum leak_reason doubt, bool is_sure)
{
    static const char *const doubts[LEAK_REASONS] = {
        [LEAK_STOPPED] = "a single jump, or a rise that has stopped, may account for part of it",
        [LEAK_SLOWING] = "but the growth may be slowing down, as when a cache fills",
        [LEAK_FOLLOWS_LOAD] = "but its allocation rate grew as well",
        [LEAK_NO_NEW_HIGH] = "but not far above a level it had reached before",
        [LEAK_TWO_JUMPS] = "but in jumps rather than steadily",
        [LEAK_SURVIVES_REBOOT] = "but it hardly fell back at reboots",
        [LEAK_SOME_BOOTS] = "but not after every reboot",
    };

    buffer_add_string(b, "; ");
    if (doubts[doubt]) {
        buffer_add_string(b, doubts[doubt]);
        return;
    }
    if (!is_sure) {
        buffer_add_string(b, "but so unevenly that the rate may be zero");
        return;
    }
    buffer_add_string(b, "not a single jump, not a flattening curve");
    buffer_add_string(b, leaks->knows_calls ? ", not load alone" : "");
}

void leaks_add_why(struct buffer *b, const struct leaks *leaks, const struct leak_finding *f)
{
    static const char *const against[LEAK_REASONS] = {
        [LEAK_STOPPED] = "it grew, but a single jump, or a rise that has stopped, explains the growth",
        [LEAK_SLOWING] = "its growth is slowing down, as when a cache fills",
        [LEAK_FOLLOWS_LOAD] = "it grew along with its allocation rate: higher load explains the growth",
        [LEAK_NO_NEW_HIGH] = "it grew, but only back to a level it had reached before",
        [LEAK_TWO_JUMPS] = "it grew, but two jumps, or rises that have stopped, explain the growth",
        [LEAK_SURVIVES_REBOOT] = "it grew, but did not fall back at reboots as a leak does",
        [LEAK_SOME_BOOTS] = "it grew after some reboots, but not for most of the time",
        [LEAK_NOISE] = "it grew, but hardly more than it fluctuates anyway",
        [LEAK_FALLING] = "it does not grow",
        [LEAK_CONSTANT] = "it does not change",
        [LEAK_TOO_SHORT] = "it was not observed long enough",
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
    add_reboots(b, f);
    add_doubt(b, leaks, f->doubt, is_sure);
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
