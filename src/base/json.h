/* json.h - writes JSON to a buffer as a stream.
 *
 * It adds commas and quotes; the caller supplies names and nesting, which asserts check:
 *
 *     json_open(&json, '{'); json_name(&json, "tags"); json_open(&json, '['); ... json_close(&json, ']'); ...
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

struct json {
    struct buffer *out; // borrowed
    bool follows;       // a value precedes, so the next one needs a comma
    bool is_named;      // a name precedes, so a value must follow
    unsigned depth;     // open objects and arrays, at most 64
    uint64_t objects;   // a bit for each of them, the innermost is bit 0: whether it is an object
};

void json_open(struct json *json, char bracket);
void json_close(struct json *json, char bracket);
void json_name(struct json *json, const char *name);
void json_name_text(struct json *json, struct text name);
void json_text(struct json *json, struct text value);
void json_string(struct json *json, const char *value);

/* A name, and its value: an array of strings. */
void json_strings(struct json *json, const char *name, char *const *strings, size_t count);
void json_int(struct json *json, int64_t value);
void json_bool(struct json *json, bool value);

/* A value that is not finite becomes null. */
void json_double(struct json *json, double value);

/* A number in [-1e6, 1e6] to twelve decimals, fast: for matrices. A value that is not finite becomes null. */
void json_fixed12(struct json *json, double value);

/* Digits that are a JSON number. */
void json_number_text(struct json *json, struct text digits);

/* Begins a value, which the caller then appends to the buffer as JSON. */
struct buffer *json_raw(struct json *json);

/* Members of an object that were written before, without its braces; may be empty. */
void json_members(struct json *json, struct text members);

#endif
