/* fuzz_pooltagviewer.c - any bytes as a recording of poolTagViewerCs. */
#include "text_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_format(&format_pooltagviewer, data, size);
}
