/* clock_words.h - what the clock of the machine did while it was recorded, in one sentence. */
#ifndef REPORT_CLOCK_WORDS_H
#define REPORT_CLOCK_WORDS_H

#include "base/buffer.h"

/* It was set `steps` times, first before `at_us` (UTC) by `by_us`. False, and nothing is added: it was not. */
bool clock_words_add(struct buffer *b, size_t steps, int64_t at_us, int64_t by_us);

#endif
