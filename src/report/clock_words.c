#include "report/clock_words.h"

#include "base/calendar.h"

bool clock_words_add(struct buffer *b, size_t steps, int64_t at_us, int64_t by_us)
{
    if (!steps)
        return false;
    buffer_add_string(b, "The clock of the machine was set ");
    if (steps > 1)
        buffer_printf(b, "%zu times, first ", steps);
    buffer_add_string(b, by_us < 0 ? "back by " : "forward by ");
    calendar_add_span(b, by_us < 0 ? -by_us : by_us);
    buffer_add_string(b, " before ");
    calendar_add(b, at_us - at_us % SECOND_US, ' ');
    buffer_add_string(b, " UTC: the snapshots before are shown by the last clock, as far apart as the uptime says.");
    return true;
}
