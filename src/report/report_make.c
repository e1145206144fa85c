#include "report/report_make.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/cluster.h"
#include "base/memory.h"
#include "model/tag.h"
#include "owners/owner.h"
#include "report/report_matrix.h"
#include "report/report_notes.h"
#include "report/report_values.h"

static void make_capture(struct report *r, const struct store *store, bool local_times)
{
    const size_t *reboots = store_reboots(store, &r->reboot_count, &r->reboots_known);

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
    r->reboots = memory_new(r->reboot_count, sizeof *r->reboots);
    for (size_t i = 0; i < r->reboot_count; i++)
        r->reboots[i] = reboots[i];
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

/* "TotalUsedBytes (MB)" */
static char *title_of(const struct report *r)
{
    struct buffer title = {0};

    buffer_printf(&title, "%s (%s)", metric_name(r->metric), r->is_bytes ? "MB" : "n_allocs");
    return buffer_take(&title);
}

/* The row of selected name `i`, whose series goes to `series`; false: the store has no such tag. */
static bool make_row(const struct report *r, const struct store *store, const struct owner_sources *owners, size_t i,
                     double *series, struct report_row *row)
{
    size_t tag = store_find_tag(store, r->selected[i]);
    bool is_total = i == 0;

    if (is_total) {
        struct tag_stats total = stats_of_total(store, r->metric);

        *row = row_of(&total);
        report_values_of_total(r, store, series);
    } else if (store_has(store, tag)) {
        *row = row_of(&r->stats[tag]);
        row->pct = rank_percent(&r->stats[tag]);
        report_values_of_tag(r, store, tag, series);
    } else {
        return false;
    }
    row->name = r->selected[i];
    row->is_total = is_total;
    row->driver = row->description = (struct text){"", 0};
    if (!is_total)
        owner_find(owners, tag, row->name, &row->driver, &row->description);
    return true;
}

static void make_rows(struct report *r, const struct store *store, const struct owner_sources *owners)
{
    r->rows = memory_new(r->selected_count, sizeof *r->rows);
    r->series = memory_new(r->selected_count, r->moments * sizeof *r->series);
    for (size_t i = 0; i < r->selected_count; i++)
        if (make_row(r, store, owners, i, r->series + r->row_count * r->moments, &r->rows[r->row_count]))
            r->row_count++;
    assert(r->row_count && r->rows[0].is_total);
}

void report_of_tags(struct report *r, const struct report *like, const struct store *store, enum metric metric,
                    const struct tag_stats *stats, const size_t *tags, size_t count)
{
    struct owner_sources nobody = {0};

    *r = (struct report){.metric = metric,
                         .is_bytes = metric_is_bytes(metric),
                         .is_local = like->is_local,
                         .is_numbered = like->is_numbered,
                         .interval_us = like->interval_us,
                         .moments = like->moments,
                         .files = like->files,
                         .tags = like->tags,
                         .utc = like->utc,
                         .shown = like->shown,
                         .reboots = like->reboots,
                         .reboot_count = like->reboot_count,
                         .reboots_known = like->reboots_known,
                         .stats = (struct tag_stats *)stats};
    r->title = title_of(r);
    r->selected = memory_new(count + 1, sizeof *r->selected);
    r->selected[r->selected_count++] = text_of(TAG_TOTAL);
    for (size_t i = 0; i < count; i++)
        r->selected[r->selected_count++] = store_tag_name(store, tags[i]);
    make_rows(r, store, &nobody);
}

void report_of_tags_free(struct report *r)
{
    free((char *)r->title);
    free(r->selected);
    free(r->rows);
    free(r->series);
}

/* A tag whose r with itself is undefined is constant: it has no r with any other. */
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

void report_make(struct report *report, const struct store *store, const struct report_options *options,
                 struct tag_stats *stats, const struct ranking rankings[ORDERS])
{
    struct report r = {.metric = options->metric,
                       .stats = stats,
                       .is_bytes = metric_is_bytes(options->metric),
                       .is_local = options->local_times || store_is_local(store)};
    struct owner_sources owners = {options->names, store, options->drivers};

    r.title = title_of(&r);
    assert(store_moments(store));
    make_capture(&r, store, options->local_times);
    make_lists(&r, store, options, rankings);
    make_rows(&r, store, &owners);
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
    report_make_notes(&r, store);
    *report = r;
}

void report_warn(struct report *report, const struct warnings *warnings)
{
    report->warnings = warnings_lines(warnings, &report->warning_count);
}
