#include <string.h>

#include "espdl_kernels.h"

struct place {
  const struct espdl_take_axes *take;
  int32_t size;
  const char *from, *fill;
  char *to;
};

static void walk(struct place *place, int32_t axis, const int16_t *sources, int32_t offset) {
  const struct espdl_take_axes *take = place->take;
  int32_t i, length;
  if (axis == take->rank) {
    memcpy(place->to, offset < 0 ? place->fill : place->from + offset * place->size, (size_t)place->size);
    place->to += place->size;
    return;
  }
  length = take->shape[axis];
  for (i = 0; i < length; i++) {
    int32_t outside = offset < 0 || sources[i] < 0;
    walk(place, axis + 1, sources + length, outside ? -1 : offset + sources[i] * take->stride[axis]);
  }
}

void espdl_take_axes(const struct espdl_take_axes *take, int32_t size, const void *from, const void *fill, void *to) {
  struct place place;
  place.take = take;
  place.size = size;
  place.from = (const char *)from;
  place.fill = (const char *)fill;
  place.to = (char *)to;
  walk(&place, 0, take->sources, 0);
}
