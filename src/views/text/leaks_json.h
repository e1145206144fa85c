/* leaks_json.h - what leaks_find found, as JSON.
 *
 *     {"capture",
 *      "tags": [{"tag", "verdict", "score", "q",
 *                "rate_allocs_per_day", "rate_allocs_low", "rate_allocs_high",
 *                "rate_bytes_per_day", "rate_bytes_low", "rate_bytes_high", "since", "reason",
 *                "first", "last", "gain",                          bytes; of the boots that were judged
 *                "first_blocks", "last_blocks", "gain_blocks",     first is null where the first snapshot lacks the tag
 *                "gain_per_hour", "share_percent",                 null where verdicts were made
 *                "freed_percent", "bytes_per_block",               null where calls are unknown
 *                "settled_by"}..],                                 a sentence; null for tags that are not to watch
 *      "not_called": [{"tag", "reason", "text"}..],                what grew most of the others (leaks_not_called.h)
 *      "groups": [{"tags": [tag..], "ratios": [number..], "r"}..],
 *      "so_far": null|{"snapshots", "needed", "seconds", "seconds_to_verdict", "weighed_by": "bytes"|"blocks",
 *                      "gained", "net"},
 *      "exhaustion": [{"limit": "commit"|"ram", "left_bytes", "days", "days_low", "days_high"}..],
 *      "warnings": [text..]}
 *
 * so_far: without verdicts, the growth in the last boot that has two snapshots; tags are in order of gain then, rates
 * are gain / time, and neither they nor exhaustion have an interval.
 */
#ifndef VIEWS_TEXT_LEAKS_JSON_H
#define VIEWS_TEXT_LEAKS_JSON_H

#include "base/buffer.h"
#include "report/leaks_view.h"

void leaks_json_write(struct buffer *out, const struct leaks_view *view);

#endif
