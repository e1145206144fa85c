/* page_static.c - what the page shows where no scripts run: in mail, in trackers and document stores. The script of the
 * page replaces it.
 *
 *     title, extent      SRV-FILE02, 193 snapshots of 370 tags, 2025-09-15 18:00:11 to 2025-09-17 18:14:27
 *     findings           a table of the flagged tags; the curve of the first
 *     what else          not called, remarks, warnings, notes
 *     the tags           a chart of the selected tags, where it is small enough
 */
#include <stdlib.h>

#include "base/memory.h"
#include "model/tag.h"
#include "report/leaks_not_called.h"
#include "report/leaks_remarks.h"
#include "report/leaks_times.h"
#include "report/leaks_units.h"
#include "report/leaks_words.h"
#include "report/report_make.h"
#include "report/report_times.h"
#include "views/markup.h"
#include "views/page/page_internal.h"
#include "views/svg/svg_figures.h"

#define LISTED_MAX 100             // findings
#define CURVES_MAX 4               // in the figure of the first finding: tags in lockstep
#define CHART_MAX ((size_t)100000) // bytes of the chart of all selected tags

static void add_element(struct buffer *out, const char *name, struct text text)
{
    buffer_printf(out, "<%s>", name);
    markup_add_escaped(out, text);
    buffer_printf(out, "</%s>\n", name);
}

/* The same with a sentence, which is freed; nothing for an empty one. */
static void add_sentence(struct buffer *out, const char *name, struct buffer *sentence)
{
    if (sentence->length)
        add_element(out, name, buffer_text(sentence));
    buffer_free(sentence);
}

static void add_cell(struct buffer *out, struct buffer *words)
{
    add_element(out, "td", buffer_text(words));
    words->length = 0;
}

static void add_finding(struct buffer *out, const struct leaks_view *view, const struct leak_finding *f)
{
    struct buffer b = {0};

    buffer_add_string(out, "<tr>");
    buffer_add_string(&b, leaks_verdict_word(f->verdict));
    add_cell(out, &b);
    tag_add_shown(&b, store_tag_name(view->store, f->tag));
    add_cell(out, &b);
    leaks_add_owner(&b, view, f->tag);
    add_cell(out, &b);
    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++) {
        leaks_add_rate(&b, view->leaks, &f->rate[quantity], (enum leak_quantity)quantity);
        add_cell(out, &b);
    }
    if (f->has_since && view->leaks->clock != LEAK_NO_CLOCK)
        leaks_add_minute(&b, f->since_us);
    add_cell(out, &b);
    leaks_add_why(&b, view, f);
    add_cell(out, &b);
    buffer_add_string(out, "</tr>\n");
    buffer_free(&b);
}

static void add_table(struct buffer *out, const struct leaks_view *view)
{
    static const char *const heads[] = {"verdict", "tag", "owner"};
    const struct leaks *leaks = view->leaks;
    struct buffer b = {0};

    buffer_add_string(out, "<table>\n<tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        add_element(out, "th", text_of(heads[i]));
    for (int quantity = 0; quantity < LEAK_QUANTITIES; quantity++) {
        leaks_add_rate_heading(&b, leaks, quantity == LEAK_BYTES ? "bytes" : "blocks");
        add_element(out, "th", buffer_text(&b));
        b.length = 0;
    }
    buffer_add_string(&b, "since");
    leaks_add_clock(&b, leaks);
    add_element(out, "th", buffer_text(&b));
    add_element(out, "th", text_of("why"));
    buffer_add_string(out, "</tr>\n");
    for (size_t i = 0; i < leaks->count && i < LISTED_MAX && leak_is_flagged(&leaks->findings[i]); i++)
        add_finding(out, view, &leaks->findings[i]);
    buffer_add_string(out, "</table>\n");
    buffer_free(&b);
}

/* The curve of the first card, with the tags that grow in lockstep with it. */
static void add_hero(struct buffer *out, const struct report_page *page)
{
    struct page_first first;
    size_t tags[CURVES_MAX], count = 0;
    struct report one;

    if (!page_first_card(page, &first) || !page->entries.stats[first.metric])
        return;
    for (size_t i = 0; i < first.count && i < CURVES_MAX; i++)
        tags[count++] = page->entries.tags[first.entries[i]];
    report_of_tags(&one, page->report, page->store, first.metric, page->entries.stats[first.metric], tags, count);
    svg_lines(out, &one, 0);
    report_of_tags_free(&one);
    free(first.entries);
}

static void add_findings(struct buffer *out, const struct report_page *page)
{
    struct leaks_view view = {.store = page->store,
                              .leaks = page->options->leaks,
                              .owners = {page->options->names, page->store, page->options->drivers}};
    size_t found[NOT_CALLED_MAX], count;
    struct buffer b = {0};

    if (!view.leaks || !view.leaks->count)
        return;
    leaks_add_summary(&b, view.leaks);
    leaks_add_extent(&b, view.leaks);
    add_sentence(out, "h2", &b);
    if (leak_is_flagged(&view.leaks->findings[0])) {
        add_table(out, &view);
        add_hero(out, page);
    }
    count = leaks_not_called(view.leaks, false, found);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(&b, "Not called: ");
        leaks_add_not_called(&b, &view, &view.leaks->findings[found[i]]);
        buffer_add_char(&b, '.');
        add_sentence(out, "p", &b);
    }
    for (size_t i = 0; leaks_add_remark(&b, view.leaks, i); i++)
        add_sentence(out, "p", &b);
    buffer_free(&b);
}

static void add_notes(struct buffer *out, const struct report_page *page)
{
    const struct report *r = page->report;

    for (size_t i = 0; i < r->warning_count; i++)
        add_element(out, "p", text_of(r->warnings[i]));
    for (size_t i = 0; i < r->note_count; i++)
        add_element(out, "p", text_of(r->notes[i]));
}

void page_add_static(struct buffer *out, const struct report_page *page)
{
    const struct machine *machine = store_machine_of(page->store);
    struct buffer extent = {0}, chart = {0};

    buffer_add_string(out, "<div class=\"static\">\n");
    add_element(out, "h1", text_of(machine->host[0] ? machine->host : page->options->source));
    report_add_extent(&extent, page->report);
    add_sentence(out, "p", &extent);
    add_element(
        out, "p",
        text_of("For viewers that run no scripts. In a browser this report is interactive, and has all tags. It "
                "loads nothing from the network."));
    add_findings(out, page);
    add_notes(out, page);
    svg_lines(&chart, page->report, 0);
    if (chart.length <= CHART_MAX)
        buffer_add_text(out, buffer_text(&chart));
    buffer_free(&chart);
    buffer_add_string(out, "</div>\n");
}
