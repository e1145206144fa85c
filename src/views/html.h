/* html.h - the report as one file: pictures, lists and tables, nothing fetched, no script. */
#ifndef VIEWS_HTML_H
#define VIEWS_HTML_H

#include "base/buffer.h"
#include "views/report.h"

void html_write(struct buffer *out, const struct report *report);

#endif
