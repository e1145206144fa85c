#include "base/require.h"

#include <stdio.h>
#include <stdlib.h>

void require_failed(const char *file, int line, const char *condition)
{
    fprintf(stderr, "poolmonviz: internal error, please report it: %s:%d: %s is false\n", file, line, condition);
    abort();
}
