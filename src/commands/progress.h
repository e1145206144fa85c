/* progress.h - a line on stderr that says how far reading is, on a terminal, when it takes longer than two seconds. */
#ifndef COMMANDS_PROGRESS_H
#define COMMANDS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
    double started, last; // wall seconds
    bool is_wanted, is_shown;
};

void progress_start(struct progress *progress);

/* For struct folder_progress; `context` is the struct progress. */
void progress_report(void *context, size_t done, size_t total);

#endif
