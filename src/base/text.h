/* text.h - borrowed stretches of characters; comparing them, numbers out of them.
 *
 * A text is UTF-8, may hold NULs and is not terminated. Whoever made it owns the bytes.
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

/* What stands behind so many bytes of it. */
struct text text_skip(struct text t, size_t bytes);

/* Whether a digit, 0 to 9, stands there. */
bool text_is_digit_at(struct text t, size_t at);

/* Characters, not bytes. */
size_t text_characters(struct text t);

/* Equal but for the case of ASCII letters. */
bool text_equal_nocase(struct text a, struct text b);
bool text_ends_with_nocase(struct text t, struct text ending);

/* Byte order, which for UTF-8 is code point order: < 0, 0, > 0. */
int text_compare(struct text a, struct text b);

/* Without blanks and tabs at either end. */
struct text text_trim(struct text t);

/* Where `wanted` stands in `t` first, or TEXT_NOWHERE. */
#define TEXT_NOWHERE SIZE_MAX
size_t text_find(struct text t, struct text wanted);

/* Takes the next line off *rest, without its end, which is LF, CRLF or CR; false when *rest is empty. */
bool text_next_line(struct text *rest, struct text *line);

/* Takes the next word off *rest: what stands between blanks and tabs. Empty when there is none. */
struct text text_next_word(struct text *rest);

/* A whole decimal number with an optional sign and blanks around it. False when it is anything else, or does
 * not fit; *out is untouched then. */
bool text_to_int64(struct text t, int64_t *out);

/* The code point at *position, which moves behind it; 0xFFFD for a byte that is no UTF-8. */
uint32_t text_code_point(struct text t, size_t *position);

/* Whether the text fits the pattern as a whole: ? is one character, * is any number, all else is itself. */
bool text_matches(struct text pattern, struct text t);

#endif
