/* fuzz_records_table.c - any bytes as tables of pool tags. */
#include "text_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format(&format_records_table, data, size);
}
