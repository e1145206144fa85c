/* leak_steps.h - the steps of a series from bin to bin, and their ranks, so that a product is a correlation. */
#ifndef LEAKS_LEAK_STEPS_H
#define LEAKS_LEAK_STEPS_H

#include <stddef.h>

/* Writes the n - 1 steps of y and their ranks, each centred and of length 1; 0 where they do not vary. */
void leak_steps_of(const double *y, size_t n, double *steps, double *ranks);

/* The same for n values that are steps already, in place. */
void leak_steps_standardise(double *steps, size_t n, double *ranks);

#endif
