#include "report/report_leaks.h"

#include <assert.h>

#include "base/memory.h"
#include "model/tag.h"
#include "report/leaks_remarks.h"
#include "report/leaks_words.h"

#define SHOWN 8 // tags

static void add_remark(struct report *r, const struct leaks *leaks, enum leaks_remark remark)
{
    struct buffer b = {0};

    if (leaks_add_remark_on(&b, leaks, remark))
        r->leaks[r->leak_count++] = buffer_take(&b);
    buffer_free(&b);
}

void report_leaks(struct report *r, const struct store *store, const struct leaks *leaks)
{
    struct leaks_view view = {.store = store, .leaks = leaks};
    size_t flagged = leaks->counts[LEAK_CERTAIN] + leaks->counts[LEAK_PROBABLE];

    if (!flagged)
        return;
    assert(!r->leaks);
    r->leaks = memory_new(SHOWN + 4, sizeof *r->leaks);
    for (size_t i = 0; i < leaks->count && r->leak_count < SHOWN; i++) {
        const struct leak_finding *f = &leaks->findings[i];
        struct buffer b = {0};

        if (!leak_is_flagged(f))
            continue;
        buffer_printf(&b, "%s ", leaks_verdict_word(f->verdict));
        tag_add_shown(&b, store_tag_name(store, f->tag));
        buffer_add_string(&b, ": ");
        leaks_add_why(&b, &view, f);
        r->leaks[r->leak_count++] = buffer_take(&b);
    }
    if (flagged > r->leak_count) {
        size_t more = flagged - r->leak_count;
        struct buffer b = {0};

        buffer_printf(&b, "%zu more leak%s or probable leak%s: run poolmonviz leaks.", more, more == 1 ? "" : "s",
                      more == 1 ? "" : "s");
        r->leaks[r->leak_count++] = buffer_take(&b);
    }
    add_remark(r, leaks, REMARK_SHORT);
    add_remark(r, leaks, REMARK_SETTLING);
    add_remark(r, leaks, REMARK_CAUTION);
    assert(r->leak_count <= SHOWN + 4);
}
