/* drivers_text.h - the drivers of each tag as text: a paragraph per tag, or a table of all tags of a capture. */
#ifndef VIEWS_TEXT_DRIVERS_TEXT_H
#define VIEWS_TEXT_DRIVERS_TEXT_H

#include "base/buffer.h"
#include "report/drivers_report.h"

void drivers_text_write(struct buffer *out, const struct drivers_report *report);

#endif
