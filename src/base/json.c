#include "base/json.h"

#include <assert.h>
#include <math.h>

#define DEPTH_MAX 64

static void json_comma(struct json *json)
{
    if (json->follows)
        buffer_add_char(json->out, ',');
    json->follows = true;
}

/* In an object, a value needs a name. */
static void json_value(struct json *json)
{
    assert(json->is_named == (json->objects & 1));
    json->is_named = false;
    json_comma(json);
}

void json_open(struct json *json, char bracket)
{
    json_value(json);
    assert(json->depth < DEPTH_MAX && (bracket == '{' || bracket == '['));
    json->objects = json->objects << 1 | (bracket == '{');
    json->depth++;
    buffer_add_char(json->out, bracket);
    json->follows = false;
}

void json_close(struct json *json, char bracket)
{
    assert(json->depth && !json->is_named && bracket == (json->objects & 1 ? '}' : ']'));
    json->objects >>= 1;
    json->depth--;
    buffer_add_char(json->out, bracket);
    json->follows = true;
}

/* Characters that control a terminal or the page that the text is shown in: controls, those that turn text around, ends
 * of lines in scripts; and '<', which could end the script of a page. */
static bool is_escaped(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == '<' || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static void json_quoted(struct json *json, struct text value)
{
    buffer_add_char(json->out, '"');
    for (size_t i = 0; i < value.length;) {
        uint32_t c = text_code_point(value, &i);

        if (c == '"' || c == '\\')
            buffer_printf(json->out, "\\%c", (char)c);
        else if (is_escaped(c))
            buffer_printf(json->out, "\\u%04x", (unsigned)c);
        else
            buffer_add_utf8(json->out, c);
    }
    buffer_add_char(json->out, '"');
}

void json_name_text(struct json *json, struct text name)
{
    assert(json->objects & 1 && !json->is_named);
    json_comma(json);
    json_quoted(json, name);
    buffer_add_char(json->out, ':');
    json->follows = false;
    json->is_named = true;
}

void json_name(struct json *json, const char *name)
{
    json_name_text(json, text_of(name));
}

void json_text(struct json *json, struct text value)
{
    json_value(json);
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
    json_value(json);
    buffer_printf(json->out, "%lld", (long long)value);
}

void json_bool(struct json *json, bool value)
{
    json_value(json);
    buffer_add_string(json->out, value ? "true" : "false");
}

void json_double(struct json *json, double value)
{
    json_value(json);
    if (isfinite(value))
        buffer_add_double(json->out, value);
    else
        buffer_add_string(json->out, "null");
}

void json_fixed12(struct json *json, double value)
{
    json_value(json);
    if (isfinite(value))
        buffer_add_fixed12(json->out, value);
    else
        buffer_add_string(json->out, "null");
}

void json_number_text(struct json *json, struct text digits)
{
    buffer_add_text(json_raw(json), digits);
}

struct buffer *json_raw(struct json *json)
{
    json_value(json);
    return json->out;
}

void json_members(struct json *json, struct text members)
{
    assert(json->objects & 1 && !json->is_named);
    if (members.length == 0)
        return;
    json_comma(json);
    buffer_add_text(json->out, members);
}
