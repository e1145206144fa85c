/* text.h - borrowed strings with a length: comparing, splitting and parsing them.
 *
 * A text is UTF-8, may contain NULs and is not terminated.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *data; // borrowed
    size_t length;    // bytes
};

/* The text of a terminated string. */
struct text text_of(const char *string);

bool text_equal(struct text a, struct text b);

bool text_ends_with(struct text t, struct text ending);
bool text_starts_with(struct text t, const char *start);

/* Without its first `bytes` bytes; it has at least that many. */
struct text text_skip(struct text t, size_t bytes);

/* Whether the byte at the index is a digit, 0 to 9; false past the end. */
bool text_is_digit_at(struct text t, size_t index);

/* The number of code points. */
size_t text_characters(struct text t);

/* These ignore the case of ASCII letters. */
bool text_equal_nocase(struct text a, struct text b);
bool text_ends_with_nocase(struct text t, struct text ending);

/* < 0, 0, > 0, in byte order, which for UTF-8 is code point order. */
int text_compare(struct text a, struct text b);

/* Without spaces and tabs at either end. */
struct text text_trim(struct text t);

/* The index of the first `wanted` in `t`, or TEXT_NOWHERE. */
#define TEXT_NOWHERE SIZE_MAX
size_t text_find(struct text t, struct text wanted);

/* Whether the byte `second` follows the byte `first` anywhere in it; fast. */
bool text_has_pair(struct text t, char first, char second);

/* Moves the first line of *rest to *line, without its LF, CRLF or CR; false when *rest is empty. */
bool text_next_line(struct text *rest, struct text *line);

/* Removes the first word, delimited by spaces and tabs, from *rest and returns it; empty when there is none. */
struct text text_next_word(struct text *rest);

/* Parses a decimal integer with an optional sign and surrounding spaces. False when it is anything else or does not
 * fit; *out is unchanged then. */
bool text_to_int64(struct text t, int64_t *out);

/* Decodes the code point at *position, which is before the end, and moves past it; 0xFFFD for an invalid byte. */
uint32_t text_code_point(struct text t, size_t *position);

/* Whether the whole text matches the wildcard pattern: ? is one character, * any number. */
bool text_matches(struct text pattern, struct text t);

#endif
