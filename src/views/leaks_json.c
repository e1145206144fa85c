#include <math.h>

#include "base/calendar.h"
#include "base/json.h"
#include "views/leaks_view.h"

/* Six digits: more would differ between machines. */
static void write_number(struct json *json, const char *name, double value)
{
    struct buffer b = {0};

    json_name(json, name);
    if (isfinite(value)) {
        buffer_printf(&b, "%.6g", value);
        json_number_text(json, buffer_text(&b));
    } else {
        json_double(json, value);
    }
    buffer_free(&b);
}

static void write_since(struct json *json, const struct leak_finding *f)
{
    struct buffer b = {0};

    json_name(json, "since");
    if (f->has_since) {
        calendar_add(&b, f->since_us - f->since_us % SECOND_US, 'T');
        buffer_add_char(&b, 'Z');
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
    write_since(json, f);
    json_name(json, "reason");
    json_string(json, leak_reason_name(f->reason));
    json_close(json, '}');
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
    json_close(&json, '}');
    buffer_add_char(out, '\n');
}
