/* fuzz_slabtop.c - any bytes as a log of slabtop. */
#include "text_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format(&format_slabtop, data, size);
}
