/* run_dates.h - what the names and the texts of all files together tell of their times, before the first one is read.
 *
 *     poolmon 05-12-2020 22.00.log    poolmon 05-13-2020 04.00.log     the second name tells how to read the first
 */
#ifndef INPUT_RUN_DATES_H
#define INPUT_RUN_DATES_H

#include "formats/format.h"
#include "input/file_list.h"

/* Fills orders, has_equal_file_times and has_days_in_names of the clock; now_us is the time, UTC. Reads the beginning
 * of each file that is neither a CSV file of the collector nor a capture, if there is more than one. */
void run_dates_learn(const struct file_list *list, int64_t now_us, struct format_clock *clock);

#endif
