/* tails.h - chances of the normal and of Student's distribution, accurate far out in the tail.
 *
 * Relative errors are below 1e-9 down to 1e-300: chances are compared and multiplied, not only looked at.
 */
#ifndef ANALYSIS_TAILS_H
#define ANALYSIS_TAILS_H

/* P(Z > z) of the standard normal distribution. */
double tails_normal(double z);

/* The z with P(Z > z) = p; p from 1e-300 to 0.5. */
double tails_normal_inverse(double p);

/* P(T > t) of Student's distribution with `dof` > 0 degrees of freedom. */
double tails_student(double t, double dof);

/* The t with P(T > t) = 0.025: half the width of a 95 % interval, in standard errors. dof >= 1. */
double tails_student_95(double dof);

#endif
