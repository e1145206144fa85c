/* so_far_text.h - growth so far, of a capture too short for verdicts: a table with columns as wide as needed. */
#ifndef VIEWS_TEXT_SO_FAR_TEXT_H
#define VIEWS_TEXT_SO_FAR_TEXT_H

#include "base/buffer.h"
#include "report/leaks_view.h"

/* What follows the heading: the time seen, the table, and what else moved. */
void so_far_text_write(struct buffer *out, const struct leaks_view *view);

#endif
