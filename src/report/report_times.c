#include "report/report_times.h"

#include <assert.h>

#include "base/calendar.h"

void report_add_time(struct buffer *b, const struct report *r, size_t moment)
{
    assert(moment < r->moments);
    if (r->is_numbered)
        buffer_printf(b, "snapshot %zu", moment + 1);
    else
        calendar_add(b, r->shown[moment], ' ');
}

void report_add_clock(struct buffer *b, const struct report *r)
{
    if (r->is_numbered && r->interval_us) {
        calendar_add_span(b, r->interval_us);
        buffer_add_string(b, " apart");
        return;
    }
    buffer_add_string(b, r->is_numbered ? "times not known" : r->is_local ? "local time" : "UTC");
    if (r->is_numbered || r->moments < 2)
        return;
    buffer_add_string(b, " (");
    calendar_add_span(b, r->utc[r->moments - 1] - r->utc[0]);
    buffer_add_char(b, ')');
}

void report_add_extent(struct buffer *b, const struct report *r)
{
    buffer_printf(b, "%zu snapshot%s of %zu tag%s, ", r->moments, r->moments == 1 ? "" : "s", r->tags,
                  r->tags == 1 ? "" : "s");
    report_add_time(b, r, 0);
    if (r->moments > 1) {
        buffer_add_string(b, " to ");
        report_add_time(b, r, r->moments - 1);
    }
}
