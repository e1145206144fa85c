/* error.h - what went wrong, as one sentence.
 *
 * Made where the fault is known, passed up, printed once by main. A function that takes `err` last and returns
 * false has set it and left its outputs untouched.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

/* gcc checks %zu and %lld against the C standard, not against what the system's library once could. */
#ifdef __clang__
#define PRINTF_LIKE(format_at, args_at) __attribute__((format(printf, format_at, args_at)))
#else
#define PRINTF_LIKE(format_at, args_at) __attribute__((format(gnu_printf, format_at, args_at)))
#endif

struct error {
    char text[1024]; // one sentence, no newline; cut to fit
};

/* Sets the sentence and returns false, so that `return error_set(err, ...)` reads well. */
bool error_set(struct error *err, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
