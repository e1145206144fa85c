#include "formats/jsonl_names.h"

const char *const jsonl_total_names[TOTALS] = {
    [TOTAL_PAGED_POOL] = "PagedPool",
    [TOTAL_NONPAGED_POOL] = "NonPagedPool",
    [TOTAL_COMMIT] = "Commit",
    [TOTAL_COMMIT_LIMIT] = "CommitLimit",
    [TOTAL_RAM] = "Ram",
    [TOTAL_AVAILABLE] = "Available",
    [TOTAL_HANDLES] = "Handles",
    [TOTAL_PROCESSES] = "Processes",
    [TOTAL_THREADS] = "Threads",
};
