/* leaks_trace.h - commands for the Windows machine that trace who allocates the leaking tags. */
#ifndef VIEWS_TEXT_LEAKS_TRACE_H
#define VIEWS_TEXT_LEAKS_TRACE_H

#include "base/buffer.h"
#include "report/leaks_view.h"

/* Adds the commands as markdown; nothing when no pool tag is flagged as a leak. The trace covers at most four tags, the
 * most that xperf takes: a trace of all tags writes about 13 GB a minute (a public note). */
void leaks_trace_write(struct buffer *out, const struct leaks_view *view);

#endif
