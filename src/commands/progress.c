#include "commands/progress.h"

#include <string.h>

#include "base/buffer.h"
#include "os/clock.h"
#include "os/terminal.h"

void progress_start(struct progress *progress)
{
    *progress = (struct progress){.started = os_wall_seconds(), .is_wanted = os_stderr_width() > 0};
}

/* Leaves the last column empty: the code that clears the rest of the line would clear a character there. */
void progress_show(struct text line, const char *hint)
{
    size_t width = (size_t)os_stderr_width(), columns = 1, bytes = 0;
    struct buffer b = {0};

    for (; bytes < line.length && columns < width; columns++)
        text_code_point(line, &bytes);
    buffer_add_char(&b, '\r');
    buffer_add(&b, line.data, bytes);
    if (columns + strlen(hint) <= width)
        buffer_add_string(&b, hint);
    buffer_add_string(&b, "\033[K");
    os_write_stderr(b.bytes, b.length);
    buffer_free(&b);
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
        progress_show(text_of(""), "");
    if (done < total && now - p->started > 2 && now - p->last > 0.1) {
        buffer_printf(&b, "reading file %zu of %zu (%zu %%)", done + 1, total, done * 100 / total);
        progress_show(buffer_text(&b), "");
        p->last = now;
        p->is_shown = true;
    }
    buffer_free(&b);
}
