#include "views/text/leaks_text.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/quantity.h"
#include "model/tag.h"
#include "report/leaks_remarks.h"
#include "report/leaks_so_far.h"
#include "report/leaks_words.h"
#include "views/text/fold.h"
#include "views/text/so_far_text.h"

#define BOLD "\033[1m"
#define PLAIN "\033[0m"
#define INDENT "      " // of what belongs to the row above
#define CELL_BYTES 11
#define CELL_BLOCKS 12
#define CELL_FREED 8
#define CELL_PER_BLOCK 9
#define CELLS (CELL_BYTES + CELL_BLOCKS + CELL_FREED + CELL_PER_BLOCK)
#define WIDTH_MIN 30 // narrower terminals: nothing is folded

static void add_folded(struct buffer *out, const struct leaks_view *view, const char *indent, struct text sentence)
{
    fold_add(out, sentence, indent, 0, view->width > WIDTH_MIN ? (size_t)view->width : 0);
}

static void add_cell(struct buffer *out, struct buffer *cell, size_t width)
{
    buffer_add_repeated(out, ' ', cell->length < width ? width - cell->length : 1);
    buffer_add_text(out, buffer_text(cell));
    cell->length = 0;
}

static size_t name_width(const struct leaks_view *view)
{
    size_t widest = 4;

    for (size_t i = 0; i < view->leaks->count; i++) {
        const struct leak_finding *f = &view->leaks->findings[i];
        size_t width = tag_shown_width(store_tag_name(view->store, f->tag));

        if ((leak_is_flagged(f) || (view->all && f->verdict == LEAK_WATCH)) && width > widest)
            widest = width;
    }
    return widest;
}

/* Ends the row: the owner beside it where the terminal is wide enough, else below. */
static void add_owner(struct buffer *out, const struct leaks_view *view, size_t tag, size_t column)
{
    struct buffer owner = {0};

    leaks_add_owner(&owner, view, tag);
    if (owner.length && (!view->width || column + owner.length <= (size_t)view->width)) {
        buffer_add_string(out, "  ");
        buffer_add_text(out, buffer_text(&owner));
        owner.length = 0;
    }
    buffer_add_char(out, '\n');
    if (owner.length)
        add_folded(out, view, INDENT, buffer_text(&owner));
    buffer_free(&owner);
}

static void write_row(struct buffer *out, const struct leaks_view *view, const struct leak_finding *f, size_t width)
{
    struct text name = store_tag_name(view->store, f->tag);
    struct buffer cell = {0};

    tag_add_shown(out, name);
    buffer_add_repeated(out, ' ', width - tag_shown_width(name));
    buffer_printf(out, "  %-8s", leaks_verdict_word(f->verdict));
    for (int m = LEAK_QUANTITIES; m-- > 0;) {
        quantity_add(&cell, f->rate[m].mean, (struct quantity){.is_bytes = m == LEAK_BYTES, .is_signed = true});
        add_cell(out, &cell, m == LEAK_BYTES ? CELL_BYTES : CELL_BLOCKS);
    }
    leaks_add_freed(&cell, &f->gain);
    add_cell(out, &cell, CELL_FREED);
    leaks_add_per_block(&cell, &f->gain);
    add_cell(out, &cell, CELL_PER_BLOCK);
    buffer_add_string(out, "  ");
    if (f->has_since && leak_is_flagged(f)) {
        calendar_add(&cell, f->since_us - f->since_us % MINUTE_US, ' ');
        buffer_add(out, cell.bytes, cell.length > 16 ? 16 : cell.length);
    } else {
        buffer_add_repeated(out, ' ', 16);
    }
    cell.length = 0;
    add_owner(out, view, f->tag, width + 10 + CELLS + 2 + 16 + 2);
    leaks_add_why(&cell, view->leaks, f);
    add_folded(out, view, INDENT, buffer_text(&cell));
    buffer_free(&cell);
}

static void write_table(struct buffer *out, const struct leaks_view *view)
{
    size_t width = name_width(view), shown = 0;

    for (size_t i = 0; i < view->leaks->count; i++) {
        const struct leak_finding *f = &view->leaks->findings[i];

        if (!leak_is_flagged(f) && !(view->all && f->verdict == LEAK_WATCH))
            continue;
        if (shown++ == 0) {
            buffer_printf(out, "\n%-*s  %-8s%*s%*s%*s%*s  since", (int)width, "tag", "verdict", CELL_BYTES, "bytes/day",
                          CELL_BLOCKS, "blocks/day", CELL_FREED, "freed", CELL_PER_BLOCK, "B/block");
            leaks_add_clock(out, view->leaks);
            buffer_add_char(out, '\n');
        }
        write_row(out, view, f, width);
    }
}

static void write_groups(struct buffer *out, const struct leaks_view *view)
{
    struct buffer b = {0};

    for (size_t i = 0; i < view->leaks->group_count; i++) {
        b.length = 0;
        leaks_add_group(&b, view, &view->leaks->groups[i]);
        buffer_printf(&b, ": one cause may account for %s; trace the allocation stacks of each.",
                      view->leaks->groups[i].count == 2 ? "both" : "all of them");
        if (i == 0)
            buffer_add_char(out, '\n');
        add_folded(out, view, "", buffer_text(&b));
    }
    buffer_free(&b);
}

static void write_remarks(struct buffer *out, const struct leaks_view *view)
{
    size_t watched = view->leaks->counts[LEAK_WATCH];
    struct buffer b = {0};

    for (size_t i = 0; leaks_add_remark(&b, view->leaks, i); i++) {
        if (i == 0)
            buffer_add_char(out, '\n');
        add_folded(out, view, "", buffer_text(&b));
        b.length = 0;
    }
    if (!view->all && watched)
        buffer_printf(out, "%zu more tag%s grow%s, but with evidence against a leak: use --all to show %s.\n", watched,
                      watched == 1 ? "" : "s", watched == 1 ? "s" : "", watched == 1 ? "it" : "them");
    buffer_free(&b);
}

void leaks_text_write(struct buffer *out, const struct leaks_view *view)
{
    struct buffer line = {0};

    if (view->leaks->so_far.snapshots) {
        leaks_add_so_far(&line, view->leaks);
    } else {
        leaks_add_summary(&line, view->leaks);
        leaks_add_extent(&line, view->leaks);
    }
    buffer_add_string(out, view->colour ? BOLD : "");
    buffer_add_text(out, buffer_text(&line));
    buffer_add_string(out, view->colour ? PLAIN : "");
    buffer_add_char(out, '\n');
    if (view->leaks->so_far.snapshots)
        so_far_text_write(out, view);
    write_table(out, view);
    write_groups(out, view);
    write_remarks(out, view);
    buffer_free(&line);
}
