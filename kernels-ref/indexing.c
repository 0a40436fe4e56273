/* The twins of take.ts, gather.ts and scatter.ts. */
#include "espdl_float.h"
#include "espdl_kernels.h"

#include <string.h>

/* Negative indices count from the end, others stop there. `i` counts indices of `size` (4 or 8) bytes. */
static int32_t index_at(const struct espdl_indices *indices, int32_t i, int32_t length) {
  int64_t index = 0;
  if (indices->size == 4) index = ((const int32_t *)indices->data)[i];
  else index = ((const int64_t *)indices->data)[i];
  if (index < 0) index += length;
  return index < 0 ? 0 : index >= length ? length - 1 : (int32_t)index;
}

void espdl_take(const struct espdl_take *take, const struct espdl_indices *indices, const void *input, void *output) {
  const uint8_t *in = (const uint8_t *)input;
  uint8_t *out = (uint8_t *)output;
  int32_t block, i;
  for (block = 0; block < take->blocks; block++)
    for (i = 0; i < indices->count; i++, out += take->bytes)
      memcpy(out, in + (block * take->length + index_at(indices, i, take->length)) * take->bytes, (size_t)take->bytes);
}

/* Where position `p` of the indices' box lies in the data, along the axis where its index says. */
static int32_t element_offset(const struct espdl_elements *elements, const struct espdl_indices *indices, int32_t p) {
  int32_t rest = p, offset = 0, axis;
  for (axis = elements->rank - 1; axis >= 0; axis--) {
    offset += rest % elements->shape[axis] * elements->stride[axis];
    rest /= elements->shape[axis];
  }
  return offset + index_at(indices, p, elements->length) * elements->step;
}

void espdl_gather(const struct espdl_elements *elements, const struct espdl_indices *indices, int32_t size,
                  const void *input, void *output) {
  int32_t p;
  for (p = 0; p < indices->count; p++)
    memcpy((uint8_t *)output + p * size, (const uint8_t *)input + element_offset(elements, indices, p) * size,
           (size_t)size);
}

/* Where the slice of tuple `t` begins in the data. */
static int32_t slice_offset(const struct espdl_slices *slices, const struct espdl_indices *indices, int32_t t) {
  int32_t offset = t / slices->batch_tuples * slices->batch_step, k;
  for (k = 0; k < slices->depth; k++)
    offset += index_at(indices, t * slices->depth + k, slices->length[k]) * slices->stride[k];
  return offset;
}

void espdl_gather_nd(const struct espdl_slices *slices, const struct espdl_indices *indices, int32_t size,
                     const void *input, void *output) {
  int32_t t, bytes = slices->count * size;
  for (t = 0; t < slices->tuples; t++)
    memcpy((uint8_t *)output + t * bytes, (const uint8_t *)input + slice_offset(slices, indices, t) * size,
           (size_t)bytes);
}

#define SCATTER(T, U, S)                                                                                         \
  static void combine_##S(enum espdl_reduction reduction, T *out, T update) {                                    \
    if (reduction == ESPDL_NONE) *out = update;                                                                  \
    else if (reduction == ESPDL_ADD) *out = (T)((U)*out + (U)update);                                            \
    else if (reduction == ESPDL_MULTIPLY) *out = (T)((U)*out * (U)update);                                       \
    else if (reduction == ESPDL_MAXIMUM ? update > *out : update < *out) *out = update;                          \
  }                                                                                                              \
  void espdl_scatter_elements_##S(const struct espdl_elements *elements, const struct espdl_indices *indices,    \
                                  enum espdl_reduction reduction, const T *updates, T *output) {                 \
    int32_t p;                                                                                                   \
    for (p = 0; p < indices->count; p++)                                                                         \
      combine_##S(reduction, output + element_offset(elements, indices, p), updates[p]);                         \
  }                                                                                                              \
  void espdl_scatter_nd_##S(const struct espdl_slices *slices, const struct espdl_indices *indices,              \
                            enum espdl_reduction reduction, const T *updates, T *output) {                       \
    int32_t t, k;                                                                                                \
    for (t = 0; t < slices->tuples; t++)                                                                         \
      for (k = 0; k < slices->count; k++)                                                                        \
        combine_##S(reduction, output + slice_offset(slices, indices, t) + k, *updates++);                       \
  }

SCATTER(int8_t, uint32_t, i8)
SCATTER(int32_t, uint32_t, i32)
SCATTER(int64_t, uint64_t, i64)
SCATTER(float, float, f32)
