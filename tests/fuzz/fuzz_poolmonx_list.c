/* fuzz_poolmonx_list.c - any bytes as a list of PoolMonX 1. */
#include "text_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format(&format_poolmonx_list, data, size);
}
