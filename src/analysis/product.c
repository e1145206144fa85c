#include "analysis/product.h"

#include <assert.h>
#include <string.h>

/* Values of a section of all series: so few that they stay in the cache for all products of a tile. */
#define SECTION 256

/* Products computed at a time: 3 x 4 sums and 3 + 1 operands are 16 registers. */
#define ROWS 3
#define COLUMNS 4

typedef void kernel(const double *a, const double *b, size_t length, size_t n, double *out, size_t stride);

/* Sums stay in registers only where loops over them are unrolled. */
#define UNROLLED _Pragma("GCC unroll 4")

/* Adds the products of ROWS series of `a` with COLUMNS of `b` over `n` values to `out`. Series are `length` apart. */
#define DEFINE_KERNEL(name, vector, attribute)                                                                         \
    attribute static void name(const double *a, const double *b, size_t length, size_t n, double *out, size_t stride)  \
    {                                                                                                                  \
        enum { WIDTH = sizeof(vector) / sizeof(double) };                                                              \
        vector sums[ROWS][COLUMNS] = {0};                                                                              \
        size_t t = 0;                                                                                                  \
                                                                                                                       \
        for (; n - t >= WIDTH; t += WIDTH)                                                                             \
            UNROLLED for (int j = 0; j < COLUMNS; j++)                                                                 \
            {                                                                                                          \
                vector y = *(const vector *)(const void *)(b + (size_t)j * length + t);                                \
                UNROLLED for (int i = 0; i < ROWS; i++) sums[i][j] +=                                                  \
                    *(const vector *)(const void *)(a + (size_t)i * length + t) * y;                                   \
            }                                                                                                          \
        UNROLLED for (int i = 0; i < ROWS; i++) UNROLLED for (int j = 0; j < COLUMNS; j++)                             \
        {                                                                                                              \
            double sum = 0;                                                                                            \
            for (int k = 0; k < WIDTH; k++)                                                                            \
                sum += sums[i][j][k];                                                                                  \
            for (size_t rest = t; rest < n; rest++)                                                                    \
                sum += a[(size_t)i * length + rest] * b[(size_t)j * length + rest];                                    \
            out[(size_t)i * stride + (size_t)j] += sum;                                                                \
        }                                                                                                              \
    }

typedef double two __attribute__((vector_size(16), aligned(8)));
DEFINE_KERNEL(plain_kernel, two, )

#if defined(__x86_64__)
/* Vectors of eight were slower: half of their loads cross a cache line. */
typedef double four __attribute__((vector_size(32), aligned(8)));
DEFINE_KERNEL(wide_kernel, four, __attribute__((target("avx2,fma"))))

static kernel *widest(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? wide_kernel : plain_kernel;
}
#else
static kernel *widest(void)
{
    return plain_kernel;
}
#endif

static _Atomic(kernel *) chosen; // set by the first thread; all choose the same

bool product_use_widest(bool wide)
{
    chosen = wide ? widest() : plain_kernel;
    return widest() != plain_kernel;
}

static double dot(const double *x, const double *y, size_t n)
{
    double sum = 0;

    for (size_t t = 0; t < n; t++)
        sum += x[t] * y[t];
    return sum;
}

/* One section of all series. Products at the edges that fill no kernel are computed one by one. */
static void add_section(const double *a, size_t a_count, const double *b, size_t b_count, size_t length, size_t n,
                        double *out, size_t stride)
{
    size_t rows = a_count - a_count % ROWS, columns = b_count - b_count % COLUMNS;

    for (size_t i = 0; i < a_count; i++)
        for (size_t j = i < rows ? columns : 0; j < b_count; j++)
            out[i * stride + j] += dot(a + i * length, b + j * length, n);
    for (size_t i = 0; i < rows; i += ROWS)
        for (size_t j = 0; j < columns; j += COLUMNS)
            chosen(a + i * length, b + j * length, length, n, out + i * stride + j, stride);
}

void product_of(const double *a, size_t a_count, const double *b, size_t b_count, size_t length, double *out,
                size_t stride)
{
    assert(stride >= b_count);
    if (!chosen)
        product_use_widest(true);
    for (size_t i = 0; i < a_count; i++)
        memset(out + i * stride, 0, b_count * sizeof *out);
    for (size_t t = 0; t < length; t += SECTION)
        add_section(a + t, a_count, b + t, b_count, length, length - t < SECTION ? length - t : SECTION, out, stride);
}
