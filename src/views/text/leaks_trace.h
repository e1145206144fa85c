/* leaks_trace.h - the next step on the Windows machine: a trace that tells who allocates the tags that leak. */
#ifndef VIEWS_TEXT_LEAKS_TRACE_H
#define VIEWS_TEXT_LEAKS_TRACE_H

#include "base/buffer.h"
#include "report/leaks_view.h"

/* Adds the commands, for a ticket, as markdown; nothing where no tag is called a leak that a pool can have. The trace is
 * of at most four tags, which is what xperf takes: one of all tags writes some 13 GB a minute (a public note). */
void leaks_trace_write(struct buffer *out, const struct leaks_view *view);

#endif
