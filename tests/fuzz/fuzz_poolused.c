/* fuzz_poolused.c - any bytes as a log of the debugger. */
#include "text_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format(&format_poolused, data, size);
}
