#include "report/leaks_so_far.h"

#include <math.h>

#include "base/calendar.h"
#include "base/quantity.h"
#include "model/tag.h"
#include "report/leaks_times.h"
#include "report/leaks_units.h"
#include "report/leaks_words.h"

#define ROWS 10        // at most, of tags that gained
#define ROWS_ANYWAY 3  // however little they gained
#define SHARE_OF_ROW 1 // percent, of the others
#define NAMED_LOSERS 3

void leaks_add_so_far_heading(struct buffer *b, const struct leaks *leaks, enum so_far_column column)
{
    static const char *const headings[SO_FAR_COLUMNS] = {"first", "last", "gain", NULL, "share", "freed", "B/block"};

    if (column == SO_FAR_RATE)
        leaks_add_rate_heading(b, leaks, "gain");
    else
        buffer_add_string(b, headings[column]);
}

double leaks_share_percent(const struct leaks *leaks, const struct leak_finding *f)
{
    const struct leak_so_far *s = &leaks->so_far;
    double gain = f->gain.gain[s->weight];

    return s->snapshots && f->gain.is_known[s->weight] && gain > 0 ? 100 * gain / s->gained : NAN;
}

double leaks_gain_per_day(const struct leaks *leaks, const struct leak_finding *f, enum leak_quantity quantity)
{
    const struct leak_so_far *s = &leaks->so_far;

    if (!s->snapshots || !f->gain.is_known[quantity] || !(s->seconds > 0))
        return NAN;
    return f->gain.gain[quantity] / s->seconds * (double)(DAY_US / SECOND_US);
}

static void add_value(struct buffer *b, double value, const struct leaks *leaks, bool is_signed)
{
    quantity_add(b, value, (struct quantity){.is_bytes = leaks->so_far.weight == LEAK_BYTES, .is_signed = is_signed});
}

void leaks_add_so_far_cell(struct buffer *b, const struct leaks *leaks, const struct leak_finding *f,
                           enum so_far_column column)
{
    enum leak_quantity weight = leaks->so_far.weight;
    double rate = leaks_gain_per_day(leaks, f, weight) / leaks_unit_of(leaks->so_far.seconds).per_day;

    switch (column) {
    case SO_FAR_FIRST:
        add_value(b, f->gain.first[weight], leaks, false);
        break;
    case SO_FAR_LAST:
        add_value(b, f->gain.last[weight], leaks, false);
        break;
    case SO_FAR_GAIN:
        add_value(b, f->gain.gain[weight], leaks, true);
        break;
    case SO_FAR_RATE:
        leaks_add_amount(b, rate, weight, true);
        break;
    case SO_FAR_SHARE:
        leaks_add_percent_of_all(b, leaks_share_percent(leaks, f));
        break;
    case SO_FAR_FREED:
        leaks_add_freed(b, &f->gain);
        break;
    default:
        leaks_add_per_block(b, &f->gain);
        break;
    }
}

size_t leaks_so_far_rows(const struct leaks_view *view)
{
    const struct leaks *leaks = view->leaks;
    size_t rows = 0;

    for (; rows < leaks->count; rows++) {
        double share = leaks_share_percent(leaks, &leaks->findings[rows]);

        if (isnan(share))
            break;
        if (!view->all && (rows == ROWS || (rows >= ROWS_ANYWAY && share < SHARE_OF_ROW)))
            break;
    }
    return rows;
}

void leaks_add_so_far(struct buffer *b, const struct leaks *leaks)
{
    const struct leak_so_far *s = &leaks->so_far;

    buffer_printf(b, "Growth so far (no verdict: %zu snapshots, ", s->snapshots);
    if (s->missing)
        buffer_printf(b, "%d are needed", LEAK_MOMENTS_MIN);
    else
        buffer_add_string(b, "too small a part of the capture");
    if (isfinite(s->seconds_to_verdict)) {
        buffer_add_string(b, ", in ");
        calendar_add_span(b, (int64_t)(s->seconds_to_verdict * (double)SECOND_US));
    }
    buffer_add_char(b, ')');
}

void leaks_add_seen(struct buffer *b, const struct leaks *leaks)
{
    const struct leak_so_far *s = &leaks->so_far;

    buffer_add_string(b, "seen for ");
    if (isnan(s->seconds))
        buffer_add_string(b, "an unknown time");
    else
        calendar_add_span(b, s->last_us - s->first_us);
    if (leaks->clock != LEAK_NO_CLOCK) {
        buffer_add_string(b, ", ");
        calendar_add(b, s->first_us - s->first_us % SECOND_US, ' ');
        buffer_add_string(b, " to ");
        calendar_add(b, s->last_us - s->last_us % SECOND_US, ' ');
        buffer_printf(b, " %s", leaks_clock(leaks));
    }
    if (leaks->boots > 1)
        buffer_printf(b, ", in the last of %zu boots%s", leaks->boots,
                      s->is_last_boot ? "" : " that has two snapshots");
}

/* The first tags that lost most are named. */
static void add_losers(struct buffer *b, const struct leaks_view *view, size_t losers, double lost)
{
    const struct leaks *leaks = view->leaks;
    size_t named = 0;

    buffer_add_string(b, "Lost: ");
    for (size_t i = leaks->count; i-- > 0 && named < losers && named < NAMED_LOSERS;) {
        const struct leak_gain *g = &leaks->findings[i].gain;

        if (!g->is_known[leaks->so_far.weight] || !(g->gain[leaks->so_far.weight] < 0))
            continue;
        buffer_add_string(b, named++ ? ", " : "");
        tag_add_shown(b, store_tag_name(view->store, leaks->findings[i].tag));
        buffer_add_char(b, ' ');
        add_value(b, g->gain[leaks->so_far.weight], leaks, true);
    }
    if (losers > named) {
        buffer_printf(b, " and %zu more, ", losers - named);
        add_value(b, lost, leaks, true);
        buffer_add_string(b, " together");
    }
    buffer_add_string(b, ". ");
}

/* Findings that have no row. */
struct others {
    size_t gainers, losers, constant;
    double gained, lost;
};

static struct others others_of(const struct leaks *leaks, size_t rows)
{
    struct others o = {0};

    for (size_t i = rows; i < leaks->count; i++) {
        const struct leak_gain *g = &leaks->findings[i].gain;
        double gain = g->gain[leaks->so_far.weight];

        if (!g->is_known[leaks->so_far.weight])
            continue;
        o.gainers += gain > 0;
        o.gained += gain > 0 ? gain : 0;
        o.losers += gain < 0;
        o.lost += gain < 0 ? gain : 0;
        o.constant += gain == 0;
    }
    return o;
}

/* A dash under "first" is explained where there is one. */
static bool has_newcomer(const struct leaks *leaks, size_t rows)
{
    for (size_t i = 0; i < rows; i++)
        if (isnan(leaks->findings[i].gain.first[leaks->so_far.weight]))
            return true;
    return false;
}

void leaks_add_moved(struct buffer *b, const struct leaks_view *view, size_t rows)
{
    const struct leaks *leaks = view->leaks;
    struct others o = others_of(leaks, rows);
    size_t begin = b->length;

    if (has_newcomer(leaks, rows))
        buffer_add_string(b, "A dash under first: not in the first snapshot, so it is counted from 0. ");
    if (o.gainers) {
        buffer_printf(b, "Also gained: %zu tag%s, ", o.gainers, o.gainers == 1 ? "" : "s");
        add_value(b, o.gained, leaks, true);
        buffer_add_string(b, o.gainers == 1 ? ". " : " together. ");
    } else if (rows == 0) {
        buffer_add_string(b, "No tag gained. ");
    }
    if (o.losers)
        add_losers(b, view, o.losers, o.lost);
    if (o.constant)
        buffer_printf(b, "Unchanged: %zu tag%s. ", o.constant, o.constant == 1 ? "" : "s");
    b->length -= b->length > begin; // the blank
}
