#include "commands/progress.h"

#include "base/buffer.h"
#include "os/os.h"

void progress_start(struct progress *progress)
{
    *progress = (struct progress){.started = os_wall_seconds(), .is_wanted = os_stderr_is_terminal()};
}

void progress_report(void *context, size_t done, size_t total)
{
    struct progress *p = context;
    struct buffer b = {0};
    double now;

    if (!p->is_wanted)
        return;
    now = os_wall_seconds();
    if (done == total && p->is_shown)
        buffer_add_string(&b, "\r\033[K");
    else if (done < total && now - p->started > 2 && now - p->last > 0.1)
        buffer_printf(&b, "\rreading file %zu of %zu (%zu %%)\033[K", done + 1, total, done * 100 / total);
    if (b.length) {
        os_write_stderr(b.bytes, b.length);
        p->last = now;
        p->is_shown = true;
    }
    buffer_free(&b);
}
