#include "analysis/tails.h"

#include <assert.h>
#include <math.h>

#define TERMS_MAX 500
#define TINY 1e-290

double tails_normal(double z)
{
    return 0.5 * erfc(z / sqrt(2));
}

/* Newton's method on ln P, which is nearly a parabola and concave: it cannot overshoot twice. */
double tails_normal_inverse(double p)
{
    double z = p < 0.1 ? sqrt(-2 * log(p)) : 0;

    assert(p > 0 && p <= 0.5);
    for (int i = 0; i < 60; i++) {
        double chance = tails_normal(z);
        double density = exp(-z * z / 2) / sqrt(2 * 3.14159265358979323846);
        double step = (log(chance) - log(p)) * chance / density;

        z += step;
        if (fabs(step) < 1e-13 * (1 + z))
            break;
    }
    return z;
}

/* Continued fraction of the incomplete beta function, for x < (a + 1) / (a + b + 2). */
static double beta_fraction(double x, double a, double b)
{
    double c = 1, d = 1 - (a + b) * x / (a + 1), fraction;

    d = 1 / (fabs(d) < TINY ? TINY : d);
    fraction = d;
    for (int m = 1; m < TERMS_MAX; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        double change = 1;

        for (int half = 0; half < 2; half++) {
            double term = half ? odd : even;

            d = 1 + term * d;
            d = 1 / (fabs(d) < TINY ? TINY : d);
            c = 1 + term / c;
            c = fabs(c) < TINY ? TINY : c;
            change = c * d;
            fraction *= change;
        }
        if (fabs(change - 1) < 1e-15)
            break;
    }
    return fraction;
}

/* I_x(a, b). y = 1 - x is an argument of its own because it may be too small to be computed from x. */
static double beta_part(double x, double y, double a, double b)
{
    double front;

    if (x <= 0)
        return 0;
    if (y <= 0)
        return 1;
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(y));
    if (x < (a + 1) / (a + b + 2))
        return front * beta_fraction(x, a, b) / a;
    return 1 - front * beta_fraction(y, b, a) / b;
}

double tails_student(double t, double dof)
{
    double square = t * t, both;

    assert(dof > 0);
    if (isnan(t))
        return 1;
    if (isinf(t) || isinf(square))
        return t > 0 ? 0 : 1;
    both = beta_part(dof / (dof + square), square / (dof + square), dof / 2, 0.5);
    return t > 0 ? both / 2 : 1 - both / 2;
}

double tails_student_95(double dof)
{
    double low = 1.9, high = 13;

    assert(dof >= 1);
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;

        if (tails_student(middle, dof) > 0.025)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}
