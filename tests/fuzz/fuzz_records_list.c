/* fuzz_records_list.c - any bytes as lists of pool tags. */
#include "text_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format(&format_records_list, data, size);
}
