#include "formats/jsonl_write.h"

#include "base/calendar.h"
#include "base/json.h"
#include "formats/jsonl_names.h"
#include "model/column.h"

/* What rarely changes from row to row. */
struct writing {
    struct buffer *out;
    const struct snapshot *snapshot;
    struct text times;                     // borrowed; DateTimeUTC and DateTime, as members of an object
    unsigned known;                        // counters of the last row
    struct column_number numbers[COLUMNS]; // that these give
    size_t number_count;
};

static void add_time(struct json *json, const char *name, int64_t time_us)
{
    struct buffer b = {0};

    calendar_add(&b, time_us, 'T');
    json_name(json, name);
    json_text(json, buffer_text(&b));
    buffer_free(&b);
}

static void add_times(struct json *json, const struct snapshot *s, int64_t utc_us)
{
    if (s->basis == TIME_UNKNOWN)
        return;
    if (s->basis != TIME_LOCAL)
        add_time(json, column_name(COLUMN_DATE_TIME_UTC), utc_us);
    if (s->local_us != LOCAL_TIME_UNKNOWN)
        add_time(json, column_name(COLUMN_DATE_TIME),
                 (int64_t)((uint64_t)utc_us + (uint64_t)s->local_us - (uint64_t)s->utc_us));
    else if (s->basis == TIME_LOCAL)
        add_time(json, column_name(COLUMN_DATE_TIME), utc_us);
}

static void add_amount(struct json *json, const char *name, amount value)
{
    json_name(json, name);
    amount_add(json_raw(json), value);
}

static void add_machine(struct buffer *out, const struct snapshot *s, int64_t utc_us)
{
    struct json json = {.out = out};
    bool any = false;

    for (int i = 0; i < TOTALS; i++)
        any |= s->totals[i] != TOTAL_UNKNOWN;
    if (!any)
        return;
    json_open(&json, '{');
    add_times(&json, s, utc_us);
    json_name(&json, JSONL_MACHINE);
    json_open(&json, '{');
    for (int i = 0; i < TOTALS; i++)
        if (s->totals[i] != TOTAL_UNKNOWN)
            add_amount(&json, jsonl_total_names[i], s->totals[i]);
    json_close(&json, '}');
    json_close(&json, '}');
    buffer_add_char(out, '\n');
}

static void add_numbers(struct json *json, struct writing *w, const struct pool_row *row)
{
    if (row->known != w->known)
        w->number_count = column_numbers(row->known, w->numbers);
    w->known = row->known;
    for (size_t i = 0; i < w->number_count; i++)
        add_amount(json, w->numbers[i].name, column_value(w->numbers[i].column, w->numbers[i].uses, row->value));
}

static void add_owner(struct json *json, const char *name, struct text text)
{
    if (text.length == 0)
        return;
    json_name(json, name);
    json_text(json, text);
}

static void add_row(struct writing *w, const struct snapshot_row *row)
{
    struct json json = {.out = w->out};

    json_open(&json, '{');
    json_members(&json, w->times);
    json_name(&json, column_name(COLUMN_TAG));
    json_text(&json, snapshot_text_of(w->snapshot, row->tag));
    add_numbers(&json, w, &row->values);
    if (w->snapshot->has_owners) {
        add_owner(&json, column_name(COLUMN_BINARY), snapshot_text_of(w->snapshot, row->driver));
        add_owner(&json, column_name(COLUMN_DESCRIPTION), snapshot_text_of(w->snapshot, row->description));
    }
    json_close(&json, '}');
    buffer_add_char(w->out, '\n');
}

void jsonl_write(struct buffer *out, const struct snapshot *snapshot, int64_t utc_us)
{
    struct writing w = {.out = out, .snapshot = snapshot};
    struct buffer times = {0};
    struct json json = {.out = &times};

    json_open(&json, '{');
    add_times(&json, snapshot, utc_us);
    w.times = text_skip(buffer_text(&times), 1);
    add_machine(out, snapshot, utc_us);
    for (size_t i = 0; i < snapshot->count; i++)
        add_row(&w, &snapshot->rows[i]);
    buffer_free(&times);
}
