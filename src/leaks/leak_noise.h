/* leak_noise.h - models of a tag's own noise.
 *
 *     V_ij = a^|i-j| + w [i = j]        a: correlation of neighbouring bins, w: variance of white noise beside it
 *
 * 29 models: white noise alone (a = 0), and a = .3 .5 .65 .78 .87 .93 .97, each with w = 0 .3 1 3. Which of them holds
 * is unknown, so every statement about a series is weighted by how well each model describes it. An estimated
 * autocorrelation in their place takes a tag that wanders a little for a random walk.
 *
 * Series are whitened by the innovations of the Kalman filter of V (Harvey, Forecasting, structural time series models
 * and the Kalman filter, 1989, 3.4): e_t = (y_t - x_t) / sqrt(F_t) has the unit matrix as covariance.
 *
 *     F_t = P_t + w    K_t = a P_t / F_t    x_(t+1) = a x_t + K_t (y_t - x_t)    P_(t+1) = a^2 w P_t / F_t + 1 - a^2
 *     x_1 = 0          P_1 = 1              ln |V| = sum of ln F_t
 */
#ifndef LEAKS_LEAK_NOISE_H
#define LEAKS_LEAK_NOISE_H

#include <stddef.h>

#define NOISE_MODELS 33

struct noise_model {
    double a;
    double *gains;    // owned; K_t
    double *scales;   // owned; 1 / sqrt(F_t)
    double *half_log; // owned; half of ln |V| of t + 1 values
};

/* The models for series of up to `length` values; they depend on nothing else. */
struct leak_noise {
    size_t length;
    struct noise_model models[NOISE_MODELS];
};

/* Free with leak_noise_free. */
void leak_noise_make(struct leak_noise *noise, size_t length);
void leak_noise_free(struct leak_noise *noise);

/* ln of a model's weight before the data are seen. White noise has 0.3 in series of 48 values and the others share the
 * rest; in shorter series the same noise is less correlated from value to value, and white noise gets the share of
 * those with a^(48 / n) < 0.2. */
double leak_noise_log_prior(const struct noise_model *model, size_t n);

/* Writes the n whitened values of y to `out`; n <= length. */
void leak_whiten(const struct noise_model *model, const double *y, size_t n, double *out);

#endif
