#include "commands/timings.h"

#include "base/buffer.h"
#include "os/clock.h"
#include "os/terminal.h"

void timings_start(struct timings *timings)
{
    *timings = (struct timings){.cpu_before = os_cpu_seconds(), .wall_before = os_wall_seconds()};
}

void timings_end_phase(struct timings *timings, const char *name)
{
    double cpu = os_cpu_seconds(), wall = os_wall_seconds();

    if (!timings || timings->count == TIMINGS_PHASES)
        return;
    timings->phases[timings->count].name = name;
    timings->phases[timings->count].cpu = cpu - timings->cpu_before;
    timings->phases[timings->count++].wall = wall - timings->wall_before;
    timings->cpu_before = cpu;
    timings->wall_before = wall;
}

void timings_print(const struct timings *timings)
{
    struct buffer b = {0};

    buffer_add_string(&b, "phase           CPU s    wall s\n");
    for (size_t i = 0; i < timings->count; i++)
        buffer_printf(&b, "%-12s %8.3f  %8.3f\n", timings->phases[i].name, timings->phases[i].cpu,
                      timings->phases[i].wall);
    os_write_stderr(b.bytes, b.length);
    buffer_free(&b);
}
