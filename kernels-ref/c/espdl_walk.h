/* Walks over the boxes of a reduction; the twin of reduce.ts. */
#ifndef ESPDL_WALK_H
#define ESPDL_WALK_H

#include "espdl_kernels.h"

/* Where the elements of a box lie, one after the other in C order. */
struct espdl_walk {
  int32_t rank, offset;
  const int32_t *shape, *stride;
  int32_t position[ESPDL_RANK_MAX];
};

static inline struct espdl_walk espdl_walk_of(int32_t rank, const int32_t *shape, const int32_t *stride) {
  struct espdl_walk walk = {0, 0, 0, 0, {0}};
  walk.rank = rank;
  walk.shape = shape;
  walk.stride = stride;
  return walk;
}

static inline void espdl_advance(struct espdl_walk *walk) {
  int32_t axis;
  for (axis = walk->rank - 1; axis >= 0; axis--) {
    walk->offset += walk->stride[axis];
    if (++walk->position[axis] < walk->shape[axis]) return;
    walk->position[axis] = 0;
    walk->offset -= walk->stride[axis] * walk->shape[axis];
  }
}

#define ESPDL_OUTPUTS                                                                                    \
  struct espdl_walk kept = espdl_walk_of(reduce->kept_rank, reduce->kept_shape, reduce->kept_stride);          \
  int32_t o, i;                                                                                    \
  for (o = 0; o < reduce->outputs; o++, espdl_advance(&kept))

#define ESPDL_ELEMENTS                                                                                   \
  struct espdl_walk inner = espdl_walk_of(reduce->reduced_rank, reduce->reduced_shape, reduce->reduced_stride); \
  for (i = 0; i < reduce->count; i++, espdl_advance(&inner))

#define ESPDL_ELEMENT input[kept.offset + inner.offset]

#endif
