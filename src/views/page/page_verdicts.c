/* page_verdicts.c - the leak findings for the page: verdicts and rates by entry, groups, remarks. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/leaks_not_called.h"
#include "report/leaks_remarks.h"
#include "report/leaks_words.h"
#include "views/page/pack.h"
#include "views/page/page_internal.h"

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

    json_name(json, "exhaustion");
    json_open(json, '[');
    for (int remark = REMARK_COMMIT; remark <= REMARK_RAM; remark++) {
        b.length = 0;
        if (leaks_add_remark_on(&b, leaks, (enum leaks_remark)remark))
            json_text(json, buffer_text(&b));
    }
    json_close(json, ']');
    b.length = 0;
    json_name(json, "explained");
    leaks_add_remark_on(&b, leaks, REMARK_SHARE);
    json_text(json, buffer_text(&b));
    json_name(json, "warnings");
    json_open(json, '[');
    for (int remark = 0; remark < LEAKS_REMARKS; remark++) {
        b.length = 0;
        if (remark != REMARK_SHARE && remark != REMARK_CLOCK && remark != REMARK_COMMIT && remark != REMARK_RAM &&
            leaks_add_remark_on(&b, leaks, (enum leaks_remark)remark))
            json_text(json, buffer_text(&b));
    }
    json_close(json, ']');
    buffer_free(&b);
}

static bool has_verdicts(const struct leaks *leaks)
{
    return leaks && leaks->count && !(leaks_caveats(leaks) & LEAK_NO_BOOT);
}

/* IEEE 754, 32 bits, lowest byte first. */
static void add_float(struct buffer *b, double value)
{
    float narrow = (float)value;
    uint32_t bits;

    memcpy(&bits, &narrow, sizeof bits);
    for (int i = 0; i < 4; i++)
        buffer_add_char(b, (char)(bits >> 8 * i & 0xFF));
}

void page_add_rates(struct buffer *b, const struct report_page *page)
{
    const struct leaks *leaks = page->options->leaks;
    const struct leak_finding **of;
    struct buffer bytes = {0};

    if (!has_verdicts(leaks))
        return;
    of = memory_new(page->entries.count, sizeof *of);
    for (size_t i = 0; i < leaks->count; i++)
        if (page->entries.of[leaks->findings[i].tag] != SIZE_MAX)
            of[page->entries.of[leaks->findings[i].tag]] = &leaks->findings[i];
    for (int column = 0; column < 6; column++)
        for (size_t entry = 0; entry < page->entries.count; entry++) {
            const struct leak_rate *rate = of[entry] ? &of[entry]->rate[column < 3 ? LEAK_BYTES : LEAK_COUNTS] : NULL;

            add_float(&bytes, !rate ? NAN : column % 3 == 0 ? rate->mean : column % 3 == 1 ? rate->low : rate->high);
        }
    pack_add_block(b, "rates", &bytes);
    buffer_free(&bytes);
    free(of);
}

void page_add_verdicts(struct json *json, const struct report_page *page)
{
    const struct leaks *leaks = page->options->leaks;

    json_name(json, "verdicts");
    if (!has_verdicts(leaks)) {
        json_double(json, NAN); // null: no verdict possible
        return;
    }
    json_open(json, '{');
    page_add_findings(json, page);
    add_columns(json, page);
    add_groups(json, page);
    add_remarks(json, leaks);
    json_close(json, '}');
}
