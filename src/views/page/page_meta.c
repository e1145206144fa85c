/* page_meta.c - the JSON element "report": everything about the capture but the blocks of numbers. */
#include <math.h>

#include "base/calendar.h"
#include "base/json.h"
#include "owners/owner.h"
#include "report/report_times.h"
#include "views/page/page_internal.h"

static void add_numbers(struct json *json, const char *name, const size_t *numbers, size_t count)
{
    json_name(json, name);
    json_open(json, '[');
    for (size_t i = 0; i < count; i++)
        json_int(json, (int64_t)numbers[i]);
    json_close(json, ']');
}

static void add_named_text(struct json *json, const char *name, struct text value)
{
    json_name(json, name);
    json_text(json, value);
}

static void add_named_bool(struct json *json, const char *name, bool value)
{
    json_name(json, name);
    json_bool(json, value);
}

static void add_named_int(struct json *json, const char *name, size_t value)
{
    json_name(json, name);
    json_int(json, (int64_t)value);
}

/* Where times are unknown: the step between snapshots in milliseconds, and as text. */
static void add_times(struct json *json, const struct report *r)
{
    struct buffer b = {0};

    if (!r->is_numbered)
        return;
    report_add_clock(&b, r);
    add_named_bool(json, "paced", r->interval_us > 0);
    add_named_int(json, "step", (size_t)((r->interval_us ? r->interval_us : SECOND_US) / 1000));
    json_name(json, "apart");
    json_text(json, buffer_text(&b));
    buffer_free(&b);
}

static void add_capture(struct json *json, const struct report_page *page)
{
    const struct report *r = page->report;
    const struct machine *machine = store_machine_of(page->store);

    add_named_text(json, "program", text_of(page->options->program));
    add_named_text(json, "title", text_of(machine->host[0] ? machine->host : page->options->source));
    json_name(json, "machine");
    json_open(json, '{');
    add_named_text(json, "host", text_of(machine->host));
    add_named_text(json, "os", text_of(machine->os));
    json_close(json, '}');
    add_named_text(json, "type", text_of(metric_name(r->metric)));
    add_named_text(json, "open", text_of(r->matrix.count ? "Correlation" : "Timeline"));
    add_named_text(json, "correlate", text_of(r->matrix.of_all ? "all" : "selected"));
    add_named_bool(json, "local", r->is_local && !store_is_local(page->store));
    add_named_bool(json, "localKnown", store_knows_local(page->store));
    add_named_bool(json, "utcKnown", !store_is_local(page->store));
    add_times(json, r);
    add_named_int(json, "moments", r->moments);
    add_named_int(json, "files", r->files);
    add_numbers(json, "boots", r->reboots, r->reboot_count);
    add_named_bool(json, "bootsKnown", r->reboots_known);
}

static void add_gaps(struct json *json, const struct report_page *page)
{
    size_t count;
    const struct store_gap *gaps = store_gaps(page->store, &count);

    json_name(json, "gaps");
    json_open(json, '[');
    for (size_t i = 0; i < count; i++) {
        json_open(json, '{');
        json_name(json, "since");
        json_int(json, gaps[i].since_us / 1000);
        json_name(json, "until");
        json_int(json, gaps[i].until_us / 1000);
        add_named_text(json, "why", text_of(gaps[i].why));
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void add_types(struct json *json, const struct report_page *page)
{
    static const char *const pools[] = {[POOL_PAGED] = "paged", [POOL_NONPAGED] = "nonpaged", [POOL_BOTH] = "total"};

    json_name(json, "types");
    json_open(json, '[');
    for (int i = 0; i < METRICS; i++) {
        enum metric metric = page_types[i];
        bool known = page_knows(page, metric);

        json_open(json, '{');
        add_named_text(json, "name", text_of(metric_name(metric)));
        add_named_bool(json, "bytes", metric_is_bytes(metric));
        add_named_text(json, "pool", text_of(pools[metric_pool(metric)]));
        add_named_bool(json, "known", known);
        add_named_bool(json, "series", known && (page->level.pools || page_is_first(page, metric)));
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void add_entries(struct json *json, const struct report_page *page)
{
    struct owner_sources owners = {page->options->names, page->store, page->options->drivers};
    struct text driver, description;

    json_name(json, "tags");
    json_open(json, '[');
    for (size_t i = 0; i < page->entries.count; i++)
        json_text(json, page_entry_name(page, i));
    json_close(json, ']');
    for (int column = 0; column < 2; column++) {
        json_name(json, column ? "descriptions" : "drivers");
        json_open(json, '[');
        json_string(json, "");
        for (size_t i = 1; i < page->entries.count; i++) {
            owner_find(&owners, page->entries.tags[i], page_entry_name(page, i), &driver, &description);
            json_text(json, column ? description : driver);
        }
        json_close(json, ']');
    }
}

/* The entry of a name; SIZE_MAX: no such tag. */
static size_t entry_of(const struct report_page *page, struct text name)
{
    size_t tag = store_find_tag(page->store, name);

    return tag == SIZE_MAX ? SIZE_MAX : page->entries.of[tag];
}

static void add_lists(struct json *json, const struct report_page *page)
{
    static const char *const titles[ORDERS] = {"Biggest increase (% of the last value)", "Biggest increase",
                                               "Highest peak", "Highest mean"};
    const struct report *r = page->report;

    json_name(json, "selected");
    json_open(json, '[');
    for (size_t i = 0; i < r->row_count; i++)
        json_int(json, r->rows[i].is_total ? 0 : (int64_t)entry_of(page, r->rows[i].name));
    json_close(json, ']');
    json_name(json, "lists");
    json_open(json, '[');
    for (int order = 0; order < ORDERS; order++) {
        if (!r->list_wanted[order])
            continue;
        json_open(json, '{');
        json_name(json, "title");
        json_string(json, titles[order]);
        json_name(json, "tags");
        json_open(json, '[');
        for (size_t i = 0; i < r->list_counts[order]; i++)
            json_int(json, (int64_t)entry_of(page, r->lists[order][i]));
        json_close(json, ']');
        json_close(json, '}');
    }
    json_close(json, ']');
    add_numbers(json, "detail", page->details, page->detail_count);
}

static int64_t entry_of_tag(const struct report_page *page, size_t tag)
{
    return tag == SIZE_MAX ? 0 : (int64_t)page->entries.of[tag];
}

/* r of the selected tags in full precision. */
static void add_selected_r(struct json *json, const struct report_page *page)
{
    const struct report *r = page->report;
    const struct report_matrix *m = &r->everything;
    size_t *indices = page->selected_in_all;

    json_name(json, "selected");
    json_open(json, '{');
    json_name(json, "entries");
    json_open(json, '[');
    for (size_t i = 0; i < r->row_count; i++)
        json_int(json, entry_of_tag(page, m->tags[indices[i]]));
    json_close(json, ']');
    json_name(json, "r");
    json_open(json, '[');
    for (size_t i = 0; i < r->row_count; i++)
        for (size_t j = 0; j < r->row_count; j++)
            json_fixed12(json, m->r[indices[i] * m->count + indices[j]]);
    json_close(json, ']');
    json_close(json, '}');
}

static void add_matrix(struct json *json, const struct report_page *page)
{
    const struct report *r = page->report;

    json_name(json, "matrix");
    if (page->order_count < 2) {
        json_double(json, NAN); // null
        return;
    }
    json_open(json, '{');
    add_named_text(json, "type", text_of(metric_name(r->metric)));
    json_name(json, "order");
    json_open(json, '[');
    for (size_t i = 0; i < page->order_count; i++)
        json_int(json, entry_of_tag(page, r->everything.tags[r->cluster[page->order[i]]]));
    json_close(json, ']');
    add_named_int(json, "steps", (size_t)page->level.steps);
    add_named_bool(json, "all", page->order_count == r->cluster_count);
    add_selected_r(json, page);
    json_close(json, '}');
}

/* "</script>" in a text would end the element. */
static void add_escaped(struct buffer *b, struct text t)
{
    size_t from = 0;

    for (size_t i = 0; i < t.length; i++)
        if (t.data[i] == '<') {
            buffer_add(b, t.data + from, i - from);
            buffer_add_string(b, "\\u003c");
            from = i + 1;
        }
    buffer_add(b, t.data + from, t.length - from);
}

void page_add_meta(struct buffer *b, const struct report_page *page)
{
    const struct report *r = page->report;
    struct buffer text = {0};
    struct json json = {.out = &text};

    json_open(&json, '{');
    add_named_int(&json, "format", 1);
    add_capture(&json, page);
    add_gaps(&json, page);
    json_strings(&json, "notes", r->notes, r->note_count);
    json_strings(&json, "warnings", r->warnings, r->warning_count);
    json_strings(&json, "reduced", page->reduced, page->reduced_count);
    add_numbers(&json, "bucketStarts", page->starts, page->bucket_count);
    add_types(&json, page);
    add_entries(&json, page);
    add_lists(&json, page);
    page_add_verdicts(&json, page);
    add_matrix(&json, page);
    json_close(&json, '}');
    buffer_add_string(b, "<script type=\"application/json\" id=\"report\">");
    add_escaped(b, buffer_text(&text));
    buffer_add_string(b, "</script>\n");
    buffer_free(&text);
}
