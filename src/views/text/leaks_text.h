/* leaks_text.h - what leaks_find found, as text: summary, table with reasons, groups, remarks. */
#ifndef VIEWS_TEXT_LEAKS_TEXT_H
#define VIEWS_TEXT_LEAKS_TEXT_H

#include "base/buffer.h"
#include "report/leaks_view.h"

void leaks_text_write(struct buffer *out, const struct leaks_view *view);

#endif
