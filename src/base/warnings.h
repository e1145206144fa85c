/* warnings.h - faults of the input, one line each: the first of every kind in full, then a count.
 *
 * A damaged capture of 2880 files must not print a million lines, and a rare fault must not drown among frequent ones:
 * so each kind has its own limit.
 */
#ifndef BASE_WARNINGS_H
#define BASE_WARNINGS_H

#include <stddef.h>

#include "base/error.h"

enum warning_kind {
    WARNING_FILE,     // a file that was skipped, or only partly read
    WARNING_ROW,      // a row or cell that was skipped
    WARNING_SNAPSHOT, // a suspicious or duplicate snapshot
    WARNING_OPTION,   // a request that cannot be met, such as a tag that is absent
    WARNING_KINDS
};

#define WARNINGS_IN_FULL 20

struct warnings {
    char **lines[WARNING_KINDS]; // owned
    size_t kept[WARNING_KINDS];  // stored lines
    size_t seen[WARNING_KINDS];  // all of them
};

void warnings_free(struct warnings *warnings);

void warnings_add(struct warnings *warnings, enum warning_kind kind, const char *format, ...) PRINTF_LIKE(3, 4);

/* Adds the warnings of `from`. */
void warnings_join(struct warnings *warnings, const struct warnings *from);

/* All lines, with a count at the end of each kind that had more. The array and its *count strings are owned by the
 * caller. */
char **warnings_lines(const struct warnings *warnings, size_t *count);

#endif
