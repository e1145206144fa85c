/* svg.h - the report's figures in one SVG file, one below the other. */
#ifndef VIEWS_SVG_SVG_H
#define VIEWS_SVG_SVG_H

#include "base/buffer.h"
#include "report/report.h"

void svg_write(struct buffer *out, const struct report *report);

#endif
