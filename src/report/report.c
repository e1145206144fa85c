#include "report/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/cluster.h"
#include "analysis/correlate.h"
#include "base/calendar.h"
#include "base/memory.h"
#include "base/quantity.h"
#include "model/tag.h"
#include "owners/owner.h"
#include "report/report_matrix.h"
#include "report/report_notes.h"

const char *report_list_title(enum order order)
{
    static const char *const titles[ORDERS] = {"BIGGEST INCREASE (%)     ", "BIGGEST INCREASE (ABS)   ",
                                               "HIGHEST USAGE    (PEAK)  ", "HIGHEST USAGE    (MEAN)  "};

    return titles[order];
}

void report_add_time(struct buffer *b, const struct report *r, size_t moment)
{
    if (r->is_numbered)
        buffer_printf(b, "snapshot %zu", moment + 1);
    else
        calendar_add(b, r->shown[moment], ' ');
}

void report_add_clock(struct buffer *b, const struct report *r)
{
    if (r->is_numbered && r->interval_us) {
        calendar_add_span(b, r->interval_us);
        buffer_add_string(b, " apart");
        return;
    }
    buffer_add_string(b, r->is_numbered ? "times not known" : r->is_local ? "local time" : "UTC");
    if (r->is_numbered || r->moments < 2)
        return;
    buffer_add_string(b, " (");
    calendar_add_span(b, r->utc[r->moments - 1] - r->utc[0]);
    buffer_add_char(b, ')');
}

void report_add_extent(struct buffer *b, const struct report *r)
{
    buffer_printf(b, "%zu snapshot%s of %zu tag%s, ", r->moments, r->moments == 1 ? "" : "s", r->tags,
                  r->tags == 1 ? "" : "s");
    report_add_time(b, r, 0);
    if (r->moments > 1) {
        buffer_add_string(b, " to ");
        report_add_time(b, r, r->moments - 1);
    }
}

const double *report_series(const struct report *report, size_t row)
{
    return report->series + row * report->moments;
}

size_t report_row_named(const struct report *report, struct text name)
{
    for (size_t i = 0; i < report->row_count; i++)
        if (text_equal(report->rows[i].name, name))
            return i;
    return SIZE_MAX;
}

bool report_has_owners(const struct report *report)
{
    for (size_t i = 0; i < report->row_count; i++)
        if (report->rows[i].driver.length || report->rows[i].description.length)
            return true;
    return false;
}

bool report_is_significant(const struct report_matrix *m, size_t at)
{
    return at != m->total && m->r[m->total * m->count + at] > CORRELATION_SIGNIFICANT;
}

static void make_capture(struct report *r, const struct store *store, bool local_times)
{
    const size_t *boots = store_reboots(store, &r->boot_count, &r->boots_known);

    r->files = store_sources(store);
    r->moments = store_moments(store);
    r->tags = store_tags_present(store);
    r->is_numbered = store_is_numbered(store, &r->interval_us);
    r->utc = memory_new(r->moments, sizeof *r->utc);
    r->shown = memory_new(r->moments, sizeof *r->shown);
    for (size_t m = 0; m < r->moments; m++) {
        r->utc[m] = store_time(store, m);
        r->shown[m] = local_times ? store_local(store, m) : r->utc[m];
    }
    r->boots = memory_new(r->boot_count, sizeof *r->boots);
    for (size_t i = 0; i < r->boot_count; i++)
        r->boots[i] = boots[i];
}

static void select_name(struct report *r, struct map *seen, struct text name)
{
    if (map_find(seen, name) != MAP_NONE)
        return;
    map_intern(seen, name);
    r->selected[r->selected_count++] = name;
}

static void make_lists(struct report *r, const struct store *store, const struct report_options *options,
                       const struct ranking rankings[ORDERS])
{
    size_t most = 1 + options->include_count;
    struct map seen = {0};

    for (int order = 0; order < ORDERS; order++)
        most += rankings[order].count;
    r->selected = memory_new(most, sizeof *r->selected);
    select_name(r, &seen, text_of(TAG_TOTAL));
    for (size_t i = 0; i < options->include_count; i++)
        select_name(r, &seen, options->include[i]);
    for (int order = 0; order < ORDERS; order++) {
        r->list_wanted[order] = rankings[order].wanted;
        r->list_counts[order] = rankings[order].count;
        r->lists[order] = memory_new(rankings[order].count, sizeof *r->lists[order]);
        for (size_t i = 0; i < rankings[order].count; i++) {
            r->lists[order][i] = store_tag_name(store, rankings[order].tags[i]);
            select_name(r, &seen, r->lists[order][i]);
        }
    }
    map_free(&seen);
}

static struct report_row row_of(const struct tag_stats *s)
{
    struct report_row row = {
        .first = NAN, .last = NAN, .growth = NAN, .percent = NAN, .peak = NAN, .mean = NAN, .pct = NAN};

    row.seen = s->seen;
    row.last_at = s->last_at;
    if (!s->seen)
        return row;
    row.first = (double)s->first;
    row.last = (double)s->last;
    row.growth = (double)(s->last - s->first);
    row.percent = stats_growth_percent(s);
    row.peak = (double)s->peak;
    row.mean = stats_mean(s);
    return row;
}

static void fill_series(const struct report *r, const struct store *store, size_t tag, double *out)
{
    amount *values = memory_new(r->moments, sizeof *values);

    store_series(store, tag, r->metric, values);
    for (size_t m = 0; m < r->moments; m++)
        out[m] = report_in_unit(r, values[m]);
    free(values);
}

static void make_rows(struct report *r, const struct store *store, const struct report_options *options,
                      const struct tag_stats *stats)
{
    struct owner_sources owners = {options->names, store, options->drivers};

    r->rows = memory_new(r->selected_count, sizeof *r->rows);
    r->series = memory_new(r->selected_count, r->moments * sizeof *r->series);
    for (size_t i = 0; i < r->selected_count; i++) {
        bool is_total = i == 0;
        size_t tag = store_find_tag(store, r->selected[i]);
        double *series = r->series + r->row_count * r->moments;
        struct tag_stats total;

        if (is_total) {
            total = stats_of_total(store, r->metric);
            r->rows[r->row_count] = row_of(&total);
            report_total(r, store, series);
        } else if (store_has(store, tag)) {
            r->rows[r->row_count] = row_of(&stats[tag]);
            r->rows[r->row_count].pct = rank_percent(&stats[tag]);
            fill_series(r, store, tag, series);
        } else {
            continue;
        }
        r->rows[r->row_count].name = r->selected[i];
        r->rows[r->row_count].is_total = is_total;
        r->rows[r->row_count].driver = r->rows[r->row_count].description = (struct text){"", 0};
        if (!is_total)
            owner_find(&owners, tag, r->selected[i], &r->rows[r->row_count].driver, &r->rows[r->row_count].description);
        r->row_count++;
    }
}

/* A tag without an r of its own is constant, and has none with any other. */
static void make_cluster(struct report *r)
{
    const struct report_matrix *m = &r->everything;
    size_t *varying = memory_new(m->count, sizeof *varying);

    for (size_t i = 0; i < m->count; i++)
        if (!isnan(m->r[i * m->count + i]))
            varying[r->cluster_count++] = i;
    r->cluster = memory_new(r->cluster_count, sizeof *r->cluster);
    cluster_order(m->r, m->count, varying, r->cluster_count, r->cluster);
    free(varying);
}

/* The last moment that the system's own total of a pool is known of, and its tags' sum there. */
static bool last_pool_total(const struct store *store, enum total which, enum metric metric, double *total,
                            double *tagged)
{
    for (size_t m = store_moments(store); m > 0; m--) {
        int64_t known = store_facts_of(store, m - 1)->totals[which];
        amount sum = known == TOTAL_UNKNOWN ? AMOUNT_MISSING : store_total(store, m - 1, metric);

        if (sum == AMOUNT_MISSING)
            continue;
        *total = (double)known;
        *tagged = (double)sum;
        return true;
    }
    return false;
}

/* Tags are not all of a pool: what has none, and what blocks do not fill of their pages, is in the system's total only. */
static void note_untagged(struct report *r, const struct store *store)
{
    static const struct {
        const char *name;
        enum total total;
        enum metric metric;
    } pools[] = {{"paged", TOTAL_PAGED_POOL, PAGED_USED_BYTES}, {"nonpaged", TOTAL_NONPAGED_POOL, NONPAGED_USED_BYTES}};
    struct quantity bytes = {.is_bytes = true};

    for (size_t i = 0; i < 2; i++) {
        struct buffer b = {0};
        double total, tagged;

        if (!last_pool_total(store, pools[i].total, pools[i].metric, &total, &tagged) || tagged > total)
            continue;
        buffer_printf(&b, "The system counts ");
        quantity_add(&b, total, bytes);
        buffer_printf(&b, " of %s pool, its tags hold ", pools[i].name);
        quantity_add(&b, tagged, bytes);
        buffer_add_string(&b, ": ");
        quantity_add(&b, total - tagged, bytes);
        buffer_add_string(&b, " stand under no tag.");
        report_note(r, &b);
    }
}

/* What the collector said of snapshots that are not there. */
static void note_gaps(struct report *r, const struct store *store)
{
    size_t count;
    const struct store_gap *gaps = store_gaps(store, &count);
    struct buffer b = {0};

    for (size_t i = 0; i < count && i < 5; i++) {
        buffer_add_string(&b, i ? ", " : "Snapshots are missing: ");
        calendar_add(&b, gaps[i].since_us - gaps[i].since_us % SECOND_US, ' ');
        buffer_add_string(&b, " to ");
        calendar_add(&b, gaps[i].until_us - gaps[i].until_us % SECOND_US, ' ');
        buffer_add_string(&b, " UTC (");
        tag_add_shown(&b, text_of(gaps[i].why));
        buffer_add_char(&b, ')');
    }
    if (!count)
        return;
    if (count > 5)
        buffer_printf(&b, " and %zu more gaps", count - 5);
    buffer_add_char(&b, '.');
    report_note(r, &b);
}

void report_make(struct report *report, const struct store *store, const struct report_options *options,
                 struct tag_stats *stats, const struct ranking rankings[ORDERS])
{
    struct report r = {.metric = options->metric,
                       .stats = stats,
                       .is_bytes = metric_is_bytes(options->metric),
                       .is_local = options->local_times || store_is_local(store)};
    struct buffer title = {0};

    buffer_printf(&title, "%s (%s)", metric_name(r.metric), r.is_bytes ? "MB" : "n_allocs");
    r.title = buffer_take(&title);
    make_capture(&r, store, options->local_times);
    make_lists(&r, store, options, rankings);
    make_rows(&r, store, options, stats);
    for (size_t tag = 0; tag < store_tags(store); tag++)
        if (stats[tag].seen && stats[tag].last_at > r.last_known)
            r.last_known = stats[tag].last_at;
    if (options->everything) {
        r.everything = report_matrix_of(&r, store, true, options->workers);
        make_cluster(&r);
    }
    if (options->correlate_shown || options->correlate_all)
        r.matrix = options->everything ? report_matrix_part(&r, store, options->correlate_all)
                                       : report_matrix_of(&r, store, options->correlate_all, options->workers);
    r.matrix.is_shown = options->correlate_shown;
    report_make_notes(&r);
    note_gaps(&r, store);
    note_untagged(&r, store);
    *report = r;
}

void report_warn(struct report *report, const struct warnings *warnings)
{
    report->warnings = warnings_lines(warnings, &report->warning_count);
}

static void free_strings(char **strings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(strings[i]);
    free(strings);
}

void report_free(struct report *report)
{
    free((char *)report->title);
    free(report->stats);
    free(report->utc);
    free(report->shown);
    free(report->boots);
    for (int order = 0; order < ORDERS; order++)
        free(report->lists[order]);
    free(report->selected);
    free(report->rows);
    free(report->series);
    report_matrix_free(&report->matrix);
    report_matrix_free(&report->everything);
    free(report->cluster);
    free_strings(report->leaks, report->leak_count);
    free_strings(report->notes, report->note_count);
    free_strings(report->warnings, report->warning_count);
    *report = (struct report){0};
}
