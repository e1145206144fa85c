#include "views/text/leaks_json.h"

#include <math.h>

#include "base/calendar.h"
#include "base/json.h"
#include "report/leaks_not_called.h"
#include "report/leaks_reasons.h"
#include "report/leaks_remarks.h"
#include "report/leaks_so_far.h"

/* Six significant digits: further ones would differ between machines. */
#define RANK_NOT_GROWING (-20) // for programs that sort by score

static void write_value(struct json *json, double value)
{
    struct buffer b = {0};

    if (isfinite(value)) {
        buffer_printf(&b, "%.6g", value);
        json_number_text(json, buffer_text(&b));
    } else {
        json_double(json, value);
    }
    buffer_free(&b);
}

static void write_number(struct json *json, const char *name, double value)
{
    json_name(json, name);
    write_value(json, value);
}

/* Bytes and blocks are exact. */
static void write_whole(struct json *json, const char *name, double value)
{
    struct buffer b = {0};

    json_name(json, name);
    if (isfinite(value)) {
        buffer_printf(&b, "%.0f", value);
        json_number_text(json, buffer_text(&b));
    } else {
        json_double(json, value);
    }
    buffer_free(&b);
}

static void write_since(struct json *json, const struct leak_finding *f, enum leak_clock clock)
{
    struct buffer b = {0};

    json_name(json, "since");
    if (f->has_since) {
        calendar_add(&b, f->since_us - f->since_us % SECOND_US, 'T');
        buffer_add_string(&b, clock == LEAK_UTC ? "Z" : "");
        json_text(json, buffer_text(&b));
    } else {
        json_double(json, NAN);
    }
    buffer_free(&b);
}

static void write_rate(struct json *json, const struct leaks *leaks, const struct leak_finding *f,
                       enum leak_quantity quantity)
{
    static const char *const names[LEAK_QUANTITIES][3] = {
        [LEAK_COUNTS] = {"rate_allocs_per_day", "rate_allocs_low", "rate_allocs_high"},
        [LEAK_BYTES] = {"rate_bytes_per_day", "rate_bytes_low", "rate_bytes_high"},
    };
    const struct leak_rate *rate = &f->rate[quantity];
    bool has_verdicts = leaks->so_far.snapshots == 0;

    write_number(json, names[quantity][0], has_verdicts ? rate->mean : leaks_gain_per_day(leaks, f, quantity));
    write_number(json, names[quantity][1], rate->low);
    write_number(json, names[quantity][2], rate->high);
}

static void write_gain(struct json *json, const struct leaks *leaks, const struct leak_finding *f)
{
    static const char *const names[LEAK_QUANTITIES][3] = {
        [LEAK_COUNTS] = {"first_blocks", "last_blocks", "gain_blocks"},
        [LEAK_BYTES] = {"first", "last", "gain"},
    };
    const struct leak_gain *g = &f->gain;

    for (int m = LEAK_QUANTITIES; m-- > 0;) {
        bool is_known = g->is_known[m];

        write_whole(json, names[m][0], is_known ? g->first[m] : NAN);
        write_whole(json, names[m][1], is_known ? g->last[m] : NAN);
        write_whole(json, names[m][2], is_known ? g->gain[m] : NAN);
    }
    write_number(json, "gain_per_hour", leaks_gain_per_day(leaks, f, LEAK_BYTES) / 24);
    write_number(json, "share_percent", leaks_share_percent(leaks, f));
    write_number(json, "freed_percent", leak_freed_percent(g));
    write_number(json, "bytes_per_block", leak_bytes_per_block(g));
}

static void write_so_far(struct json *json, const struct leaks *leaks)
{
    const struct leak_so_far *s = &leaks->so_far;

    json_name(json, "so_far");
    if (!s->snapshots) {
        json_double(json, NAN);
        return;
    }
    json_open(json, '{');
    write_whole(json, "snapshots", (double)s->snapshots);
    write_number(json, "needed", LEAK_MOMENTS_MIN);
    write_number(json, "seconds", s->seconds);
    write_number(json, "seconds_to_verdict", s->seconds_to_verdict);
    json_name(json, "weighed_by");
    json_string(json, s->weight == LEAK_BYTES ? "bytes" : "blocks");
    write_whole(json, "gained", s->gained);
    write_whole(json, "net", s->net);
    json_close(json, '}');
}

static void write_settles(struct json *json, const struct leaks *leaks, const struct leak_finding *f)
{
    struct buffer b = {0};

    json_name(json, "settled_by");
    if (f->verdict >= LEAK_WATCH) {
        leaks_add_settle(&b, leaks, f);
        json_text(json, buffer_text(&b));
    } else {
        json_double(json, NAN);
    }
    buffer_free(&b);
}

static void write_not_called(struct json *json, const struct leaks_view *view)
{
    size_t found[NOT_CALLED_MAX], count = leaks_not_called(view->leaks, false, found);

    json_name(json, "not_called");
    json_open(json, '[');
    for (size_t i = 0; i < count; i++) {
        const struct leak_finding *f = &view->leaks->findings[found[i]];
        struct buffer b = {0};

        json_open(json, '{');
        json_name(json, "tag");
        json_text(json, store_tag_name(view->store, f->tag));
        json_name(json, "reason");
        json_string(json, leak_reason_name(f->reason));
        json_name(json, "text");
        leaks_add_not_called(&b, view, f);
        json_text(json, buffer_text(&b));
        json_close(json, '}');
        buffer_free(&b);
    }
    json_close(json, ']');
}

static void write_finding(struct json *json, const struct leaks_view *view, const struct leak_finding *f)
{
    json_open(json, '{');
    json_name(json, "tag");
    json_text(json, store_tag_name(view->store, f->tag));
    json_name(json, "verdict");
    json_string(json, leak_verdict_name(f->verdict));
    write_number(json, "score", f->grows ? f->score : RANK_NOT_GROWING);
    write_number(json, "q", f->q);
    write_rate(json, view->leaks, f, LEAK_COUNTS);
    write_rate(json, view->leaks, f, LEAK_BYTES);
    write_since(json, f, view->leaks->clock);
    json_name(json, "reason");
    json_string(json, leak_reason_name(f->reason));
    write_gain(json, view->leaks, f);
    write_settles(json, view->leaks, f);
    json_close(json, '}');
}

static void write_groups(struct json *json, const struct leaks_view *view)
{
    json_name(json, "groups");
    json_open(json, '[');
    for (size_t i = 0; i < view->leaks->group_count; i++) {
        const struct leak_group *g = &view->leaks->groups[i];

        json_open(json, '{');
        json_name(json, "tags");
        json_open(json, '[');
        for (size_t k = 0; k < g->count; k++)
            json_text(json, store_tag_name(view->store, view->leaks->findings[g->members[k]].tag));
        json_close(json, ']');
        json_name(json, "ratios");
        json_open(json, '[');
        for (size_t k = 0; k < g->count; k++)
            write_value(json, g->ratios[k]);
        json_close(json, ']');
        write_number(json, "r", g->r);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_exhaustion(struct json *json, const struct leaks *leaks)
{
    static const char *const names[LEAK_LIMITS] = {"commit", "ram"};

    json_name(json, "exhaustion");
    json_open(json, '[');
    for (int limit = 0; limit < LEAK_LIMITS; limit++) {
        const struct leak_exhaustion *e = &leaks->exhaustion[limit];

        if (!e->known)
            continue;
        json_open(json, '{');
        json_name(json, "limit");
        json_string(json, names[limit]);
        write_number(json, "left_bytes", e->remaining);
        write_number(json, "days", e->days);
        write_number(json, "days_low", e->low);
        write_number(json, "days_high", e->high);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_remarks(struct json *json, const struct leaks *leaks)
{
    struct buffer b = {0};

    json_name(json, "warnings");
    json_open(json, '[');
    for (size_t i = 0; leaks_add_remark(&b, leaks, i); i++) {
        json_text(json, buffer_text(&b));
        b.length = 0;
    }
    json_close(json, ']');
    buffer_free(&b);
}

void leaks_json_write(struct buffer *out, const struct leaks_view *view)
{
    struct json json = {.out = out};

    json_open(&json, '{');
    json_name(&json, "capture");
    json_string(&json, view->capture);
    json_name(&json, "tags");
    json_open(&json, '[');
    for (size_t i = 0; i < view->leaks->count; i++)
        write_finding(&json, view, &view->leaks->findings[i]);
    json_close(&json, ']');
    write_not_called(&json, view);
    write_groups(&json, view);
    write_so_far(&json, view->leaks);
    write_exhaustion(&json, view->leaks);
    write_remarks(&json, view->leaks);
    json_close(&json, '}');
    buffer_add_char(out, '\n');
}
