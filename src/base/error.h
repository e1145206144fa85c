/* error.h - what went wrong, as one sentence.
 *
 * The sentence is made where the fault is known, passed up, and printed once, by main. A function that takes `err` as
 * its last argument and returns false has set it and left its outputs unchanged.
 *
 * A caller that only needs the result passes NULL; so a function may pass `err` on, but does not read it.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

/* gnu_printf: gcc for Windows then checks %zu and %lld against the C standard, not against the old msvcrt. */
#ifdef __clang__
#define PRINTF_LIKE(format_at, args_at) __attribute__((format(printf, format_at, args_at)))
#else
#define PRINTF_LIKE(format_at, args_at) __attribute__((format(gnu_printf, format_at, args_at)))
#endif

struct error {
    char text[1024]; // one sentence, no newline; cut to fit
};

/* Sets the sentence, unless err is NULL. Always returns false: `return error_set(err, ...)`. */
bool error_set(struct error *err, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
