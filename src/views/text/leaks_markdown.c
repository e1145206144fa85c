#include "views/text/leaks_markdown.h"

#include <string.h>

#include "base/calendar.h"
#include "base/quantity.h"
#include "model/tag.h"
#include "report/leaks_not_called.h"
#include "report/leaks_remarks.h"
#include "report/leaks_so_far.h"
#include "report/leaks_times.h"
#include "report/leaks_words.h"
#include "views/text/leaks_trace.h"

/* Escapes what markdown would interpret; of these, > only where a line may begin. */
static void add_escaped(struct buffer *out, struct text t)
{
    for (size_t i = 0; i < t.length; i++) {
        if (t.data[i] && strchr(i ? "|\\`*_<[]" : "|\\`*_<>[]", t.data[i]))
            buffer_add_char(out, '\\');
        buffer_add_char(out, t.data[i]);
    }
}

static void add_tag(struct buffer *out, struct text name)
{
    struct buffer b = {0};

    tag_add_shown(&b, name);
    add_escaped(out, buffer_text(&b));
    buffer_free(&b);
}

static void write_row(struct buffer *out, const struct leaks_view *view, const struct leak_finding *f)
{
    struct buffer b = {0};

    buffer_add_string(out, "| ");
    add_tag(out, store_tag_name(view->store, f->tag));
    buffer_printf(out, " | %s | ", leaks_verdict_word(f->verdict));
    if (f->has_since && leak_is_flagged(f))
        calendar_add(out, f->since_us - f->since_us % SECOND_US, ' ');
    buffer_add_string(out, " | ");
    leaks_add_freed(out, &f->gain);
    buffer_add_string(out, " | ");
    leaks_add_per_block(out, &f->gain);
    buffer_add_string(out, " | ");
    leaks_add_owner(&b, view, f->tag);
    add_escaped(out, buffer_text(&b));
    buffer_add_string(out, " | ");
    b.length = 0;
    leaks_add_why(&b, view, f);
    add_escaped(out, buffer_text(&b));
    buffer_add_string(out, " |\n");
    buffer_free(&b);
}

static void write_table(struct buffer *out, const struct leaks_view *view)
{
    size_t shown = 0;

    for (size_t i = 0; i < view->leaks->count; i++) {
        const struct leak_finding *f = &view->leaks->findings[i];

        if (!leak_is_flagged(f) && !(view->all && f->verdict == LEAK_WATCH))
            continue;
        if (shown++ == 0) {
            buffer_add_string(out, "\n| tag | verdict | since");
            leaks_add_clock(out, view->leaks);
            buffer_add_string(out, " | freed | bytes per block | driver | why |\n|---|---|---|---:|---:|---|---|\n");
        }
        write_row(out, view, f);
    }
}

static void write_so_far_row(struct buffer *out, const struct leaks_view *view, const struct leak_finding *f)
{
    struct buffer b = {0};

    buffer_add_string(out, "| ");
    add_tag(out, store_tag_name(view->store, f->tag));
    for (int column = 0; column < SO_FAR_COLUMNS; column++) {
        b.length = 0;
        leaks_add_so_far_cell(&b, view->leaks, f, (enum so_far_column)column);
        buffer_add_string(out, " | ");
        add_escaped(out, buffer_text(&b));
    }
    b.length = 0;
    leaks_add_owner(&b, view, f->tag);
    buffer_add_string(out, " | ");
    add_escaped(out, buffer_text(&b));
    buffer_add_string(out, " |\n");
    buffer_free(&b);
}

static void write_so_far(struct buffer *out, const struct leaks_view *view)
{
    size_t rows = leaks_so_far_rows(view);
    struct buffer b = {0};

    for (size_t i = 0; i < rows; i++) {
        if (i == 0) {
            buffer_add_string(out, "\n| tag");
            for (int column = 0; column < SO_FAR_COLUMNS; column++) {
                buffer_add_string(out, " | ");
                leaks_add_so_far_heading(out, view->leaks, (enum so_far_column)column);
            }
            buffer_add_string(out, " | driver |\n|---|");
            for (int column = 0; column < SO_FAR_COLUMNS; column++)
                buffer_add_string(out, "---:|");
            buffer_add_string(out, "---|\n");
        }
        write_so_far_row(out, view, &view->leaks->findings[i]);
    }
    leaks_add_moved(&b, view, rows);
    if (b.length) {
        buffer_add_char(out, '\n');
        add_escaped(out, buffer_text(&b));
        buffer_add_char(out, '\n');
    }
    buffer_free(&b);
}

/* The first line: what was found, or what can be said so far. */
static void write_heading(struct buffer *out, const struct leaks *leaks)
{
    buffer_add_string(out, "**");
    if (leaks->so_far.snapshots)
        leaks_add_so_far(out, leaks);
    else
        leaks_add_summary(out, leaks);
    buffer_add_string(out, "**");
    if (leaks->so_far.snapshots) {
        buffer_add_string(out, ", ");
        leaks_add_seen(out, leaks);
    } else {
        leaks_add_extent(out, leaks);
    }
    buffer_add_char(out, '\n');
}

static void write_not_called(struct buffer *out, const struct leaks_view *view)
{
    size_t found[NOT_CALLED_MAX], count = leaks_not_called(view->leaks, view->all, found);
    struct buffer b = {0};

    for (size_t i = 0; i < count; i++) {
        b.length = 0;
        leaks_add_not_called(&b, view, &view->leaks->findings[found[i]]);
        buffer_add_string(out, i ? "- not called: " : "\n- not called: ");
        add_escaped(out, buffer_text(&b));
        buffer_add_char(out, '\n');
    }
    buffer_free(&b);
}

void leaks_markdown_write(struct buffer *out, const struct leaks_view *view)
{
    struct buffer b = {0};

    write_heading(out, view->leaks);
    if (view->leaks->so_far.snapshots)
        write_so_far(out, view);
    write_table(out, view);
    for (size_t i = 0; i < view->leaks->group_count; i++) {
        b.length = 0;
        leaks_add_group(&b, view, &view->leaks->groups[i]);
        buffer_add_string(out, i ? "- " : "\n- ");
        add_escaped(out, buffer_text(&b));
        buffer_printf(out, ": one cause may account for %s\n",
                      view->leaks->groups[i].count == 2 ? "both" : "all of them");
    }
    write_not_called(out, view);
    b.length = 0;
    for (size_t i = 0; leaks_add_remark(&b, view->leaks, i); i++) {
        buffer_add_string(out, i ? "- " : "\n- ");
        add_escaped(out, buffer_text(&b));
        buffer_add_char(out, '\n');
        b.length = 0;
    }
    leaks_trace_write(out, view);
    buffer_free(&b);
}
