#include "views/markup.h"

#include "model/tag.h"

void markup_add_escaped(struct buffer *b, struct text t)
{
    struct buffer shown = {0};

    tag_add_shown(&shown, t);
    for (size_t i = 0; i < shown.length; i++) {
        switch (shown.bytes[i]) {
        case '&':
            buffer_add_string(b, "&amp;");
            break;
        case '<':
            buffer_add_string(b, "&lt;");
            break;
        case '>':
            buffer_add_string(b, "&gt;");
            break;
        case '"':
            buffer_add_string(b, "&quot;");
            break;
        default:
            buffer_add_char(b, shown.bytes[i]);
        }
    }
    buffer_free(&shown);
}
