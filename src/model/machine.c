#include "model/machine.h"

#include <string.h>

void machine_set(char *field, size_t capacity, struct text t)
{
    size_t length = 0;

    for (size_t i = 0, start = 0; i < t.length; start = i) {
        uint32_t c = text_code_point(t, &i);
        size_t size = i - start;
        bool is_text = c >= 0x20 && c != 0x7F && c != 0xFFFD;

        if (!is_text)
            size = 1;
        if (size >= capacity - length)
            break;
        memcpy(field + length, is_text ? t.data + start : "?", size);
        length += size;
    }
    field[length] = '\0';
}
