/* progress.h - a line on stderr that says how far something is: reading, on a terminal, when it takes longer than two
 * seconds. */
#ifndef COMMANDS_PROGRESS_H
#define COMMANDS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct progress {
    double started, last; // wall seconds
    bool is_wanted, is_shown;
};

void progress_start(struct progress *progress);

/* Shows a line on stderr, a terminal, in place of the one that was shown before; what does not fit on it is cut off, the
 * hint as a whole. */
void progress_show(struct text line, const char *hint);

/* For struct folder_progress; `context` is the struct progress. */
void progress_report(void *context, size_t done, size_t total);

#endif
