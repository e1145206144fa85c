#include "leaks/leak_whitened.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/linear.h"
#include "base/memory.h"

#define RIDGE 1e-10 // of the trace: cycles may be nearly dependent where times are irregular
#define LENGTH_MIN 1e-4

/* ln |X0'X0| / 2 */
static double half_log_volume(const double *columns, size_t n, size_t count)
{
    double m[DESIGN_COLUMNS * DESIGN_COLUMNS], trace = 0, sum = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            m[i * count + k] = linear_dot(columns + i * n, columns + k * n, n);
    for (size_t i = 0; i < count; i++)
        trace += m[i * count + i];
    for (size_t i = 0; i < count; i++)
        m[i * count + i] += RIDGE * trace;
    if (!linear_cholesky(m, count))
        return 0;
    for (size_t i = 0; i < count; i++)
        sum += log(m[i * count + i]);
    return sum;
}

void leak_whitened_make(struct leak_whitened *w, const struct leak_design *d, const struct noise_model *model)
{
    size_t n = d->n;

    w->model = model;
    w->n = n;
    w->fixed = d->p - 1;
    w->basis = memory_new(w->fixed, n * sizeof *w->basis);
    leak_whiten(model, d->columns, n, w->basis);
    for (size_t i = 1; i < w->fixed; i++)
        leak_whiten(model, d->columns + (i + 1) * n, n, w->basis + i * n);
    w->log_volume = model->half_log[n - 1] + half_log_volume(w->basis, n, w->fixed) - leak_noise_log_prior(model, n);
    linear_orthonormal(w->basis, n, w->fixed);
}

void leak_whitened_free(struct leak_whitened *w)
{
    free(w->basis);
    *w = (struct leak_whitened){0};
}

double leak_whitened_column(const struct leak_whitened *w, const double *column, double *out)
{
    double length;

    leak_whiten(w->model, column, w->n, out);
    linear_project_out(w->basis, w->n, w->fixed, out);
    length = sqrt(linear_dot(out, out, w->n));
    for (size_t i = 0; i < w->n; i++)
        out[i] = length > LENGTH_MIN ? out[i] / length : 0;
    return length > LENGTH_MIN ? length : 0;
}

double leak_whitened_series(const struct leak_whitened *w, const double *y, double *out)
{
    double squares;

    leak_whiten(w->model, y, w->n, out);
    squares = linear_dot(out, out, w->n);
    for (size_t i = 0; i < w->fixed; i++) {
        double part = linear_dot(w->basis + i * w->n, out, w->n);

        squares -= part * part;
    }
    return squares > 0 ? squares : 0;
}
