#include "espdl_kernels.h"

#include <string.h>

/* memcpy of a known size is one load and store, also where the array's type is another. */
#define COPY_LINE(T)                                                      \
  for (i = 0; i < count; i++, from += from_step, to += to_step) memcpy(to, from, sizeof(T))

static void copy_line(int32_t count, int32_t size, const uint8_t *from, int32_t from_step, uint8_t *to,
                      int32_t to_step) {
  int32_t i;
  from_step *= size;
  to_step *= size;
  if (size == 1) COPY_LINE(uint8_t);
  else if (size == 2) COPY_LINE(uint16_t);
  else if (size == 4) COPY_LINE(uint32_t);
  else COPY_LINE(uint64_t);
}

void espdl_copy_box(const struct espdl_box *box, int32_t size, const void *from, void *to) {
  int32_t position[ESPDL_RANK_MAX] = {0}, read = 0, write = 0, axis, last = box->rank - 1;
  for (axis = 0; axis < box->rank; axis++)
    if (box->shape[axis] == 0) return;
  for (;;) {
    copy_line(box->shape[last], size, (const uint8_t *)from + read * size, box->from_stride[last],
              (uint8_t *)to + write * size, box->to_stride[last]);
    for (axis = last - 1; axis >= 0; axis--) {
      read += box->from_stride[axis];
      write += box->to_stride[axis];
      if (++position[axis] < box->shape[axis]) break;
      position[axis] = 0;
      read -= box->from_stride[axis] * box->shape[axis];
      write -= box->to_stride[axis] * box->shape[axis];
    }
    if (axis < 0) return;
  }
}
