/* leaks_markdown.h - what leaks_find found, for a ticket: a table, and the commands that trace who allocates. */
#ifndef VIEWS_TEXT_LEAKS_MARKDOWN_H
#define VIEWS_TEXT_LEAKS_MARKDOWN_H

#include "base/buffer.h"
#include "report/leaks_view.h"

void leaks_markdown_write(struct buffer *out, const struct leaks_view *view);

#endif
