#include "espdl_float.h"
#include "espdl_kernels.h"

#define BETTER(A, B) (largest ? (A) > (B) : (A) < (B))

/* The best of the elements that stand behind `previous` in the order; -1 asks for the first. */
#define TOPK(T, S)                                                                                                   \
  static int32_t next_##S(const T *x, int32_t step, int32_t count, int32_t previous, int32_t largest) {              \
    int32_t best = -1, i;                                                                                            \
    for (i = 0; i < count; i++) {                                                                                    \
      T value = x[i * step];                                                                                         \
      T last = previous < 0 ? value : x[previous * step];                                                            \
      int left = previous < 0 || BETTER(last, value) || (!BETTER(value, last) && i > previous);                      \
      if (left && (best < 0 || BETTER(value, x[best * step]))) best = i;                                             \
    }                                                                                                                \
    return best;                                                                                                     \
  }                                                                                                                  \
  void espdl_topk_##S(const struct espdl_topk *topk, const T *input, T *values, int64_t *indices) {                  \
    int32_t o, s, rank, step = topk->step;                                                                           \
    for (o = 0; o < topk->outer; o++) {                                                                              \
      for (s = 0; s < step; s++) {                                                                                   \
        const T *x = input + o * topk->count * step + s;                                                             \
        int32_t previous = -1;                                                                                       \
        for (rank = 0; rank < topk->k; rank++) {                                                                     \
          int32_t at = (o * topk->k + rank) * step + s;                                                              \
          previous = next_##S(x, step, topk->count, previous, topk->largest);                                        \
          values[at] = x[previous * step];                                                                           \
          indices[at] = previous;                                                                                    \
        }                                                                                                            \
      }                                                                                                              \
    }                                                                                                                \
  }

TOPK(float, f32)
TOPK(int8_t, s8)
TOPK(int32_t, i32)
TOPK(int64_t, i64)
