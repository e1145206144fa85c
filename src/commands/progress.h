/* progress.h - a progress line on stderr while files are read: on a terminal, after two seconds. */
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

/* Replaces the last line on stderr, which is a terminal. Cuts the line to the width; omits the hint if it does not
 * fit. */
void progress_show(struct text line, const char *hint);

/* For struct read_progress; `context` is the struct progress. */
void progress_report(void *context, size_t done, size_t total);

#endif
