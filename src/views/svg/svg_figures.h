/* svg_figures.h - the figures, each as one <svg> element of its own size.
 *
 *     lines      the selected tags over time, TOTAL in a strip below, reboots marked
 *     heatmap    r of every pair, colours fixed to [-1, 1], undefined cells hatched
 *     bars       r of each tag with TOTAL
 *
 * `top`: offset inside the enclosing <svg>. Heights in pixels; the width is FIGURE_WIDTH.
 */
#ifndef VIEWS_SVG_SVG_FIGURES_H
#define VIEWS_SVG_SVG_FIGURES_H

#include "base/buffer.h"
#include "report/report.h"

double svg_lines_height(const struct report *report);
void svg_lines(struct buffer *out, const struct report *report, double top);

double svg_heatmap_height(const struct report *report);
void svg_heatmap(struct buffer *out, const struct report *report, double top);

double svg_bars_height(const struct report *report);
void svg_bars(struct buffer *out, const struct report *report, double top);

#endif
