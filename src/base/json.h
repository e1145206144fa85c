/* json.h - streaming JSON writer onto a buffer.
 *
 * Commas and quoting are the writer's; names and nesting the caller's:
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
    bool follows;       // a value stands before: the next one needs a comma
};

void json_open(struct json *json, char bracket);
void json_close(struct json *json, char bracket);
void json_name(struct json *json, const char *name);
void json_name_text(struct json *json, struct text name);
void json_text(struct json *json, struct text value);
void json_string(struct json *json, const char *value);

/* A name and the list of strings that it has. */
void json_strings(struct json *json, const char *name, char *const *strings, size_t count);
void json_int(struct json *json, int64_t value);
void json_bool(struct json *json, bool value);

/* Not finite is null, as JSON has no word for it. */
void json_double(struct json *json, double value);

/* Digits that are a JSON number already. */
void json_number_text(struct json *json, struct text digits);

/* A number in [-1e6, 1e6] to twelve decimals, fast: for matrices. Not finite is null. */
void json_fixed12(struct json *json, double value);

#endif
