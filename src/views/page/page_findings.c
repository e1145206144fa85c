/* page_findings.c - what was found, for the page: a card for each flagged tag, or for a group in lockstep. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/tag.h"
#include "report/leaks_reasons.h"
#include "report/leaks_units.h"
#include "report/leaks_words.h"
#include "views/page/page_internal.h"

#define MINOR 0.01 // of the largest rate; slower leaks are shown smaller

/* The findings of one tag or of a group. */
struct card {
    size_t index; // in the findings; of a group the one with the highest verdict
    const struct leak_group *group;
    double rate; // sum of its tags, per day: bytes, or blocks where bytes are unknown
};

static void add_text(struct json *json, const char *name, struct buffer *b)
{
    json_name(json, name);
    json_text(json, buffer_text(b));
    buffer_free(b);
}

static size_t members(const struct card *card)
{
    return card->group ? card->group->count : 1;
}

static size_t member(const struct card *card, size_t i)
{
    return card->group ? card->group->members[i] : card->index;
}

static enum leak_quantity weight_of(const struct leaks *leaks)
{
    return leaks->known[LEAK_BYTES] ? LEAK_BYTES : LEAK_COUNTS;
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

static void add_pace(struct json *json, const char *name, const struct leaks *leaks, double rate)
{
    struct leaks_unit unit = leaks_unit_of(leaks_seen_seconds(leaks));
    struct buffer b = {0};

    leaks_add_amount(&b, rate / unit.per_day, weight_of(leaks), true);
    buffer_printf(&b, "%s/%s", weight_of(leaks) == LEAK_BYTES ? "" : " blocks", unit.name);
    add_text(json, name, &b);
}

/* "100,000 blocks a day (81,500 to 119,000)", the leading quantity first. */
static void add_rates(struct json *json, const struct leaks *leaks, const struct leak_finding *f)
{
    json_name(json, "rates");
    json_open(json, '[');
    for (int i = 0; i < LEAK_QUANTITIES; i++) {
        enum leak_quantity quantity = i == 0 ? f->leading : f->leading == LEAK_BYTES ? LEAK_COUNTS : LEAK_BYTES;
        struct buffer b = {0};

        if (!leaks->known[quantity] || isnan(f->rate[quantity].mean))
            continue;
        buffer_add_string(&b, quantity == LEAK_COUNTS ? "blocks: " : "");
        leaks_add_rate(&b, leaks, &f->rate[quantity], quantity);
        json_text(json, buffer_text(&b));
        buffer_free(&b);
    }
    json_close(json, ']');
}

/* The line that the page draws: of the leading quantity, per day. */
static void add_line(struct json *json, const struct leak_finding *f)
{
    const struct leak_rate *rate = &f->rate[f->leading];

    json_name(json, "quantity");
    json_string(json, f->leading == LEAK_BYTES ? "bytes" : "blocks");
    json_name(json, "perDay");
    json_open(json, '[');
    json_double(json, rate->mean);
    json_double(json, rate->low);
    json_double(json, rate->high);
    json_close(json, ']');
}

static void add_sentences(struct json *json, const struct report_page *page, const struct leak_finding *f)
{
    struct leaks_view view = {.store = page->store, .leaks = page->options->leaks};
    struct buffer change = {0}, why = {0}, settle = {0}, freed = {0}, per_block = {0};

    if (f->gain.is_known[f->leading])
        leaks_add_change(&change, view.leaks, f, f->leading);
    add_text(json, "change", &change);
    leaks_add_judgement(&why, &view, f);
    buffer_add_char(&why, '.');
    add_text(json, "why", &why);
    if (f->doubt != LEAK_STEADY)
        leaks_add_settle(&settle, view.leaks, f);
    add_text(json, "settle", &settle);
    if (!isnan(leak_freed_percent(&f->gain)))
        leaks_add_freed(&freed, &f->gain);
    add_text(json, "freed", &freed);
    if (!isnan(leak_bytes_per_block(&f->gain)))
        leaks_add_per_block(&per_block, &f->gain);
    add_text(json, "perBlock", &per_block);
}

/* "File : FMfn : IoNm grow in lockstep, 1 : 1 : 2"; empty for a tag alone. */
static void add_partners(struct json *json, const struct report_page *page, const struct card *card)
{
    struct leaks_view view = {.store = page->store, .leaks = page->options->leaks};
    struct buffer b = {0};

    if (card->group)
        leaks_add_group(&b, &view, card->group);
    add_text(json, "partners", &b);
}

static void add_reason(struct json *json, const struct report_page *page, const struct card *card)
{
    struct leaks_view view = {.store = page->store, .leaks = page->options->leaks};
    const struct leak_finding *f = &view.leaks->findings[card->index];
    struct buffer b = {0};

    if (card->group) { // whose numbers these are
        tag_add_shown(&b, store_tag_name(page->store, f->tag));
        buffer_add_string(&b, ": ");
    }
    leaks_add_why(&b, &view, f);
    if (!card->group && b.length && b.bytes[0] >= 'a' && b.bytes[0] <= 'z')
        b.bytes[0] = (char)(b.bytes[0] - 'a' + 'A');
    if (card->group)
        buffer_printf(&b, " They grow in lockstep: one cause may account for %s.",
                      card->group->count == 2 ? "both" : "all of them");
    add_text(json, "reason", &b);
}

/* The tag whose numbers the card has comes first. */
static void add_tags(struct json *json, const struct report_page *page, const struct card *card)
{
    const struct leaks *leaks = page->options->leaks;

    json_name(json, "tags");
    json_open(json, '[');
    json_int(json, (int64_t)page->entries.of[leaks->findings[card->index].tag]);
    for (size_t i = 0; i < members(card); i++) {
        size_t entry = page->entries.of[leaks->findings[member(card, i)].tag];

        if (member(card, i) != card->index && entry != SIZE_MAX)
            json_int(json, (int64_t)entry);
    }
    json_close(json, ']');
}

static void add_card(struct json *json, const struct report_page *page, const struct card *card, double largest)
{
    const struct leaks *leaks = page->options->leaks;
    const struct leak_finding *finding = &leaks->findings[card->index];

    json_open(json, '{');
    add_tags(json, page, card);
    json_name(json, "verdict");
    json_string(json, leak_verdict_name(finding->verdict));
    json_name(json, "points");
    json_double(json, finding->score);
    add_pace(json, "rate", leaks, card->rate);
    add_rates(json, leaks, finding);
    add_line(json, finding);
    add_sentences(json, page, finding);
    add_partners(json, page, card);
    add_reason(json, page, card);
    json_name(json, "minor");
    json_bool(json, !(card->rate >= MINOR * largest));
    json_close(json, '}');
}

static struct card card_of(const struct leaks *leaks, size_t index)
{
    struct card card = {.index = index, .group = group_of(leaks, index)};

    for (size_t i = 0; i < members(&card); i++) {
        double rate = leaks->findings[member(&card, i)].rate[weight_of(leaks)].mean;

        card.rate += isnan(rate) ? 0 : rate;
        if (leaks->findings[member(&card, i)].verdict > leaks->findings[card.index].verdict)
            card.index = member(&card, i);
    }
    return card;
}

static int by_verdict(const struct leaks *leaks, const struct card *x, const struct card *y)
{
    enum leak_verdict a = leaks->findings[x->index].verdict, b = leaks->findings[y->index].verdict;

    if (a != b)
        return a > b ? -1 : 1;
    if (x->rate != y->rate)
        return x->rate > y->rate ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

/* The surest first, then the largest rate. Cards are few: leaks of one machine. */
static void insert(const struct leaks *leaks, struct card *cards, size_t count, struct card card)
{
    size_t at = count;

    while (at > 0 && by_verdict(leaks, &card, &cards[at - 1]) < 0)
        at--;
    memmove(&cards[at + 1], &cards[at], (count - at) * sizeof *cards);
    cards[at] = card;
}

static size_t make_cards(const struct report_page *page, struct card *cards)
{
    const struct leaks *leaks = page->options->leaks;
    bool *taken = memory_new(leaks->count, sizeof *taken);
    size_t count = 0;

    for (size_t i = 0; i < leaks->count && leak_is_flagged(&leaks->findings[i]); i++) {
        struct card card = card_of(leaks, i);

        if (taken[i] || page->entries.of[leaks->findings[card.index].tag] == SIZE_MAX)
            continue;
        for (size_t k = 0; k < members(&card); k++)
            taken[member(&card, k)] = true;
        insert(leaks, cards, count++, card);
    }
    free(taken);
    return count;
}

void page_add_findings(struct json *json, const struct report_page *page)
{
    struct card *cards = memory_new(page->options->leaks->count, sizeof *cards);
    size_t count = make_cards(page, cards);
    double largest = 0;

    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, cards[i].rate);
    json_name(json, "cards");
    json_open(json, '[');
    for (size_t i = 0; i < count; i++)
        add_card(json, page, &cards[i], largest);
    json_close(json, ']');
    free(cards);
}

size_t *page_flagged(const struct report_page *page, size_t *count)
{
    const struct leaks *leaks = page->options->leaks;
    struct card *cards = memory_new(leaks ? leaks->count : 0, sizeof *cards);
    size_t card_count = leaks ? make_cards(page, cards) : 0,
           *entries = memory_new(page->entries.count, sizeof *entries);

    *count = 0;
    for (size_t i = 0; i < card_count; i++) {
        for (size_t k = 0; k < members(&cards[i]); k++) {
            size_t entry = page->entries.of[leaks->findings[member(&cards[i], k)].tag];

            if (entry != SIZE_MAX)
                entries[(*count)++] = entry;
        }
    }
    free(cards);
    return entries;
}

bool page_first_card(const struct report_page *page, struct page_first *first)
{
    const struct leaks *leaks = page->options->leaks;
    struct card *cards = memory_new(leaks ? leaks->count : 0, sizeof *cards);
    size_t count = leaks ? make_cards(page, cards) : 0;

    if (count) {
        const struct leak_finding *f = &leaks->findings[cards->index];

        *first = (struct page_first){.metric = f->leading == LEAK_BYTES ? TOTAL_USED_BYTES : TOTAL_DIFF,
                                     .entries = memory_new(members(cards), sizeof *first->entries)};
        first->entries[first->count++] = page->entries.of[f->tag];
        for (size_t i = 0; i < members(cards); i++) {
            size_t entry = page->entries.of[leaks->findings[member(cards, i)].tag];

            if (member(cards, i) != cards->index && entry != SIZE_MAX)
                first->entries[first->count++] = entry;
        }
    }
    free(cards);
    return count > 0;
}
