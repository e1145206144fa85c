/* leak_falls.h - a series as it would be without its sharp falls.
 *
 *       /|                 /       A leak that is cleaned up a little from time to time rises at the same pace between
 *      / |  /            /         the falls. Neither line nor curve nor jump describes it; with the falls put back, a
 *     /  | /     ->    /           line does.
 *    /   |/          /
 *
 * A fall is a step below minus the median step, and below the median step by more than 5 x 1.4826 median absolute
 * deviations. It and its neighbours become median steps, because a fall within a bin spreads over two steps.
 */
#ifndef LEAKS_LEAK_FALLS_H
#define LEAKS_LEAK_FALLS_H

#include <stdbool.h>
#include <stddef.h>

/* Writes y's n values with the falls put back to `out`. False, `out` undefined: y does not rise in most steps, has
 * no falls, has more than one in six steps, or lost more than half of its rise by them, as a sawtooth does. */
bool leak_without_falls(const double *y, size_t n, double *out);

#endif
