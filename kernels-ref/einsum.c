#include "espdl_float.h"
#include "espdl_kernels.h"

struct walk {
  int32_t position[ESPDL_RANK_MAX], offset[ESPDL_OPERANDS_MAX];
};

static void start(struct walk *walk) {
  int32_t i;
  for (i = 0; i < ESPDL_RANK_MAX; i++) walk->position[i] = 0;
  for (i = 0; i < ESPDL_OPERANDS_MAX; i++) walk->offset[i] = 0;
}

static void advance(struct walk *walk, const struct espdl_labels *labels, int32_t operands) {
  int32_t axis, i;
  for (axis = labels->rank - 1; axis >= 0; axis--) {
    int32_t wraps = ++walk->position[axis] == labels->shape[axis];
    int32_t steps = wraps ? 1 - labels->shape[axis] : 1;
    for (i = 0; i < operands; i++) walk->offset[i] += steps * labels->stride[i][axis];
    if (!wraps) return;
    walk->position[axis] = 0;
  }
}

void espdl_einsum_f32(const struct espdl_einsum *p, const float *const *inputs, float *output) {
  struct walk kept, summed;
  int32_t o, i, operand;
  start(&kept);
  for (o = 0; o < p->outputs; o++, advance(&kept, &p->kept, p->operands)) {
    float sum = 0;
    start(&summed);
    for (i = 0; i < p->count; i++, advance(&summed, &p->summed, p->operands)) {
      float product = inputs[0][kept.offset[0] + summed.offset[0]];
      for (operand = 1; operand < p->operands; operand++)
        product = product * inputs[operand][kept.offset[operand] + summed.offset[operand]];
      sum = sum + product;
    }
    output[o] = sum;
  }
}
