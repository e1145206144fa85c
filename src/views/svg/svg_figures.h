/* svg_figures.h - the pictures, each as one <svg> element of its own size.
 *
 *     lines      every selected tag over time, TOTAL in a strip of its own under them, reboots marked
 *     heatmap    r of every pair, colours fixed to [-1, 1], undefined ones hatched
 *     bars       r of each tag with TOTAL
 *
 * An element stands alone, inside a page, or inside another <svg> at the height `top`.
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
