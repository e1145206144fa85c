/* svg.h - the report's pictures in one SVG file, one under the other. */
#ifndef VIEWS_SVG_SVG_H
#define VIEWS_SVG_SVG_H

#include "base/buffer.h"
#include "report/report.h"

void svg_write(struct buffer *out, const struct report *report);

#endif
