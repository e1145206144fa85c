#include "views/text/report_json.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/json.h"
#include "report/report_times.h"

static void write_names(struct json *json, const struct text *names, size_t count)
{
    json_open(json, '[');
    for (size_t i = 0; i < count; i++)
        json_text(json, names[i]);
    json_close(json, ']');
}

/* The time of a moment, or "snapshot 3" where times are unknown. */
static void write_time(struct json *json, const struct report *r, const int64_t *times, size_t moment)
{
    struct buffer b = {0};

    if (r->is_numbered)
        report_add_time(&b, r, moment);
    else
        calendar_add(&b, times[moment], 'T');
    json_text(json, buffer_text(&b));
    buffer_free(&b);
}

static void write_rankings(struct json *json, const struct report *r)
{
    static const char *const keys[ORDERS] = {"pct", "abs", "peak", "mean"};

    json_name(json, "rankings");
    json_open(json, '{');
    for (int order = 0; order < ORDERS; order++) {
        if (!r->list_wanted[order])
            continue;
        json_name(json, keys[order]);
        write_names(json, r->lists[order], r->list_counts[order]);
    }
    json_close(json, '}');
    json_name(json, "selected");
    write_names(json, r->selected, r->selected_count);
}

static void write_series(struct json *json, const struct report *r)
{
    json_name(json, "series");
    json_open(json, '{');
    json_name(json, "times");
    json_open(json, '[');
    for (size_t m = 0; m < r->moments; m++)
        write_time(json, r, r->shown, m);
    json_close(json, ']');
    json_name(json, "tags");
    json_open(json, '{');
    for (size_t i = 0; i < r->row_count; i++) {
        json_name_text(json, r->rows[i].name);
        json_open(json, '[');
        for (size_t m = 0; m < r->moments; m++)
            json_double(json, report_series(r, i)[m]);
        json_close(json, ']');
    }
    json_close(json, '}');
    json_close(json, '}');
}

static void write_owners(struct json *json, const struct report *r)
{
    json_name(json, "owners");
    json_open(json, '{');
    for (size_t i = 0; i < r->row_count; i++) {
        if (!r->rows[i].driver.length && !r->rows[i].description.length)
            continue;
        json_name_text(json, r->rows[i].name);
        json_open(json, '{');
        json_name(json, "driver");
        json_text(json, r->rows[i].driver);
        json_name(json, "description");
        json_text(json, r->rows[i].description);
        json_close(json, '}');
    }
    json_close(json, '}');
}

static void write_matrix(struct json *json, const struct report_matrix *m)
{
    json_name(json, "corr");
    json_open(json, '{');
    json_name(json, "tags");
    write_names(json, m->names, m->count);
    json_name(json, "matrix");
    json_open(json, '[');
    for (size_t i = 0; i < m->count; i++) {
        json_open(json, '[');
        for (size_t j = 0; j < m->count; j++)
            json_fixed12(json, m->r[i * m->count + j]);
        json_close(json, ']');
    }
    json_close(json, ']');
    json_close(json, '}');
    json_name(json, "significant");
    json_open(json, '[');
    for (size_t i = 0; i < m->count; i++) {
        if (!report_is_significant(m, i))
            continue;
        json_open(json, '[');
        json_text(json, m->names[i]);
        json_fixed12(json, m->r[m->total * m->count + i]);
        json_close(json, ']');
    }
    json_close(json, ']');
}

static void write_capture(struct json *json, const struct report *r)
{
    json_name(json, "capture");
    json_open(json, '{');
    json_name(json, "files");
    json_int(json, (int64_t)r->files);
    json_name(json, "snapshots");
    json_int(json, (int64_t)r->moments);
    json_name(json, "tags");
    json_int(json, (int64_t)r->tags);
    if (r->is_numbered) {
        json_name(json, "times_known");
        json_bool(json, false);
        json_name(json, "seconds_apart");
        json_double(json, r->interval_us ? (double)r->interval_us / SECOND_US : NAN);
    }
    json_name(json, "first");
    write_time(json, r, r->utc, 0);
    json_name(json, "last");
    write_time(json, r, r->utc, r->moments - 1);
    json_name(json, "boots");
    json_open(json, '[');
    for (size_t i = 0; i < r->reboot_count; i++)
        write_time(json, r, r->utc, r->reboots[i]);
    json_close(json, ']');
    json_name(json, "boots_known");
    json_bool(json, r->reboots_known);
    json_strings(json, "notes", r->notes, r->note_count);
    json_strings(json, "warnings", r->warnings, r->warning_count);
    json_close(json, '}');
}

void report_json_write(struct buffer *out, const struct report *report)
{
    struct json json = {.out = out};

    json_open(&json, '{');
    write_rankings(&json, report);
    write_series(&json, report);
    if (report_has_owners(report))
        write_owners(&json, report);
    if (report->matrix.count)
        write_matrix(&json, &report->matrix);
    write_capture(&json, report);
    json_close(&json, '}');
    buffer_add_char(out, '\n');
}
