#include "base/warnings.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

void warnings_free(struct warnings *warnings)
{
    for (int kind = 0; kind < WARNING_KINDS; kind++) {
        for (size_t i = 0; i < warnings->kept[kind]; i++)
            free(warnings->lines[kind][i]);
        free(warnings->lines[kind]);
    }
    *warnings = (struct warnings){0};
}

void warnings_add(struct warnings *warnings, enum warning_kind kind, const char *format, ...)
{
    char line[4096];
    va_list args;

    assert(kind < WARNING_KINDS);
    if (warnings->seen[kind]++ >= WARNINGS_IN_FULL)
        return;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (!warnings->lines[kind])
        warnings->lines[kind] = memory_new(WARNINGS_IN_FULL, sizeof *warnings->lines[kind]);
    warnings->lines[kind][warnings->kept[kind]++] = memory_copy(line, strlen(line));
}

void warnings_join(struct warnings *warnings, const struct warnings *from)
{
    for (int kind = 0; kind < WARNING_KINDS; kind++) {
        for (size_t i = 0; i < from->kept[kind]; i++)
            warnings_add(warnings, (enum warning_kind)kind, "%s", from->lines[kind][i]);
        warnings->seen[kind] += from->seen[kind] - from->kept[kind];
    }
}

char **warnings_lines(const struct warnings *warnings, size_t *count)
{
    static const char *const nouns[WARNING_KINDS] = {"faulty files", "skipped rows or cells", "faulty snapshots",
                                                     "faulty options"};
    char **lines = memory_new(WARNING_KINDS * (WARNINGS_IN_FULL + 1), sizeof *lines);

    *count = 0;
    for (int kind = 0; kind < WARNING_KINDS; kind++) {
        size_t more = warnings->seen[kind] - warnings->kept[kind];
        struct buffer b = {0};

        for (size_t i = 0; i < warnings->kept[kind]; i++)
            lines[(*count)++] = memory_copy(warnings->lines[kind][i], strlen(warnings->lines[kind][i]));
        if (more == 0)
            continue;
        buffer_printf(&b, "and %zu more %s", more, nouns[kind]);
        lines[(*count)++] = buffer_take(&b);
    }
    return lines;
}
