#include "base/json.h"

#include <math.h>

static void json_comma(struct json *json)
{
    if (json->follows)
        buffer_add_char(json->out, ',');
    json->follows = true;
}

void json_open(struct json *json, char bracket)
{
    json_comma(json);
    buffer_add_char(json->out, bracket);
    json->follows = false;
}

void json_close(struct json *json, char bracket)
{
    buffer_add_char(json->out, bracket);
    json->follows = true;
}

static void json_quoted(struct json *json, struct text value)
{
    buffer_add_char(json->out, '"');
    for (size_t i = 0; i < value.length;) {
        uint32_t c = text_code_point(value, &i);

        if (c == '"' || c == '\\')
            buffer_printf(json->out, "\\%c", (char)c);
        else if (c < 0x20 || c == 0x7F || c == '<' || c == 0x2028 || c == 0x2029) // '<': safe inside a page
            buffer_printf(json->out, "\\u%04x", (unsigned)c);
        else
            buffer_add_utf8(json->out, c);
    }
    buffer_add_char(json->out, '"');
}

void json_name_text(struct json *json, struct text name)
{
    json_comma(json);
    json_quoted(json, name);
    buffer_add_char(json->out, ':');
    json->follows = false;
}

void json_name(struct json *json, const char *name)
{
    json_name_text(json, text_of(name));
}

void json_text(struct json *json, struct text value)
{
    json_comma(json);
    json_quoted(json, value);
}

void json_string(struct json *json, const char *value)
{
    json_text(json, text_of(value));
}

void json_strings(struct json *json, const char *name, char *const *strings, size_t count)
{
    json_name(json, name);
    json_open(json, '[');
    for (size_t i = 0; i < count; i++)
        json_string(json, strings[i]);
    json_close(json, ']');
}

void json_int(struct json *json, int64_t value)
{
    json_comma(json);
    buffer_printf(json->out, "%lld", (long long)value);
}

void json_bool(struct json *json, bool value)
{
    json_comma(json);
    buffer_add_string(json->out, value ? "true" : "false");
}

void json_double(struct json *json, double value)
{
    json_comma(json);
    if (isfinite(value))
        buffer_add_double(json->out, value);
    else
        buffer_add_string(json->out, "null");
}

void json_fixed12(struct json *json, double value)
{
    json_comma(json);
    if (isfinite(value))
        buffer_add_fixed12(json->out, value);
    else
        buffer_add_string(json->out, "null");
}

void json_number_text(struct json *json, struct text digits)
{
    json_comma(json);
    buffer_add_text(json->out, digits);
}
