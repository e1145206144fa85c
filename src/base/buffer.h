/* buffer.h - a growing array of bytes; all output is built in one. All zero is an empty buffer. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

struct buffer {
    char *bytes; // owned
    size_t length;
    size_t capacity;
};

void buffer_free(struct buffer *b);

void buffer_add(struct buffer *b, const void *bytes, size_t length);
void buffer_add_text(struct buffer *b, struct text t);
void buffer_add_string(struct buffer *b, const char *string);
void buffer_add_char(struct buffer *b, char c);
void buffer_add_repeated(struct buffer *b, char c, size_t times);
void buffer_add_utf8(struct buffer *b, uint32_t code_point);
void buffer_printf(struct buffer *b, const char *format, ...) PRINTF_LIKE(2, 3);

/* The fewest digits that parse back to the same double: "12", "0.1", "1e+300". `value` is finite. */
void buffer_add_double(struct buffer *b, double value);

/* Twelve decimals without trailing zeros; for |value| <= 1e6, and far faster than buffer_add_double. */
void buffer_add_fixed12(struct buffer *b, double value);

/* In double quotes, with quotes inside doubled: a CSV field. */
void buffer_add_quoted(struct buffer *b, struct text t);

void buffer_add_base64(struct buffer *b, const unsigned char *bytes, size_t length);

/* The content, borrowed: valid until the buffer grows. */
struct text buffer_text(const struct buffer *b);

/* The content as a terminated string, owned by the caller; the buffer is empty afterwards. */
char *buffer_take(struct buffer *b);

#endif
