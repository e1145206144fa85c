#include "formats/jsonl_write.h"

#include "base/calendar.h"
#include "base/json.h"

#define POOLS 2

/* The same for all rows. */
struct writing {
    struct buffer *out;
    const struct snapshot *snapshot;
    struct buffer times; // owned; DateTimeUTC and DateTime, as members of an object
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
        add_time(json, "DateTimeUTC", utc_us);
    if (s->local_us != LOCAL_TIME_UNKNOWN)
        add_time(json, "DateTime", (int64_t)((uint64_t)utc_us + (uint64_t)s->local_us - (uint64_t)s->utc_us));
    else if (s->basis == TIME_LOCAL)
        add_time(json, "DateTime", utc_us);
}

static void add_amount(struct json *json, const char *name, amount value)
{
    json_name(json, name);
    amount_add(json->out, value); // digits are JSON as they are
    json->follows = true;
}

static void add_machine(struct buffer *out, const struct snapshot *s, int64_t utc_us)
{
    static const char *const names[TOTALS] = {
        [TOTAL_PAGED_POOL] = "PagedPool",
        [TOTAL_NONPAGED_POOL] = "NonPagedPool",
        [TOTAL_COMMIT] = "Commit",
        [TOTAL_COMMIT_LIMIT] = "CommitLimit",
        [TOTAL_RAM] = "Ram",
        [TOTAL_AVAILABLE] = "Available",
        [TOTAL_HANDLES] = "Handles",
        [TOTAL_PROCESSES] = "Processes",
        [TOTAL_THREADS] = "Threads",
    };
    struct json json = {.out = out};
    bool any = false;

    for (int i = 0; i < TOTALS; i++)
        any |= s->totals[i] != TOTAL_UNKNOWN;
    if (!any)
        return;
    json_open(&json, '{');
    add_times(&json, s, utc_us);
    json_name(&json, "Machine");
    json_open(&json, '{');
    for (int i = 0; i < TOTALS; i++)
        if (s->totals[i] != TOTAL_UNKNOWN)
            add_amount(&json, names[i], s->totals[i]);
    json_close(&json, '}');
    json_close(&json, '}');
    buffer_add_char(out, '\n');
}

static void add_counter(struct json *json, const char *name, const struct pool_row *row, enum counter counter)
{
    if (row->known & COUNTER_BIT(counter))
        add_amount(json, name, row->value[counter]);
}

static void add_pool(struct json *json, const struct pool_row *row, int pool)
{
    static const char *const names[POOLS][4] = {
        {"PagedAllocs", "PagedFrees", "PagedDiff", "PagedUsedBytes"},
        {"NonPagedAllocs", "NonPagedFrees", "NonPagedDiff", "NonPagedUsedBytes"}};
    static const enum counter counters[POOLS][4] = {{PAGED_ALLOCS, PAGED_FREES, PAGED_LIVE, PAGED_BYTES},
                                                    {NONPAGED_ALLOCS, NONPAGED_FREES, NONPAGED_LIVE, NONPAGED_BYTES}};
    const enum counter *c = counters[pool];
    unsigned calls = COUNTER_BIT(c[0]) | COUNTER_BIT(c[1]);

    add_counter(json, names[pool][0], row, c[0]);
    add_counter(json, names[pool][1], row, c[1]);
    if ((row->known & calls) == calls)
        add_amount(json, names[pool][2], counter_live(row->value[c[0]], row->value[c[1]]));
    else
        add_counter(json, names[pool][2], row, c[2]);
    add_counter(json, names[pool][3], row, c[3]);
}

static void add_total(struct json *json, const struct pool_row *row)
{
    unsigned uses = metric_uses(TOTAL_USED_BYTES, row->known);
    amount sum = 0;

    for (unsigned left = uses; left; left &= left - 1)
        sum += row->value[__builtin_ctz(left)];
    if (uses)
        add_amount(json, "TotalUsedBytes", sum);
}

static void add_owner(struct json *json, const char *name, struct text text)
{
    if (text.length == 0)
        return;
    json_name(json, name);
    json_text(json, text);
}

static void add_row(const struct writing *w, const struct snapshot_row *row)
{
    struct json json = {.out = w->out};

    json_open(&json, '{');
    buffer_add_text(w->out, buffer_text(&w->times));
    json.follows = w->times.length > 0;
    json_name(&json, "Tag");
    json_text(&json, snapshot_text_of(w->snapshot, row->tag));
    for (int pool = 0; pool < POOLS; pool++)
        add_pool(&json, &row->values, pool);
    add_total(&json, &row->values);
    if (w->snapshot->has_owners) {
        add_owner(&json, "Binary", snapshot_text_of(w->snapshot, row->driver));
        add_owner(&json, "Description", snapshot_text_of(w->snapshot, row->description));
    }
    json_close(&json, '}');
    buffer_add_char(w->out, '\n');
}

void jsonl_write(struct buffer *out, const struct snapshot *snapshot, int64_t utc_us)
{
    struct writing w = {.out = out, .snapshot = snapshot};
    struct json json = {.out = &w.times};

    add_times(&json, snapshot, utc_us);
    add_machine(out, snapshot, utc_us);
    for (size_t i = 0; i < snapshot->count; i++)
        add_row(&w, &snapshot->rows[i]);
    buffer_free(&w.times);
}
