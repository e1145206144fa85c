/* svg_bars.c - r of each tag with TOTAL as horizontal bars. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/correlate.h"
#include "base/memory.h"
#include "views/svg/chart.h"
#include "views/svg/svg_figures.h"
#include "views/svg/svg_ink.h"

#define LEFT 230.0
#define RIGHT 120.0
#define TOP 74.0
#define STEP 20.0
#define BARS_MAX 40
#define NAME_COLUMNS 28

struct bar {
    struct text name;
    double r;
};

static int by_r(const void *a, const void *b)
{
    const struct bar *x = a, *y = b;

    if (x->r != y->r)
        return x->r > y->r ? -1 : 1;
    return text_compare(x->name, y->name);
}

/* Highest r first. Of more than BARS_MAX, the three quarters with the highest r and the quarter with the lowest. */
static struct bar *bars_of(const struct report_matrix *m, size_t *count, bool *shortened)
{
    struct bar *bars = memory_new(m->count, sizeof *bars);

    *count = 0;
    for (size_t i = 0; i < m->count; i++) {
        double r = m->r[m->total * m->count + i];

        if (i != m->total && !isnan(r))
            bars[(*count)++] = (struct bar){m->names[i], r};
    }
    qsort(bars, *count, sizeof *bars, by_r);
    *shortened = *count > BARS_MAX;
    if (*shortened) {
        for (size_t i = 0; i < BARS_MAX / 4; i++)
            bars[BARS_MAX - BARS_MAX / 4 + i] = bars[*count - BARS_MAX / 4 + i];
        *count = BARS_MAX;
    }
    return bars;
}

static double height_of(size_t bars)
{
    return TOP + STEP * (double)(bars ? bars : 1) + 30;
}

double svg_bars_height(const struct report *report)
{
    bool shortened;
    size_t count;

    free(bars_of(&report->matrix, &count, &shortened));
    return height_of(count);
}

static void add_bar(struct buffer *b, const struct chart_scale *x, const struct bar *bar, double y)
{
    double zero = chart_place(x, 0), end = chart_place(x, bar->r);
    const char *colour = bar->r > CORRELATION_SIGNIFICANT ? "#b2182b" : bar->r < 0 ? "#92c5de" : "#f4a582";
    char number[16];

    snprintf(number, sizeof number, "%.3f", bar->r);
    buffer_printf(b, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
                  zero < end ? zero : end, y + 3, fabs(end - zero), STEP - 6, colour);
    ink_name(b, (struct ink_label){.x = LEFT - 12, .y = y + 14, .size = 12, .anchor = INK_END, .is_mono = true},
             bar->name, NAME_COLUMNS);
    ink_label(b, (struct ink_label){.x = FIGURE_WIDTH - RIGHT + 70, .y = y + 14, .size = 11, .anchor = INK_END},
              text_of(number));
}

void svg_bars(struct buffer *out, const struct report *report, double top)
{
    struct chart_scale x = {-1, 1, LEFT + 40, FIGURE_WIDTH - RIGHT};
    double limit = chart_place(&x, CORRELATION_SIGNIFICANT), bottom;
    bool shortened;
    size_t count;
    struct bar *bars = bars_of(&report->matrix, &count, &shortened);

    ink_open_figure(out, top, height_of(count), "Correlation of each tag with TOTAL");
    ink_label(out, (struct ink_label){.x = LEFT - 160, .y = 24, .size = 17, .is_bold = true},
              text_of("Correlation with TOTAL"));
    ink_label(out, (struct ink_label){.x = LEFT - 160, .y = 43, .size = 12, .is_dim = true},
              text_of(shortened ? "the 30 highest and the 10 lowest; above 0.9 a tag moves with the total"
                                : "above 0.9 a tag moves with the total"));
    bottom = TOP + STEP * (double)count;
    for (double r = -1; r <= 1; r += 0.5)
        ink_hairline(out, "grid", chart_place(&x, r), TOP - 4, chart_place(&x, r), bottom);
    for (size_t i = 0; i < count; i++)
        add_bar(out, &x, &bars[i], TOP + STEP * (double)i);
    ink_hairline(out, "axis", chart_place(&x, 0), TOP - 4, chart_place(&x, 0), bottom);
    buffer_printf(out, "<path class=\"pv-boot\" stroke=\"#5f6875\" stroke-dasharray=\"4 3\" d=\"M%.1f %.1fV%.1f\"/>\n",
                  limit, TOP - 4, bottom);
    ink_label(out, (struct ink_label){.x = limit, .y = TOP - 9, .size = 11, .anchor = INK_MIDDLE, .is_dim = true},
              text_of("0.9"));
    if (count == 0)
        ink_label(out, (struct ink_label){.x = LEFT, .y = TOP + 14, .size = 12, .is_dim = true},
                  text_of("No correlation with TOTAL is defined."));
    ink_close_figure(out);
    free(bars);
}
