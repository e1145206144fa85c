/* page_verdicts.c - the leak findings for the page: cards, verdicts by entry, groups, remarks. */
#include <assert.h>
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "model/tag.h"
#include "report/leaks_not_called.h"
#include "report/leaks_remarks.h"
#include "report/leaks_units.h"
#include "report/leaks_words.h"
#include "views/page/page_internal.h"

#define CARDS_MAX 9 // the page has keys 1 to 9 for them

#define MINOR 0.01 // of the largest rate; slower leaks are shown smaller

static void add_text(struct json *json, const char *name, struct buffer *b)
{
    json_name(json, name);
    json_text(json, buffer_text(b));
    buffer_free(b);
}

/* The group of flagged tags that the finding belongs to, or NULL. */
static const struct leak_group *group_of(const struct leaks *leaks, size_t index)
{
    for (size_t g = 0; g < leaks->group_count; g++)
        for (size_t i = 0; i < leaks->groups[g].count; i++)
            if (leaks->groups[g].members[i] == index)
                return &leaks->groups[g];
    return NULL;
}

/* A card: the findings of one tag or of a group. */
struct card {
    size_t index; // in the findings
    const struct leak_group *group;
    double rate; // sum of its tags, per day: bytes, or blocks where bytes are unknown
};

static enum leak_quantity quantity_of(const struct leaks *leaks)
{
    return leaks->known[LEAK_BYTES] ? LEAK_BYTES : LEAK_COUNTS;
}

static double rate_of(const struct leaks *leaks, size_t index, const struct leak_group *group)
{
    double rate = 0;

    for (size_t i = 0; i < (group ? group->count : 1); i++)
        rate += leaks->findings[group ? group->members[i] : index].rate[quantity_of(leaks)].mean;
    return rate;
}

static void add_rate(struct json *json, const struct leaks *leaks, double rate)
{
    struct leaks_unit unit = leaks_unit_of(leaks_seen_seconds(leaks));
    struct buffer b = {0};

    leaks_add_amount(&b, rate / unit.per_day, quantity_of(leaks), true);
    buffer_printf(&b, "%s/%s", quantity_of(leaks) == LEAK_BYTES ? "" : " blocks", unit.name);
    add_text(json, "rate", &b);
}

static void add_reason(struct json *json, const struct report_page *page, const struct leak_finding *finding,
                       const struct leak_group *group)
{
    struct leaks_view view = {.store = page->store, .leaks = page->options->leaks};
    struct buffer b = {0};

    if (group) { // whose numbers these are
        tag_add_shown(&b, store_tag_name(page->store, finding->tag));
        buffer_add_string(&b, ": ");
    }
    leaks_add_why(&b, &view, finding);
    assert(b.length);
    if (!group)
        b.bytes[0] = (char)toupper((unsigned char)b.bytes[0]);
    if (group)
        buffer_printf(&b, " They grow in lockstep: one cause may account for %s.",
                      group->count == 2 ? "both" : "all of them");
    add_text(json, "reason", &b);
}

static void add_card(struct json *json, const struct report_page *page, const struct card *card, double largest)
{
    const struct leaks *leaks = page->options->leaks;
    const struct leak_finding *finding = &leaks->findings[card->index];

    json_open(json, '{');
    json_name(json, "tags");
    json_open(json, '[');
    for (size_t i = 0; i < (card->group ? card->group->count : 1); i++) {
        size_t index = card->group ? card->group->members[i] : card->index;

        if (page->entries.of[leaks->findings[index].tag] != SIZE_MAX)
            json_int(json, (int64_t)page->entries.of[leaks->findings[index].tag]);
    }
    json_close(json, ']');
    json_name(json, "verdict");
    json_string(json, leak_verdict_name(finding->verdict));
    add_rate(json, leaks, card->rate);
    add_reason(json, page, finding, card->group);
    json_name(json, "exhaustion");
    json_string(json, "");
    json_name(json, "minor");
    json_bool(json, !(card->rate >= MINOR * largest));
    json_close(json, '}');
}

static int by_rate(const void *a, const void *b)
{
    const struct card *x = a, *y = b;

    if (x->rate != y->rate)
        return x->rate > y->rate ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

/* The largest rate first. */
static void add_cards(struct json *json, const struct report_page *page)
{
    const struct leaks *leaks = page->options->leaks;
    bool *taken = memory_new(leaks->count, sizeof *taken);
    struct card *cards = memory_new(leaks->count, sizeof *cards);
    size_t count = 0;

    for (size_t i = 0; i < leaks->count && leak_is_flagged(&leaks->findings[i]); i++) {
        const struct leak_group *group = group_of(leaks, i);

        if (taken[i] || page->entries.of[leaks->findings[i].tag] == SIZE_MAX)
            continue;
        for (size_t k = 0; group && k < group->count; k++)
            taken[group->members[k]] = true;
        cards[count++] = (struct card){i, group, rate_of(leaks, i, group)};
    }
    qsort(cards, count, sizeof *cards, by_rate);
    json_name(json, "cards");
    json_open(json, '[');
    for (size_t i = 0; i < count && i < CARDS_MAX; i++)
        add_card(json, page, &cards[i], cards[0].rate);
    json_close(json, ']');
    free(cards);
    free(taken);
}

/* Verdict and start of growth by entry; null: none. */
static void add_columns(struct json *json, const struct report_page *page)
{
    const struct leaks *leaks = page->options->leaks;
    const struct leak_finding **of = memory_new(page->entries.count, sizeof *of);

    for (size_t i = 0; i < leaks->count; i++) {
        size_t entry = page->entries.of[leaks->findings[i].tag];

        if (entry != SIZE_MAX && leaks->findings[i].verdict >= LEAK_WATCH)
            of[entry] = &leaks->findings[i];
    }
    json_name(json, "of");
    json_open(json, '[');
    for (size_t i = 0; i < page->entries.count; i++)
        if (of[i])
            json_string(json, leak_verdict_name(of[i]->verdict));
        else
            json_double(json, NAN);
    json_close(json, ']');
    json_name(json, "since");
    json_open(json, '[');
    for (size_t i = 0; i < page->entries.count; i++)
        if (of[i] && leak_is_flagged(of[i]) && of[i]->has_since)
            json_int(json, of[i]->since_us / 1000);
        else
            json_double(json, NAN);
    json_close(json, ']');
    free(of);
}

/* Sentences: "Not called: dentry 12,000 -> 48,000 (+300 %): ...". */
static void add_not_called(struct json *json, const struct report_page *page)
{
    struct leaks_view view = {.store = page->store, .leaks = page->options->leaks};
    size_t found[NOT_CALLED_MAX], count = leaks_not_called(view.leaks, false, found);

    for (size_t i = 0; i < count; i++) {
        struct buffer b = {0};

        buffer_add_string(&b, "Not called: ");
        leaks_add_not_called(&b, &view, &view.leaks->findings[found[i]]);
        buffer_add_char(&b, '.');
        json_text(json, buffer_text(&b));
        buffer_free(&b);
    }
}

/* Notes of the page. */
static void add_groups(struct json *json, const struct report_page *page)
{
    const struct leaks *leaks = page->options->leaks;
    struct leaks_view view = {.store = page->store, .leaks = leaks};

    json_name(json, "groups");
    json_open(json, '[');
    for (size_t i = 0; i < leaks->group_count; i++) {
        struct buffer b = {0};

        leaks_add_group(&b, &view, &leaks->groups[i]);
        buffer_add_string(&b, " (blocks; a hint, not proof).");
        json_text(json, buffer_text(&b));
        buffer_free(&b);
    }
    add_not_called(json, page);
    json_close(json, ']');
}

static void add_remarks(struct json *json, const struct leaks *leaks)
{
    struct buffer b = {0};

    json_name(json, "explained");
    leaks_add_remark_on(&b, leaks, REMARK_SHARE);
    json_text(json, buffer_text(&b));
    json_name(json, "warnings");
    json_open(json, '[');
    for (int remark = 0; remark < LEAKS_REMARKS; remark++) {
        b.length = 0;
        if (remark != REMARK_SHARE && remark != REMARK_CLOCK &&
            leaks_add_remark_on(&b, leaks, (enum leaks_remark)remark))
            json_text(json, buffer_text(&b));
    }
    json_close(json, ']');
    buffer_free(&b);
}

void page_add_verdicts(struct json *json, const struct report_page *page)
{
    const struct leaks *leaks = page->options->leaks;

    json_name(json, "verdicts");
    if (!leaks || !leaks->count || leaks_caveats(leaks) & LEAK_NO_BOOT) {
        json_double(json, NAN); // null: no verdict possible
        return;
    }
    json_open(json, '{');
    add_cards(json, page);
    add_columns(json, page);
    add_groups(json, page);
    add_remarks(json, leaks);
    json_close(json, '}');
}
