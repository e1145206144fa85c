#include "views/text/fold.h"

#include <string.h>

#define WIDTH_MIN 30 // columns

void fold_add(struct buffer *out, struct text sentence, const char *indent, size_t column, size_t width)
{
    bool follows = column > 0;

    if (!follows) {
        buffer_add_string(out, indent);
        column = strlen(indent);
    }
    for (size_t pos = 0; pos < sentence.length;) {
        size_t end = pos;

        while (end < sentence.length && sentence.data[end] != ' ')
            end++;
        if (follows && width && column + 1 + end - pos > width) {
            buffer_add_char(out, '\n');
            buffer_add_string(out, indent);
            column = strlen(indent);
        } else if (follows) {
            buffer_add_char(out, ' ');
            column++;
        }
        buffer_add(out, sentence.data + pos, end - pos);
        column += end - pos;
        follows = true;
        pos = end + 1;
    }
    buffer_add_char(out, '\n');
}

size_t fold_width(int terminal)
{
    return terminal > WIDTH_MIN ? (size_t)terminal : 0;
}
