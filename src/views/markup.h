/* markup.h - text in SVG and HTML: escaping and fonts. */
#ifndef VIEWS_MARKUP_H
#define VIEWS_MARKUP_H

#include "base/buffer.h"
#include "base/text.h"

#define FONT_SANS "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"
#define FONT_MONO "ui-monospace, Consolas, 'DejaVu Sans Mono', monospace"

/* Appends the text with & < > " as entities and control characters as visible symbols. */
void markup_add_escaped(struct buffer *b, struct text t);

#endif
