/* json_object.h - the members of one JSON object, as they stand in a text. RFC 8259. */
#ifndef FORMATS_RECORDS_JSON_OBJECT_H
#define FORMATS_RECORDS_JSON_OBJECT_H

#include "base/buffer.h"

enum json_kind { JSON_STRING, JSON_NUMBER, JSON_WORD, JSON_OBJECT, JSON_ARRAY }; // a word: true, false, null

struct json_member {
    struct text name, value; // strings without quotes and escapes, in the buffer; other values as in the text
    enum json_kind kind;
};

/* The length of the object or array that begins the text; 0: it does not end in it. */
size_t json_length(struct text text);

/* Moves *rest, at first a whole object, past its next member. `strings` holds unescaped strings; it is emptied before
 * the first member, and has room for all of the object, so that members of one object stay valid. False: no more, or
 * malformed: then *rest is not empty. */
bool json_first_member(struct text *rest, struct buffer *strings, struct json_member *out);
bool json_next_member(struct text *rest, struct buffer *strings, struct json_member *out);

#endif
