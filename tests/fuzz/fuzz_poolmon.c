/* fuzz_poolmon.c - any bytes as a log of poolmon.exe. */
#include "text_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format(&format_poolmon, data, size);
}
