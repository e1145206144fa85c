/* svg_lines.c - the line chart.
 *
 *     heading
 *     +-----------------+
 *     | selected tags   |  legend: tag, growth
 *     +-----------------+
 *     | TOTAL (strip)   |  without selected tags, TOTAL takes the place of both
 *     +-----------------+
 *        time axis
 */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "base/quantity.h"
#include "model/tag.h"
#include "report/report_times.h"
#include "views/markup.h"
#include "views/svg/chart.h"
#include "views/svg/svg_figures.h"
#include "views/svg/svg_ink.h"

#define LEFT_MIN 74.0
#define LEGEND_MIN 168.0
#define LEGEND_NAME 24  // columns of a name; longer ones are cut in the middle
#define DIGIT_WIDTH 6.6 // pixels, of axis labels
#define NAME_WIDTH 7.3  // pixels, of names in the legend
#define TOP 58.0
#define MAIN_HEIGHT 380.0
#define GAP 34.0
#define STRIP_HEIGHT 70.0
#define BOTTOM 46.0
#define LEGEND_STEP 17.0
#define MARKERS_BELOW 50 // moments; with more, the line alone is clearer

/* The figure being drawn. */
struct drawing {
    struct buffer *out;
    const struct report *report;
    struct chart_scale x;
    double left, right; // of the plot, pixels; axis labels are to the left, the legend to the right
    double main_bottom, strip_top, strip_bottom; // pixels
};

static bool has_tags(const struct report *r)
{
    return r->row_count > 1;
}

static double main_height(const struct report *r)
{
    double legend = (double)(r->row_count + 1) * LEGEND_STEP;

    return legend > MAIN_HEIGHT ? legend : MAIN_HEIGHT;
}

/* TOTAL has a strip below the tags, or the whole plot if there are no tags. */
double svg_lines_height(const struct report *r)
{
    return TOP + main_height(r) + (has_tags(r) ? GAP + STRIP_HEIGHT : 0) + BOTTOM;
}

/* Lowest and highest value of rows [first, end) and 0. */
static void range_of(const struct report *r, size_t first, size_t end, double *low, double *high)
{
    *low = *high = 0;
    for (size_t i = first * r->moments; i < end * r->moments; i++) {
        if (r->series[i] < *low)
            *low = r->series[i];
        if (r->series[i] > *high)
            *high = r->series[i];
    }
}

static void draw_heading(const struct drawing *d)
{
    const struct report *r = d->report;
    struct buffer b = {0};

    ink_label(d->out, (struct ink_label){.x = d->left, .y = 24, .size = 17, .is_bold = true}, text_of(r->title));
    report_add_extent(&b, r);
    if (r->is_numbered) {
        buffer_add_string(&b, " (");
        report_add_clock(&b, r);
        buffer_add_char(&b, ')');
    } else {
        buffer_add_string(&b, r->is_local ? " (DateTime: local time)" : " (DateTimeUTC)");
    }
    ink_label(d->out, (struct ink_label){.x = d->left, .y = 42, .size = 12, .is_dim = true}, buffer_text(&b));
    buffer_free(&b);
}

static void draw_value_axis(const struct drawing *d, const struct chart_ticks *ticks, const struct chart_scale *y)
{
    for (size_t i = 0; i < ticks->count; i++) {
        double pos = chart_place(y, ticks->pos[i]);

        ink_hairline(d->out, "grid", d->left, pos, d->right, pos);
        ink_label(d->out,
                  (struct ink_label){.x = d->left - 8, .y = pos + 4, .size = 11, .anchor = INK_END, .is_dim = true},
                  text_of(ticks->label[i]));
    }
}

/* For chart_time_ticks: the offset at the last moment before. */
static int64_t clock_of(const void *context, int64_t utc_us)
{
    const struct report *r = context;
    size_t low = 0, high = r->moments;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (r->utc[middle] <= utc_us)
            low = middle;
        else
            high = middle;
    }
    return r->shown[low] - r->utc[low];
}

/* Where times are unknown: numbers of snapshots, at most ten. */
static void number_ticks(const struct report *r, struct chart_ticks *out)
{
    size_t step = (r->moments + 9) / 10;

    out->count = 0;
    for (size_t m = 0; m < r->moments; m += step) {
        assert(out->count < CHART_TICKS);
        out->pos[out->count] = (double)r->utc[m];
        snprintf(out->label[out->count++], sizeof out->label[0], "%zu", m + 1);
    }
}

static void draw_time_axis(const struct drawing *d)
{
    const struct report *r = d->report;
    struct chart_ticks ticks;
    double bottom = has_tags(r) ? d->strip_bottom : d->main_bottom;

    if (r->is_numbered)
        number_ticks(r, &ticks);
    else
        chart_time_ticks(r->utc[0], r->utc[r->moments - 1], clock_of, r, 10, &ticks);
    for (size_t i = 0; i < ticks.count; i++) {
        double pos = chart_place(&d->x, ticks.pos[i]);

        ink_hairline(d->out, "grid", pos, TOP, pos, d->main_bottom);
        ink_hairline(d->out, "axis", pos, bottom, pos, bottom + 5);
        ink_label(d->out,
                  (struct ink_label){.x = pos, .y = bottom + 19, .size = 11, .anchor = INK_MIDDLE, .is_dim = true},
                  text_of(ticks.label[i]));
    }
    ink_hairline(d->out, "axis", d->left, d->main_bottom, d->right, d->main_bottom);
    ink_label(d->out,
              (struct ink_label){
                  .x = (d->left + d->right) / 2, .y = bottom + 37, .size = 11, .anchor = INK_MIDDLE, .is_dim = true},
              text_of(r->is_numbered ? "snapshot"
                      : r->is_local  ? "DateTime"
                                     : "DateTimeUTC"));
}

static void draw_boots(const struct drawing *d)
{
    const struct report *r = d->report;
    double bottom = has_tags(r) ? d->strip_bottom : d->main_bottom, labelled = 0;

    for (size_t i = 0; i < r->reboot_count; i++) {
        double pos = chart_place(&d->x, (double)r->utc[r->reboots[i]]);
        bool at_edge = pos > d->right - 50;

        buffer_printf(d->out,
                      "<path class=\"pv-boot\" stroke=\"#5f6875\" stroke-dasharray=\"4 3\" fill=\"none\" "
                      "d=\"M%.1f %.1fV%.1f\"/>\n",
                      pos, TOP, bottom);
        if (i && pos - labelled < 50)
            continue;
        labelled = pos;
        ink_label(d->out,
                  (struct ink_label){.x = at_edge ? pos - 4 : pos + 4,
                                     .y = TOP + 11,
                                     .size = 11,
                                     .is_dim = true,
                                     .anchor = at_edge ? INK_END : INK_START},
                  text_of("reboot"));
    }
}

static void add_path(struct buffer *b, const struct chart_line *line)
{
    for (size_t i = 0; i < line->count; i++) {
        buffer_add_char(b, line->points[i].is_start ? 'M' : 'L');
        ink_number(b, line->points[i].x);
        buffer_add_char(b, ' ');
        ink_number(b, line->points[i].y);
    }
}

/* Marks every point if `all`, and always a point that no line touches. */
static void add_markers(struct buffer *b, const struct chart_line *line, bool all, const struct ink *ink)
{
    for (size_t i = 0; i < line->count; i++) {
        const struct chart_point *p = &line->points[i];
        bool alone = p->is_start && (i + 1 == line->count || line->points[i + 1].is_start);

        if (!all && !alone)
            continue;
        buffer_printf(b, "<circle class=\"pv-f%d\" fill=\"%s\" cx=\"", ink->number, ink->light);
        ink_number(b, p->x);
        buffer_add_string(b, "\" cy=\"");
        ink_number(b, p->y);
        buffer_printf(b, "\" r=\"%s\"/>\n", alone ? "3" : "2.2");
    }
}

static void draw_series(const struct drawing *d, size_t row, const struct chart_scale *y, const struct ink *ink)
{
    const struct report *r = d->report;
    struct chart_line line;

    chart_line_make(r->utc, report_series(r, row), r->moments, r->reboots, r->reboot_count, &d->x, y, &line);
    buffer_add_string(d->out, "<g><title>");
    markup_add_escaped(d->out, r->rows[row].name);
    buffer_printf(
        d->out,
        "</title><path class=\"pv-%d\" stroke=\"%s\" stroke-width=\"%s\" fill=\"none\" stroke-linejoin=\"round\"",
        ink->number, ink->light, ink->number < 0 ? "1" : "1.7");
    if (*ink->dash)
        buffer_printf(d->out, " stroke-dasharray=\"%s\"", ink->dash);
    buffer_add_string(d->out, " d=\"");
    add_path(d->out, &line);
    buffer_add_string(d->out, "\"/>\n");
    add_markers(d->out, &line, r->moments < MARKERS_BELOW, ink);
    buffer_add_string(d->out, "</g>\n");
    chart_line_free(&line);
}

static void draw_legend_entry(const struct drawing *d, size_t row, double y, const struct ink *ink)
{
    const struct report *r = d->report;
    double x = d->right + 16;
    struct buffer growth = {0};

    buffer_printf(d->out, "<path class=\"pv-%d\" stroke=\"%s\" stroke-width=\"2.4\" fill=\"none\"", ink->number,
                  ink->light);
    if (*ink->dash)
        buffer_printf(d->out, " stroke-dasharray=\"%s\"", ink->dash);
    buffer_printf(d->out, " d=\"M%.0f %.1fh20\"/>\n", x, y - 4);
    ink_name(d->out, (struct ink_label){.x = x + 28, .y = y, .size = 12, .is_mono = true, .is_bold = ink->number >= 0},
             r->rows[row].name, LEGEND_NAME);
    quantity_add(&growth, r->rows[row].growth, (struct quantity){r->is_bytes, true});
    ink_label(d->out, (struct ink_label){.x = FIGURE_WIDTH - 8, .y = y, .size = 11, .anchor = INK_END, .is_dim = true},
              buffer_text(&growth));
    buffer_free(&growth);
}

/* The legend is sorted by last value, highest first: the order of the lines at the right edge. */
static double last_value(const struct report *r, size_t row)
{
    return isnan(r->rows[row].last) ? -INFINITY : r->rows[row].last;
}

static size_t *legend_order(const struct report *r)
{
    size_t *rows = memory_new(r->row_count, sizeof *rows);

    for (size_t i = 1; i < r->row_count; i++) { // few rows: insertion sort
        size_t pos = i - 1;

        while (pos > 0 && last_value(r, rows[pos - 1]) < last_value(r, i)) {
            rows[pos] = rows[pos - 1];
            pos--;
        }
        rows[pos] = i;
    }
    return rows;
}

static void draw_legend(const struct drawing *d)
{
    size_t *rows = legend_order(d->report);
    double y = TOP + 10;

    ink_label(d->out, (struct ink_label){.x = d->right + 16, .y = y, .size = 11, .is_dim = true}, text_of("Tag"));
    ink_label(d->out, (struct ink_label){.x = FIGURE_WIDTH - 8, .y = y, .size = 11, .anchor = INK_END, .is_dim = true},
              text_of("growth"));
    for (size_t i = 0; i + 1 < d->report->row_count; i++) {
        struct ink ink = ink_of(rows[i] - 1);

        y += LEGEND_STEP;
        draw_legend_entry(d, rows[i], y, &ink);
    }
    free(rows);
}

static struct chart_scale value_scale(const struct report *r, size_t first, size_t end, double top, double bottom,
                                      int steps, struct chart_ticks *ticks)
{
    double low, high;

    range_of(r, first, end, &low, &high);
    chart_value_ticks(&low, &high, steps, ticks);
    return (struct chart_scale){low, high, bottom, top};
}

static void draw_tags(const struct drawing *d)
{
    const struct report *r = d->report;
    struct chart_ticks ticks;
    struct chart_scale y = value_scale(r, 1, r->row_count, TOP, d->main_bottom, 7, &ticks);

    draw_value_axis(d, &ticks, &y);
    draw_time_axis(d);
    draw_boots(d);
    for (size_t i = r->row_count - 1; i >= 1; i--) { // the first selected on top
        struct ink ink = ink_of(i - 1);

        draw_series(d, i, &y, &ink);
    }
    draw_legend(d);
}

static void draw_total(const struct drawing *d, double top, double bottom, int steps)
{
    struct ink ink = {"#5f6875", "#aab2bd", "", 9};
    struct chart_ticks ticks;
    struct chart_scale y = value_scale(d->report, 0, 1, top, bottom, steps, &ticks);
    double legend = d->right + 16;

    draw_value_axis(d, &ticks, &y);
    draw_series(d, 0, &y, &ink);
    ink_hairline(d->out, "axis", d->left, bottom, d->right, bottom);
    ink_label(d->out, (struct ink_label){.x = legend, .y = top + 12, .size = 12, .is_bold = true}, text_of("TOTAL"));
    if (d->report->row_count) {
        struct buffer b = {0};

        quantity_add(&b, d->report->rows[0].last, (struct quantity){.is_bytes = d->report->is_bytes});
        buffer_add_string(&b, ", ");
        quantity_add(&b, d->report->rows[0].growth, (struct quantity){d->report->is_bytes, true});
        ink_label(d->out, (struct ink_label){.x = legend, .y = top + 29, .size = 11, .is_dim = true}, buffer_text(&b));
        buffer_free(&b);
    }
}

/* Sets left and right: space for the widest value label and the widest name in the legend. */
static void place_plot(struct drawing *d)
{
    const struct report *r = d->report;
    struct chart_ticks ticks;
    size_t name = 0, label = 0;

    for (size_t i = 1; i < r->row_count; i++) {
        size_t width = tag_shown_width(r->rows[i].name);

        name = width > name ? width : name;
    }
    for (size_t part = 0; part < 2; part++) { // TOTAL, and the tags
        if (part ? has_tags(r) : true)
            value_scale(r, part, part ? r->row_count : 1, 0, 1, part ? 7 : 2, &ticks);
        for (size_t i = 0; i < ticks.count; i++)
            label = strlen(ticks.label[i]) > label ? strlen(ticks.label[i]) : label;
    }
    name = name < LEGEND_NAME ? name : LEGEND_NAME;
    d->left = (double)label * DIGIT_WIDTH + 14 > LEFT_MIN ? (double)label * DIGIT_WIDTH + 14 : LEFT_MIN;
    d->right = (double)name * NAME_WIDTH + 130 > LEGEND_MIN ? (double)name * NAME_WIDTH + 130 : LEGEND_MIN;
    d->right = FIGURE_WIDTH - d->right;
}

void svg_lines(struct buffer *out, const struct report *r, double top)
{
    struct drawing d = {.out = out, .report = r};
    struct buffer summary = {0};

    place_plot(&d);
    d.x = (struct chart_scale){(double)r->utc[0], (double)r->utc[r->moments - 1], d.left, d.right};
    d.main_bottom = TOP + main_height(r);
    d.strip_top = d.main_bottom + GAP;
    d.strip_bottom = d.strip_top + STRIP_HEIGHT;
    buffer_printf(&summary, "%s of %zu tags over time", r->title, r->row_count - 1);
    buffer_add_char(&summary, '\0');
    ink_open_figure(out, top, svg_lines_height(r), summary.bytes);
    draw_heading(&d);
    if (has_tags(r)) {
        draw_tags(&d);
        draw_total(&d, d.strip_top, d.strip_bottom, 2);
    } else {
        draw_time_axis(&d);
        draw_boots(&d);
        draw_total(&d, TOP, d.main_bottom, 7);
    }
    ink_close_figure(out);
    buffer_free(&summary);
}
