#include "views/svg/svg.h"

#include "views/svg/svg_figures.h"
#include "views/svg/svg_ink.h"

void svg_write(struct buffer *out, const struct report *report)
{
    double lines = svg_lines_height(report), heatmap = 0, bars = 0;

    if (report->matrix.count) {
        heatmap = svg_heatmap_height(report);
        bars = svg_bars_height(report);
    }
    buffer_printf(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" "
        "height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n",
        FIGURE_WIDTH, lines + heatmap + bars, FIGURE_WIDTH, lines + heatmap + bars);
    svg_lines(out, report, 0);
    if (report->matrix.count) {
        svg_heatmap(out, report, lines);
        svg_bars(out, report, lines + heatmap);
    }
    buffer_add_string(out, "</svg>\n");
}
