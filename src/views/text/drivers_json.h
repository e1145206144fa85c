/* drivers_json.h - the drivers of each tag as JSON.
 *
 *     {"tags": [{"tag", "is_pool_tag", "known": {"driver", "description"}, "shared_by",
 *                "drivers": [{"name", "path", "copies", "company", "description", "version", "machine", "linked",
 *                             "loaded", "uses_pools", "evidence",
 *                             "sites": [{"evidence", "function", "rva", "place"}..]}..],
 *                "perhaps_wdf": path|null, "near": [tag..]}..],
 *      "drivers": number, "passed_over": number, "has_kernel": bool, "warnings": [text..]}
 */
#ifndef VIEWS_TEXT_DRIVERS_JSON_H
#define VIEWS_TEXT_DRIVERS_JSON_H

#include "base/buffer.h"
#include "report/drivers_report.h"

void drivers_json_write(struct buffer *out, const struct drivers_report *report);

#endif
