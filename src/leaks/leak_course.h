/* leak_course.h - how a tag's level went, for sentences about it: not used to judge.
 *
 *     level
 *       |  o  earlier high              .  .
 *       | o o                      . .        early, late: slopes of the lines through the first and the last third
 *       |o   o                 .              swing: of each third, the largest distance from
 *       |      o           .                 its line; the median of the three, so that no jump counts
 *       |        o o  . .                    jump: the largest rise over two bins
 *       +----------------------------- time
 *
 * Lines are those of least squares. All of it is of bins (leak_bins.h), so a peak shorter than a bin does not count.
 */
#ifndef LEAKS_LEAK_COURSE_H
#define LEAKS_LEAK_COURSE_H

#include "leaks/leak_bins.h"
#include "leaks/leak_finding.h"

/* Fills course of every finding. */
void leak_course_find(const struct leak_bins *bins, struct leaks *leaks);

#endif
