#include "espdl_dl_sums.h"
#include "espdl_walk.h"

/* Column n of a right matrix: its first element, and how far apart its elements lie. */
static int32_t column_base(const struct dl_matmul *p, int32_t n, int32_t *step) {
  int32_t rest = n % p->block;
  if (n - rest + p->block > p->columns) {
    *step = 1;
    return n * p->depth;
  }
  *step = p->block;
  return (n - rest) * p->depth + rest;
}

#define MATMUL(S, A, T, W, B, N)                                                                                   \
  void dl_matmul_##N(const struct dl_matmul *p, const T *left, const W *right, const B *bias, const int8_t *shift, \
                     T *output) {                                                                                  \
    struct espdl_walk a = espdl_walk_of(p->rank, p->shape, p->left_stride);                                        \
    struct espdl_walk b = espdl_walk_of(p->rank, p->shape, p->right_stride);                                       \
    int32_t matrix, m, n, k, end, step;                                                                            \
    for (matrix = 0; matrix < p->count; matrix++, espdl_advance(&a), espdl_advance(&b)) {                          \
      const T *x = left + a.offset * p->rows * p->depth;                                                           \
      const W *kernel = right + b.offset * p->depth * p->columns;                                                  \
      for (m = 0; m < p->rows; m++, x += p->depth, output += p->columns) {                                         \
        for (n = 0; n < p->columns; n++) {                                                                         \
          const W *w = kernel + column_base(p, n, &step);                                                          \
          int32_t bits = dl_sum_bits(&p->sums, n), group = dl_sum_group(&p->sums, n);                              \
          A sum = dl_start_##S(bias, n, bits);                                                                     \
          if (bits == 0) {                                                                                         \
            for (k = 0; k < p->depth; k++) sum = DL_ADD_##S(sum, x[k], w[k * step]);                               \
          } else {                                                                                                 \
            for (k = 0; k < p->depth; sum = dl_cut_##S(sum, bits))                                                 \
              for (end = k + group < p->depth ? k + group : p->depth; k < end; k++)                                \
                sum = DL_ADD_##S(sum, x[k], w[k * step]);                                                          \
          }                                                                                                        \
          output[n] = dl_store_##S(&p->sums, sum, shift, n);                                                       \
        }                                                                                                          \
      }                                                                                                            \
    }                                                                                                              \
  }

MATMUL(s8, int32_t, int8_t, int8_t, int32_t, s8)
MATMUL(s16, int64_t, int16_t, int16_t, int64_t, s16)
MATMUL(s16, int64_t, int16_t, int8_t, int64_t, w8a16)
