/* tails.h - tail probabilities of the normal and of Student's t distribution.
 *
 *     normal     P(Z > z) = erfc(z / sqrt 2) / 2; inverse by Newton's method on ln P
 *     Student    P(T > t) = I_x(dof / 2, 1 / 2) / 2 for t > 0, x = dof / (dof + t^2): the regularised incomplete beta
 *                function, by its continued fraction (Lentz's method)
 *
 * Relative errors are below 1e-9 down to 1e-300: p values are compared and multiplied, not only shown.
 */
#ifndef ANALYSIS_TAILS_H
#define ANALYSIS_TAILS_H

/* P(Z > z) of the standard normal distribution. */
double tails_normal(double z);

/* The z with P(Z > z) = p; p from 1e-300 to 0.5. */
double tails_normal_inverse(double p);

/* P(T > t) of Student's distribution with `dof` > 0 degrees of freedom; 1 for NaN. */
double tails_student(double t, double dof);

/* The t with P(T > t) = 0.025: half the width of a 95 % interval, in standard errors. dof >= 1, by bisection. */
double tails_student_95(double dof);

#endif
