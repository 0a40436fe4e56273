#include "espdl_dl_round.h"

void dl_lut_s8(const struct dl_lut *p, const int8_t *input, const int8_t *table, int8_t *output) {
  int32_t i;
  for (i = 0; i < p->count; i++) output[i] = table[input[i] + 128];
}

static inline int32_t entry(const struct dl_lut *p, const int16_t *table, int32_t i) {
  return table[i < p->entries ? i : p->entries - 1];
}

/* A step that is a power of two takes the nearest entry; another one a line between two, cut toward 0. */
void dl_lut_s16(const struct dl_lut *p, const int16_t *input, const int16_t *table, int16_t *output) {
  int32_t is_power = (p->step & (p->step - 1)) == 0, shift = 0, i;
  while (1 << shift < p->step) shift++;
  for (i = 0; i < p->count; i++) {
    int32_t position = input[i] + 32768;
    if (is_power) {
      output[i] = table[dl_shift32(position, shift, p->rounding, 0, 65536)];
    } else {
      int32_t rest = position % p->step, from = entry(p, table, position / p->step);
      int64_t slope = (int64_t)rest * (entry(p, table, position / p->step + 1) - from);
      output[i] = (int16_t)dl_saturate(from + (int32_t)(slope / p->step), -32768, 32767);
    }
  }
}
