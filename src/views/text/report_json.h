/* report_json.h - the report as JSON.
 *
 *     {"rankings": {"pct": [tag..], "abs": .., "peak": .., "mean": ..},      only the requested lists
 *      "selected": [tag..], "series": {"times": [text..], "tags": {tag: [number|null..]}},      MB or blocks
 *      "owners": {tag: {"driver", "description"}},                           where any owner is known
 *      "corr": {"tags": [..], "matrix": [[number|null..]..]}, "significant": [[tag, r]..],      with -sc or -sce
 *      "capture": {"files", "snapshots", "tags", "first", "last", "boots", "boots_known", "notes", "warnings"}}
 */
#ifndef VIEWS_TEXT_REPORT_JSON_H
#define VIEWS_TEXT_REPORT_JSON_H

#include "base/buffer.h"
#include "report/report.h"

void report_json_write(struct buffer *out, const struct report *report);

#endif
