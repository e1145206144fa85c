/* leaks_json.h - what leaks_find found, as JSON.
 *
 *     {"capture",
 *      "tags": [{"tag", "verdict", "score", "q",
 *                "rate_allocs_per_day", "rate_allocs_low", "rate_allocs_high",
 *                "rate_bytes_per_day", "rate_bytes_low", "rate_bytes_high", "since", "reason"}..],
 *      "groups": [{"tags": [tag..], "ratios": [number..], "r"}..],
 *      "exhaustion": [{"limit": "commit"|"ram", "left_bytes", "days", "days_low", "days_high"}..],
 *      "warnings": [text..]}
 */
#ifndef VIEWS_TEXT_LEAKS_JSON_H
#define VIEWS_TEXT_LEAKS_JSON_H

#include "base/buffer.h"
#include "report/leaks_view.h"

void leaks_json_write(struct buffer *out, const struct leaks_view *view);

#endif
