/* leak_falls.h - a series as it would be had it not fallen sharply now and then.
 *
 *       /|                 /
 *      / |  /            /        What leaks and is cleaned up a little from time to time rises at the same pace between
 *     /  | /     ->    /          the falls. Neither a line nor a curve nor a jump describes it; with the falls put back,
 *    /   |/          /            a line does.
 */
#ifndef LEAKS_LEAK_FALLS_H
#define LEAKS_LEAK_FALLS_H

#include <stdbool.h>
#include <stddef.h>

/* Puts the falls of y's n values back into `out`. False, `out` undefined: there are none, so many that they are its way, or
 * they took more than half of what it rose by, as a saw's do. */
bool leak_without_falls(const double *y, size_t n, double *out);

#endif
