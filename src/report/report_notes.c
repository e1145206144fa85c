#include "report/report_notes.h"

#include "base/calendar.h"
#include "base/memory.h"
#include "model/tag.h"

#define NAMES_IN_A_NOTE 8

void report_note(struct report *r, struct buffer *b)
{
    r->notes = memory_resize(r->notes, r->note_count + 1, sizeof *r->notes);
    r->notes[r->note_count++] = buffer_take(b);
}

static void note_few_snapshots(struct report *r)
{
    struct buffer b = {0};

    if (r->moments > 2)
        return;
    if (r->moments == 1)
        buffer_add_string(&b, "One snapshot shows no growth: take at least two, some hours apart.");
    else
        buffer_add_string(&b, "Two snapshots show a difference, not a trend.");
    report_note(r, &b);
}

static void note_boots(struct report *r)
{
    struct buffer b = {0};

    if (!r->boots_known) {
        if (r->moments < 2)
            return;
        buffer_add_string(&b,
                          "Whether the machine was restarted cannot be told: that takes the allocs of ten busy tags.");
    } else if (r->boot_count == 0) {
        return;
    } else {
        if (r->boot_count == 1)
            buffer_add_string(&b, "The machine was restarted once (first snapshot after it:");
        else
            buffer_printf(&b, "The machine was restarted %zu times (first snapshots after it:", r->boot_count);
        for (size_t i = 0; i < r->boot_count && i < NAMES_IN_A_NOTE; i++) {
            buffer_add_string(&b, i ? ", " : " ");
            report_add_time(&b, r, r->boots[i]);
        }
        if (r->boot_count > NAMES_IN_A_NOTE)
            buffer_add_string(&b, ", ...");
        buffer_add_string(&b, "): every counter began anew, so growth and correlation across it mean little.");
    }
    report_note(r, &b);
}

static void note_gone(struct report *r)
{
    struct buffer b = {0};
    size_t gone = 0;

    for (size_t i = 0; i < r->row_count; i++) {
        const struct report_row *row = &r->rows[i];

        if (row->is_total || !row->seen || row->last_at >= r->last_known)
            continue;
        if (gone++ >= NAMES_IN_A_NOTE)
            continue;
        buffer_add_string(&b, gone == 1 ? "Without a value in the last snapshot: " : ", ");
        tag_add_python(&b, row->name);
        buffer_add_string(&b, " (last known ");
        report_add_time(&b, r, row->last_at);
        buffer_add_char(&b, ')');
    }
    if (gone > NAMES_IN_A_NOTE)
        buffer_printf(&b, " and %zu more", gone - NAMES_IN_A_NOTE);
    if (!gone)
        return;
    buffer_add_string(&b, gone == 1 ? ": its growth ends there." : ": their growth ends there.");
    report_note(r, &b);
}

static void note_all_excluded(struct report *r)
{
    struct buffer b = {0};
    bool wanted = false;

    for (int order = 0; order < ORDERS; order++) {
        wanted |= r->list_wanted[order];
        if (r->list_counts[order])
            return;
    }
    if (!wanted)
        return;
    buffer_add_string(&b, "No tag is left to rank: all that have a value are excluded.");
    report_note(r, &b);
}

static void note_total_gaps(struct report *r)
{
    size_t gaps = r->moments - (r->row_count ? r->rows[0].seen : 0);
    struct buffer b = {0};

    if (!gaps)
        return;
    buffer_printf(&b, "TOTAL is left out of %zu snapshot%s that %s not whole, or %s no column for it.", gaps,
                  gaps == 1 ? "" : "s", gaps == 1 ? "is" : "are", gaps == 1 ? "has" : "have");
    report_note(r, &b);
}

/* Through two points there is always a line. */
static void note_two_points(struct report *r)
{
    struct buffer b = {0};
    size_t found = 0;

    for (size_t i = 0; i < r->row_count && r->matrix.count; i++) {
        if (r->rows[i].is_total || r->rows[i].seen != 2)
            continue;
        if (found++ >= NAMES_IN_A_NOTE)
            continue;
        buffer_add_string(&b, found == 1 ? "Known in two snapshots only: " : ", ");
        tag_add_python(&b, r->rows[i].name);
    }
    if (!found)
        return;
    if (found > NAMES_IN_A_NOTE)
        buffer_printf(&b, " and %zu more", found - NAMES_IN_A_NOTE);
    buffer_add_string(&b, ": a correlation there is 1 or -1 whatever happens.");
    report_note(r, &b);
}

void report_make_notes(struct report *report)
{
    note_all_excluded(report);
    note_few_snapshots(report);
    note_boots(report);
    note_gone(report);
    note_total_gaps(report);
    note_two_points(report);
}
