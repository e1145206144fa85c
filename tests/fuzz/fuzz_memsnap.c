/* fuzz_memsnap.c - any bytes as a log of memsnap. */
#include "text_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format(&format_memsnap, data, size);
}
