#include "views/text/leaks_text.h"

#include "report/leaks_not_called.h"
#include "report/leaks_remarks.h"
#include "report/leaks_so_far.h"
#include "report/leaks_words.h"
#include "views/text/fold.h"
#include "views/text/leaks_table.h"
#include "views/text/so_far_text.h"

#define BOLD "\033[1m"
#define PLAIN "\033[0m"

/* A paragraph of its own, or after `first` the next line of one. */
static void add_line(struct buffer *out, const struct leaks_view *view, struct text sentence, bool first)
{
    if (first)
        buffer_add_char(out, '\n');
    fold_add(out, sentence, "", 0, fold_width(view->width));
}

static void write_groups(struct buffer *out, const struct leaks_view *view)
{
    struct buffer b = {0};

    for (size_t i = 0; i < view->leaks->group_count; i++) {
        b.length = 0;
        leaks_add_group(&b, view, &view->leaks->groups[i]);
        buffer_printf(&b, ": one cause may account for %s; trace the allocation stacks of each.",
                      view->leaks->groups[i].count == 2 ? "both" : "all of them");
        add_line(out, view, buffer_text(&b), i == 0);
    }
    buffer_free(&b);
}

static void write_not_called(struct buffer *out, const struct leaks_view *view)
{
    size_t found[NOT_CALLED_MAX], count = leaks_not_called(view->leaks, view->all, found);
    struct buffer b = {0};

    for (size_t i = 0; i < count; i++) {
        b.length = 0;
        buffer_add_string(&b, "not called: ");
        leaks_add_not_called(&b, view, &view->leaks->findings[found[i]]);
        buffer_add_char(&b, '.');
        add_line(out, view, buffer_text(&b), i == 0);
    }
    buffer_free(&b);
}

static void write_remarks(struct buffer *out, const struct leaks_view *view)
{
    size_t watched = view->leaks->counts[LEAK_WATCH];
    struct buffer b = {0};

    for (size_t i = 0; leaks_add_remark(&b, view->leaks, i); i++) {
        add_line(out, view, buffer_text(&b), i == 0);
        b.length = 0;
    }
    if (!view->all && watched) {
        buffer_printf(&b, "%zu more tag%s grow%s, but something speaks against a leak: --all shows %s.", watched,
                      watched == 1 ? "" : "s", watched == 1 ? "s" : "", watched == 1 ? "it" : "them");
        add_line(out, view, buffer_text(&b), false);
    }
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
    leaks_table_write(out, view);
    write_groups(out, view);
    write_not_called(out, view);
    write_remarks(out, view);
    buffer_free(&line);
}
