#include "views/text/leaks_text.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/quantity.h"
#include "model/tag.h"
#include "report/leaks_remarks.h"
#include "report/leaks_words.h"
#include "views/text/fold.h"

#define BOLD "\033[1m"
#define PLAIN "\033[0m"
#define CELL 12
#define WIDTH_MIN 30 // narrower terminals: nothing is folded

static void add_folded(struct buffer *out, const struct leaks_view *view, const char *indent, struct text sentence)
{
    fold_add(out, sentence, indent, 0, view->width > WIDTH_MIN ? (size_t)view->width : 0);
}

static void add_cell(struct buffer *out, struct buffer *cell)
{
    buffer_add_repeated(out, ' ', cell->length < CELL ? CELL - cell->length : 1);
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

static void write_row(struct buffer *out, const struct leaks_view *view, const struct leak_finding *f, size_t width)
{
    struct text name = store_tag_name(view->store, f->tag);
    struct buffer cell = {0};
    size_t owner_column;

    tag_add_shown(out, name);
    buffer_add_repeated(out, ' ', width - tag_shown_width(name));
    buffer_printf(out, "  %-8s", leaks_verdict_word(f->verdict));
    for (int m = LEAK_QUANTITIES; m-- > 0;) {
        quantity_add(&cell, f->rate[m].mean, (struct quantity){.is_bytes = m == LEAK_BYTES, .is_signed = true});
        add_cell(out, &cell);
    }
    buffer_add_string(out, "   ");
    if (f->has_since && leak_is_flagged(f)) {
        calendar_add(&cell, f->since_us - f->since_us % MINUTE_US, ' ');
        buffer_add(out, cell.bytes, cell.length > 16 ? 16 : cell.length);
    } else {
        buffer_add_repeated(out, ' ', 16);
    }
    cell.length = 0;
    leaks_add_owner(&cell, view, f->tag);
    owner_column = width + 10 + 2 * CELL + 3 + 16 + 2;
    if (cell.length) {
        buffer_add_string(out, "  ");
        if (view->width && owner_column + cell.length > (size_t)view->width && cell.length > 40)
            cell.length = 40;
        buffer_add_text(out, buffer_text(&cell));
    }
    buffer_add_char(out, '\n');
    cell.length = 0;
    leaks_add_why(&cell, view->leaks, f);
    add_folded(out, view, "      ", buffer_text(&cell));
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
            buffer_printf(out, "\n%-*s  %-8s%*s%*s   since", (int)width, "tag", "verdict", CELL, "bytes/day", CELL,
                          "blocks/day");
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

    leaks_add_summary(&line, view->leaks);
    leaks_add_extent(&line, view->leaks);
    buffer_add_string(out, view->colour ? BOLD : "");
    buffer_add_text(out, buffer_text(&line));
    buffer_add_string(out, view->colour ? PLAIN : "");
    buffer_add_char(out, '\n');
    write_table(out, view);
    write_groups(out, view);
    write_remarks(out, view);
    buffer_free(&line);
}
