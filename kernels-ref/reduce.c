/* The twins of sum.ts, mean.ts and argmax.ts. */
#include "espdl_float.h"
#include "espdl_kernels.h"

/* Where the elements of a box lie, one after the other in C order. */
struct walk {
  int32_t rank, offset;
  const int32_t *shape, *stride;
  int32_t position[ESPDL_RANK_MAX];
};

static struct walk walk_of(int32_t rank, const int32_t *shape, const int32_t *stride) {
  struct walk walk = {0, 0, 0, 0, {0}};
  walk.rank = rank;
  walk.shape = shape;
  walk.stride = stride;
  return walk;
}

static void advance(struct walk *walk) {
  int32_t axis;
  for (axis = walk->rank - 1; axis >= 0; axis--) {
    walk->offset += walk->stride[axis];
    if (++walk->position[axis] < walk->shape[axis]) return;
    walk->position[axis] = 0;
    walk->offset -= walk->stride[axis] * walk->shape[axis];
  }
}

#define OUTPUTS                                                                                    \
  struct walk kept = walk_of(reduce->kept_rank, reduce->kept_shape, reduce->kept_stride);          \
  int32_t o, i;                                                                                    \
  for (o = 0; o < reduce->outputs; o++, advance(&kept))

#define ELEMENTS                                                                                   \
  struct walk inner = walk_of(reduce->reduced_rank, reduce->reduced_shape, reduce->reduced_stride); \
  for (i = 0; i < reduce->count; i++, advance(&inner))

#define ELEMENT input[kept.offset + inner.offset]

void espdl_sum_f32(const struct espdl_reduce *reduce, const float *input, float *output) {
  OUTPUTS {
    float total = 0;
    ELEMENTS total = total + ELEMENT;
    output[o] = total;
  }
}

void espdl_sum_i32(const struct espdl_reduce *reduce, const int32_t *input, int32_t *output) {
  OUTPUTS {
    uint32_t total = 0;
    ELEMENTS total += (uint32_t)ELEMENT;
    output[o] = (int32_t)total;
  }
}

void espdl_mean_f32(const struct espdl_reduce *reduce, const float *input, float *output) {
  OUTPUTS {
    float total = 0;
    ELEMENTS total = total + ELEMENT;
    output[o] = total / (float)reduce->count;
  }
}

#define ARGMAX(T, S)                                                                                        \
  void espdl_argmax_##S(const struct espdl_reduce *reduce, int32_t last, const T *input, int32_t *output) { \
    OUTPUTS {                                                                                               \
      T champion = input[kept.offset];                                                                      \
      int32_t best = 0;                                                                                     \
      ELEMENTS {                                                                                            \
        T candidate = ELEMENT;                                                                              \
        if (candidate > champion || (last && candidate == champion)) {                                      \
          champion = candidate;                                                                             \
          best = i;                                                                                         \
        }                                                                                                   \
      }                                                                                                     \
      output[o] = best;                                                                                     \
    }                                                                                                       \
  }

ARGMAX(float, f32)
ARGMAX(int8_t, s8)
