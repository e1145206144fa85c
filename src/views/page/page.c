#include "views/page/page.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/buckets.h"
#include "base/memory.h"
#include "views/page/page_file.h"
#include "views/page/page_internal.h"

/* Where the data goes in the page, and what is shown until its script runs. */
static const char data_marker[] = "<!--DATA-->", static_marker[] = "<!--STATIC-->";

/* Levels of detail, tried in order until the page fits. The least important data goes first; fewer but exact
 * correlations are worth more than all of them in coarse steps. */
static const struct page_level levels[] = {
    {1000, 500, .in_matrix = SIZE_MAX, .steps = 127, .details = SIZE_MAX, .flagged = SIZE_MAX, .pools = true},
    {1000, 500, .in_matrix = SIZE_MAX, .steps = 20, .details = SIZE_MAX, .flagged = SIZE_MAX, .pools = true},
    {1000, 500, .in_matrix = 1000, .steps = 127, .details = SIZE_MAX, .flagged = SIZE_MAX, .pools = true},
    {250, 250, .in_matrix = 1000, .steps = 127, .details = SIZE_MAX, .flagged = SIZE_MAX, .pools = true},
    {250, 250, .in_matrix = 1000, .steps = 127, .details = 8, .flagged = SIZE_MAX, .pools = true},
    {250, 250, .in_matrix = 300, .steps = 127, .details = 8, .flagged = SIZE_MAX, .pools = false},
    {100, 100, .in_matrix = 300, .steps = 20, .details = 0, .flagged = SIZE_MAX, .pools = false},
    {100, 100, .in_matrix = 300, .steps = 20, .details = 0, .flagged = 9, .pools = false},
    {50, 50, .in_matrix = 0, .steps = 20, .details = 0, .flagged = 1, .pools = false},
    {50, 50, .in_matrix = 0, .steps = 20, .details = 0, .flagged = 0, .pools = false},
};

/* The blocks of a page, kept apart because some stay the same from one level to the next. */
struct pieces {
    struct buffer without_scripts, fixed, first, pools, details, matrix;
};

bool page_is_available(void)
{
    return page_file_length > 0;
}

static void choose_buckets(struct report_page *page)
{
    size_t moments = store_moments(page->store);

    free(page->starts);
    page->starts =
        buckets_starts(moments, moments <= page->level.exact ? moments : page->level.buckets, &page->bucket_count);
    page->is_exact = page->bucket_count == moments;
}

static void add_detail(struct report_page *page, bool *taken, size_t entry)
{
    if (entry >= page->entries.count || taken[entry])
        return;
    page->details[page->detail_count++] = entry;
    taken[entry] = true;
}

/* The tags that were found, then the selected ones, TOTAL among them; none when every bucket is one moment. */
static void choose_details(struct report_page *page)
{
    const struct report *r = page->report;
    bool *taken = memory_new(page->entries.count, sizeof *taken);
    size_t count, *flagged = page_flagged(page, &count);

    free(page->details);
    page->details = memory_new(page->entries.count, sizeof *page->details);
    page->detail_count = 0;
    for (size_t i = 0; !page->is_exact && i < count && i < page->level.flagged; i++)
        add_detail(page, taken, flagged[i]);
    page->thinned = page->is_exact || count <= page->level.flagged ? 0 : count - page->level.flagged;
    for (size_t i = 0; !page->is_exact && i < r->row_count && i < page->level.details; i++) {
        size_t tag = r->rows[i].is_total ? SIZE_MAX : store_find_tag(page->store, r->rows[i].name);

        add_detail(page, taken, tag == SIZE_MAX ? 0 : page->entries.of[tag]);
    }
    free(flagged);
    free(taken);
}

/* Indices of the selected tags in the matrix of all tags. */
static void find_selected(struct report_page *page)
{
    const struct report *r = page->report;
    size_t *index_of = memory_new(store_tags(page->store) + 1, sizeof *index_of);

    for (size_t i = 0; i < r->everything.count; i++)
        index_of[r->everything.tags[i] == SIZE_MAX ? store_tags(page->store) : r->everything.tags[i]] = i;
    page->selected_in_all = memory_new(r->row_count, sizeof *page->selected_in_all);
    for (size_t i = 0; i < r->row_count; i++)
        page->selected_in_all[i] =
            index_of[r->rows[i].is_total ? store_tags(page->store) : store_find_tag(page->store, r->rows[i].name)];
    free(index_of);
}

static void add_reduced(struct report_page *page, struct buffer *sentence)
{
    page->reduced = memory_resize(page->reduced, page->reduced_count + 1, sizeof *page->reduced);
    page->reduced[page->reduced_count++] = buffer_take(sentence);
}

static void describe_reduction(struct report_page *page)
{
    const struct page_level *l = &page->level;
    struct buffer b = {0};

    for (size_t i = 0; i < page->reduced_count; i++)
        free(page->reduced[i]);
    page->reduced_count = 0;
    if (!page->is_exact) {
        buffer_printf(
            &b,
            "The series of all tags are reduced to %zu steps of about %zu snapshots, with minimum and maximum of each",
            page->bucket_count, store_moments(page->store) / page->bucket_count);
        if (page->detail_count)
            buffer_printf(&b, "; %zu tags that were found or are drawn keep every snapshot", page->detail_count);
        if (page->thinned)
            buffer_printf(&b, "; %zu that were found do not: a larger --max-report keeps them", page->thinned);
        buffer_add_char(&b, '.');
        add_reduced(page, &b);
    }
    if (page->order_count < page->report->cluster_count) {
        if (page->order_count)
            buffer_printf(&b, "Correlation covers the %zu tags that change most, of %zu.", page->order_count,
                          page->report->cluster_count);
        else
            buffer_add_string(&b, "Correlation of all tags is left out.");
        add_reduced(page, &b);
    } else if (l->steps < 127 && page->order_count) {
        buffer_printf(&b, "Correlation of all tags is rounded to steps of %.2f.", 1.0 / l->steps);
        add_reduced(page, &b);
    }
    if (!l->pools) {
        buffer_add_string(&b, "The series of the separate pools are left out.");
        add_reduced(page, &b);
    }
}

/* Packs what differs from the level `before`, from which the pieces are; NULL: everything. */
static void pack_level(struct report_page *page, struct pieces *p, const struct page_level *before)
{
    const struct page_level *l = &page->level;

    if (!before || l->buckets != before->buckets) {
        choose_buckets(page);
        p->first.length = p->pools.length = 0;
        page_add_series(&p->first, &p->pools, page);
    }
    if (!before) {
        page_add_times(&p->fixed, page);
        page_add_stats(&p->fixed, page);
        page_add_rates(&p->fixed, page);
        page_add_static(&p->without_scripts, page);
    }
    if (!l->pools)
        p->pools.length = 0;
    choose_details(page);
    p->details.length = 0;
    page_add_details(&p->details, page);
    if (!before || l->in_matrix != before->in_matrix || l->steps != before->steps) {
        page_choose_matrix(page);
        p->matrix.length = 0;
        if (page->order_count > 1)
            page_add_matrix(&p->matrix, page);
    }
    describe_reduction(page);
}

static size_t length_of(const struct pieces *p, const struct buffer *meta)
{
    return page_file_length + meta->length + p->without_scripts.length + p->fixed.length + p->first.length +
           p->pools.length + p->details.length + p->matrix.length;
}

static void add_pieces(struct buffer *out, const struct pieces *p, const struct buffer *meta)
{
    const struct buffer *all[] = {meta, &p->fixed, &p->first, &p->pools, &p->details, &p->matrix};
    struct text file = {page_file, page_file_length};
    size_t shown = text_find(file, text_of(static_marker)), head = text_find(file, text_of(data_marker));

    assert(shown < head && head < page_file_length);
    buffer_add(out, page_file, shown);
    buffer_add_text(out, buffer_text(&p->without_scripts));
    shown += sizeof static_marker - 1;
    buffer_add(out, page_file + shown, head - shown);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buffer_add_text(out, buffer_text(all[i]));
    head += sizeof data_marker - 1;
    buffer_add(out, page_file + head, page_file_length - head);
}

static void pieces_free(struct pieces *p)
{
    buffer_free(&p->without_scripts);
    buffer_free(&p->fixed);
    buffer_free(&p->first);
    buffer_free(&p->pools);
    buffer_free(&p->details);
    buffer_free(&p->matrix);
}

static void page_free(struct report_page *page)
{
    for (size_t i = 0; i < page->reduced_count; i++)
        free(page->reduced[i]);
    free(page->reduced);
    free(page->starts);
    free(page->details);
    free(page->order);
    free(page->selected_in_all);
    page_entries_free(&page->entries);
}

bool page_write(struct buffer *out, const struct report *report, const struct store *store,
                const struct page_options *options)
{
    struct report_page page = {.report = report, .store = store, .options = options};
    struct pieces pieces = {0};
    struct buffer meta = {0};
    bool fits = false;

    assert(report->everything.of_all && report->moments == store_moments(store));
    page_entries_make(&page.entries, store, report->stats);
    find_selected(&page);
    for (size_t i = 0; i < sizeof levels / sizeof *levels && !fits; i++) {
        page.level = levels[i];
        pack_level(&page, &pieces, i ? &levels[i - 1] : NULL);
        meta.length = 0;
        page_add_meta(&meta, &page);
        fits = length_of(&pieces, &meta) <= options->most_bytes;
    }
    add_pieces(out, &pieces, &meta);
    buffer_free(&meta);
    pieces_free(&pieces);
    page_free(&page);
    return fits;
}
