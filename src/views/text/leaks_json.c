#include "views/text/leaks_json.h"

#include <math.h>

#include "base/calendar.h"
#include "base/json.h"
#include "report/leaks_remarks.h"

/* Six significant digits: further ones would differ between machines. */
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

static void write_finding(struct json *json, const struct leaks_view *view, const struct leak_finding *f)
{
    const struct leak_rate *allocs = &f->rate[LEAK_COUNTS], *bytes = &f->rate[LEAK_BYTES];

    json_open(json, '{');
    json_name(json, "tag");
    json_text(json, store_tag_name(view->store, f->tag));
    json_name(json, "verdict");
    json_string(json, leak_verdict_name(f->verdict));
    write_number(json, "score", f->score);
    write_number(json, "q", f->q);
    write_number(json, "rate_allocs_per_day", allocs->mean);
    write_number(json, "rate_allocs_low", allocs->low);
    write_number(json, "rate_allocs_high", allocs->high);
    write_number(json, "rate_bytes_per_day", bytes->mean);
    write_number(json, "rate_bytes_low", bytes->low);
    write_number(json, "rate_bytes_high", bytes->high);
    write_since(json, f, view->leaks->clock);
    json_name(json, "reason");
    json_string(json, leak_reason_name(f->reason));
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
    write_groups(&json, view);
    write_exhaustion(&json, view->leaks);
    write_remarks(&json, view->leaks);
    json_close(&json, '}');
    buffer_add_char(out, '\n');
}
